import { describe, expect, it } from 'vitest';
import type { DType } from '../../src/dtype.ts';
import { node } from '../../src/graph.ts';
import { add, cast, flip, maximum, mul, sum, Tensor, take, tensor, transpose } from '../../src/index.ts';
import { sizeOf } from '../../src/shape.ts';
import { codedNode } from '../codes.ts';
import { expectProduct, filled, positive } from './expect-product.ts';

const dot = (a: Tensor, b: Tensor, batch: number, contract: number): Tensor =>
  new Tensor(node('dot', [a.node, b.node], { batch, contract }));

/** The same values with the axes in another order in memory. */
const stored = (x: Tensor, order: readonly number[]): Tensor =>
  transpose(
    transpose(x, order).realize(),
    [...order.keys()].map((axis) => order.indexOf(axis)),
  );

describe('products over several axes', () => {
  // Left, right and summed axes around tiles of 4 and 6 rows, panels of 8 columns and blocks of 576, with axes that are
  // shorter than a register and axes that cut one.
  const sizes: [number[], number[], number[]][] = [
    [
      [5, 7],
      [3, 11],
      [9, 6],
    ],
    [
      [2, 9],
      [5, 10],
      [33, 17],
    ],
    [
      [3, 2, 4],
      [3, 5],
      [2, 3, 19],
    ],
    [[33], [4, 12], [2, 7, 5]],
    [[16, 4], [64], [257, 4]],
    [[6, 6], [9], [3, 19]],
  ];

  for (const dtype of ['float32', 'float64', 'int32', 'uint32'] as const) {
    it(`of ${dtype}, in all layouts`, () => {
      for (const [rows, columns, summed] of sizes) {
        const a = filled(1, [...rows, ...summed], dtype);
        const b = filled(2, [...summed, ...columns], dtype);
        const product = (x: Tensor, y: Tensor): Tensor => dot(x, y, 0, summed.length);
        const reversed = (x: Tensor): Tensor => stored(x, [...x.shape.keys()].reverse());
        const rotated = (x: Tensor): Tensor =>
          stored(
            x,
            [...x.shape.keys()].map((axis) => (axis + 1) % x.shape.length),
          );
        for (const pair of [
          [a, b],
          [reversed(a), b],
          [a, reversed(b)],
          [rotated(a), rotated(b)],
          [flip(a, { axis: 0 }), flip(b, { axis: 0 })],
        ] as const) {
          expectProduct(product, pair, sizeOf(summed));
        }
      }
    });
  }

  it('in batches of several axes, in one piece of memory or not', () => {
    for (const columns of [[24], [5, 12]]) {
      const a = filled(3, [2, 3, 20, 70], 'float32');
      const b = filled(4, [2, 3, 70, ...columns], 'float32');
      const product = (x: Tensor, y: Tensor): Tensor => dot(x, y, 2, 1);
      expectProduct(product, [a, b], 70);
      const rest = columns.map((_, i) => i + 3);
      expectProduct(product, [stored(a, [2, 0, 1, 3]), stored(b, [2, 0, 1, ...rest])], 70);
      expectProduct(product, [stored(a, [1, 2, 0, 3]), stored(b, [2, 1, 0, ...rest])], 70);
    }
  });

  it('followed by what belongs to some of their axes', () => {
    const [a, b] = [filled(5, [6, 7, 40], 'float32'), filled(6, [40, 5, 9], 'float32')];
    const [ofRows, ofColumns] = [positive(filled(7, [7, 1, 1], 'float32')), positive(filled(8, [9], 'float32'))];
    expectProduct((x, y) => maximum(add(add(dot(x, y, 0, 1), ofRows), ofColumns), 0), [a, b], 42);
    expectProduct((x, y) => sum(mul(dot(x, y, 0, 1), ofColumns), { axis: [2, 3] }), [a, b], 40 * 45);
    expectProduct((x, y) => transpose(dot(x, y, 0, 1), [3, 0, 2, 1]), [a, b], 40);
  });
});

interface Convolution {
  readonly image: [height: number, width: number];
  readonly channels: [from: number, to: number];
  readonly taps: [height: number, width: number];
  readonly stride?: number;
  readonly dilation?: number;
  readonly padding?: number;
}

/** Overlapping views of padded images: `[n, h, w, c] → [n, positions, taps, positions, taps, c]`. */
function windows(x: Tensor, { taps, stride = 1, dilation = 1, padding = 0 }: Convolution): Tensor {
  const around = [0, padding, padding, 0];
  const padded = node('pad', [x.node], { low: around, high: around, value: 0 });
  const rows = codedNode('window', [padded], { axis: 1, size: taps[0], stride, dilation });
  return new Tensor(codedNode('window', [rows], { axis: 3, size: taps[1], stride, dilation }));
}

const images = 3;

describe('products of overlapping views', () => {
  const convolutions: Convolution[] = [
    // Every number of channels modulo 4 and 8, on both sides; the views are read in runs of taps × channels.
    { image: [9, 10], channels: [1, 8], taps: [3, 3] },
    { image: [8, 13], channels: [3, 5], taps: [3, 2], padding: 1 },
    { image: [7, 9], channels: [4, 16], taps: [2, 3] },
    { image: [6, 11], channels: [5, 49], taps: [3, 3], padding: 1 },
    { image: [10, 9], channels: [8, 3], taps: [1, 5], padding: 2 },
    { image: [11, 13], channels: [6, 12], taps: [3, 3], stride: 2, padding: 1 },
    { image: [12, 9], channels: [7, 9], taps: [2, 2], dilation: 3 },
    // Blocks of depth that end within a run.
    { image: [5, 6], channels: [67, 20], taps: [3, 3], padding: 1 },
    { image: [4, 5], channels: [64, 12], taps: [3, 3], padding: 1 },
    { image: [17, 19], channels: [2, 50], taps: [3, 3] },
  ];

  for (const dtype of ['float32', 'float64', 'int32', 'uint32'] as const) {
    it(`of ${dtype}: a convolution and its gradients`, () => {
      for (const convolution of convolutions) {
        const { image, channels, taps } = convolution;
        const x = filled(1, [images, ...image, channels[0]], dtype);
        const kernel = filled(2, [...taps, ...channels], dtype);
        const forward = (a: Tensor, b: Tensor): Tensor =>
          dot(transpose(windows(a, convolution), [0, 1, 3, 2, 4, 5]), b, 0, 3);
        expectProduct(forward, [x, kernel], taps[0] * taps[1] * channels[0]);

        const cotangent = filled(3, forward(x, kernel).shape, dtype);
        const ofKernel = (a: Tensor, g: Tensor): Tensor =>
          dot(transpose(windows(a, convolution), [2, 4, 5, 0, 1, 3]), g, 0, 3);
        expectProduct(ofKernel, [x, cotangent], sizeOf(cotangent.shape.slice(0, 3)));

        const turned = { taps, padding: taps[0] - 1, channels, image } as const;
        const ofInput = (g: Tensor, b: Tensor): Tensor =>
          dot(
            transpose(windows(g, { ...turned, image: [...image] }), [0, 1, 3, 2, 4, 5]),
            transpose(flip(b, { axis: [0, 1] }), [0, 1, 3, 2]),
            0,
            3,
          );
        expectProduct(ofInput, [cotangent, kernel], taps[0] * taps[1] * channels[1]);
      }
    });
  }

  const shared: Convolution = { image: [9, 11], channels: [5, 13], taps: [3, 3], padding: 1 };
  const convolve = (x: Tensor, kernel: Tensor): Tensor =>
    dot(transpose(windows(x, shared), [0, 1, 3, 2, 4, 5]), kernel, 0, 3);
  const input = (dtype: DType): Tensor => filled(4, [images, 9, 11, 5], dtype);
  const kernel = filled(5, [3, 3, 5, 13], 'float32');

  it('of what is computed, converted or gathered while it is packed', () => {
    expectProduct((x, y) => convolve(maximum(add(x, 1), 0), mul(y, y)), [input('float32'), kernel], 47);
    for (const dtype of ['float64', 'int32', 'uint8', 'bool'] as const) {
      const x = cast(positive(input('float32')), dtype).realize();
      expectProduct((y, z) => convolve(add(cast(x, 'float32'), mul(y, 0)), z), [input('float32'), kernel], 47);
    }
    const order = tensor([2, 0, 1, 2, 1], { dtype: 'int32' });
    expectProduct((x, y) => convolve(take(x, order, { axis: 3 }), y), [input('float32'), kernel], 47);
  });

  it('followed by bias and activation', () => {
    const bias = positive(filled(6, [13], 'float32'));
    expectProduct((x, y) => maximum(add(convolve(x, y), bias), 0), [input('float32'), kernel], 47);
  });

  it('in groups of channels', () => {
    const x = filled(7, [images, 8, 7, 2, 6], 'float32');
    const weights = filled(8, [2, 3, 3, 6, 10], 'float32');
    const grouped = (a: Tensor, b: Tensor): Tensor => {
      const rows = codedNode('window', [a.node], { axis: 1, size: 3, stride: 1, dilation: 1 });
      const both = new Tensor(codedNode('window', [rows], { axis: 3, size: 3, stride: 1, dilation: 1 }));
      return transpose(dot(transpose(both, [5, 0, 1, 3, 2, 4, 6]), b, 1, 3), [1, 2, 3, 0, 4]);
    };
    expectProduct(grouped, [x, weights], 54);
    expect(grouped(x, weights).shape).toEqual([images, 6, 5, 2, 10]);
  });
});
