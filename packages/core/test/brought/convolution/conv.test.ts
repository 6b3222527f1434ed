import { describe, expect, it } from 'vitest';
import { convCode } from '../../../src/brought/convolution/conv.ts';
import { kernelGradient } from '../../../src/brought/convolution/kernel-gradient.ts';
import { transposedConv } from '../../../src/brought/convolution/transpose.ts';
import type { DType, TypedArray } from '../../../src/dtype.ts';
import { realize } from '../../../src/execute.ts';
import type { Node } from '../../../src/graph.ts';
import {
  add,
  averagePool2d,
  conv2d,
  depthwiseConv2d,
  explain,
  jit,
  maximum,
  maxPool2d,
  separableConv2d,
  type Tensor,
  zeros,
} from '../../../src/index.ts';
import { codedNode as node } from '../../codes.ts';
import { convolved, type Plain, type Steps, scattered, tensorOf, whole } from '../../functions/convolution-by-hand.ts';
import { compare } from '../../random-graphs/compare.ts';

const conv = (x: Node, kernel: Node, own: Steps): Node<'conv'> => node('conv', [x, kernel], own);

const none = [0, 0];

const steps = (strides: number[], dilations: number[], groups = 1, low = none, high = none): Steps => ({
  strides,
  dilations,
  groups,
  low: low.slice(0, strides.length),
  high: high.slice(0, strides.length),
});

function valuesOf(outputs: readonly Node[]): TypedArray[] {
  realize(outputs);
  return outputs.map((n) => n.values as TypedArray);
}

/** `Σ x[b, p · stride + t · dilation, c] · g[b, p, f]` by the definition of a convolution, linear in its kernel. */
function kernelGradientByHand(x: Plain, g: Plain, shape: readonly number[], own: Steps): number[] {
  const size = shape.reduce((a, b) => a * b, 1);
  return Array.from({ length: size }, (_, i) => {
    const one = { shape, values: Float64Array.from({ length: size }, (_, k) => Number(k === i)) };
    return Array.from(convolved(x, one, own).values, (y, k) => y * (g.values[k] as number)).reduce((a, b) => a + b, 0);
  });
}

describe('conv', () => {
  it('has a shape only for inputs that fit', () => {
    const infer = (x: readonly number[], kernel: readonly number[], own: Steps, dtype: DType = 'float32'): unknown =>
      convCode.infer(
        [
          { shape: x, dtype: 'float32' },
          { shape: kernel, dtype },
        ],
        { ...own, code: convCode },
      );
    const own = steps([2], [1]);
    expect(infer([3, 7, 2], [3, 2, 5], own)).toEqual({ shape: [3, 3, 5], dtype: 'float32' });
    expect(infer([3, 2, 2], [3, 2, 5], own)).toEqual({ shape: [3, 0, 5], dtype: 'float32' });
    expect(infer([3, 7, 2], [3, 2, 5], own, 'float64')).toBe('dtype-mismatch');
    for (const [x, kernel] of [
      [
        [7, 2],
        [3, 2, 5],
      ],
      [
        [3, 7, 2],
        [3, 1, 5],
      ],
      [
        [3, 7, 2],
        [0, 2, 5],
      ],
      [
        [3, 7, 2],
        [3, 2],
      ],
    ] as const) {
      expect(infer(x, kernel, own)).toBe('shape-mismatch');
    }
    expect(infer([3, 7, 2], [3, 1, 5], steps([2], [1], 2))).toBe('shape-mismatch');
    expect(infer([3, 7, 2], [3, 2, 5], steps([0], [1]))).toBe('shape-mismatch');
    expect(infer([3, 7, 2], [3, 2, 5], steps([1], [1], 1, [-1]))).toBe('shape-mismatch');
    expect(infer([3, 7, 2], [3, 2, 5], steps([2], [1], 1, [1], [3]))).toEqual({ shape: [3, 5, 5], dtype: 'float32' });
  });

  // Sizes around tiles, panels and blocks of packed products, and around the width of registers.
  it.each([
    { x: [3, 9, 7, 5], kernel: [3, 3, 5, 17], own: steps([1, 1], [1, 1], 1, [1, 0], [1, 2]) },
    { x: [2, 11, 10, 33], kernel: [3, 2, 33, 9], own: steps([2, 1], [1, 2], 1, [3, 1], [0, 4]) },
    { x: [2, 10, 9, 12], kernel: [3, 3, 3, 20], own: steps([1, 2], [1, 1], 4) },
    { x: [2, 8, 9, 19], kernel: [3, 2, 1, 19], own: steps([1, 1], [2, 1], 19, [2, 0], [1, 1]) },
    { x: [2, 8, 9, 6], kernel: [2, 3, 1, 30], own: steps([2, 2], [1, 1], 6) },
    { x: [2, 7, 9, 16], kernel: [3, 3, 4, 4], own: steps([3, 1], [1, 1], 4) },
    { x: [2, 8, 9, 6], kernel: [5, 6, 1, 6], own: steps([1, 1], [1, 1], 6) },
    { x: [2, 5, 6, 28], kernel: [2, 2, 14, 4], own: steps([1, 2], [1, 1], 2, [0, 1], [1, 1]) },
    { x: [5, 40, 24], kernel: [5, 24, 33], own: steps([3], [2], 1, [4], [9]) },
    { x: [1, 3, 2], kernel: [2, 2, 3], own: steps([2], [1], 1, [7], [6]) },
    { x: [1, 3, 2], kernel: [2, 2, 3], own: steps([1], [1], 1, [7], [6]) },
  ])('of $x and $kernel is the interpreter’s, and so are both derivatives, which are exact', ({ x, kernel, own }) => {
    for (const dtype of ['float32', 'float64'] as const) {
      const [image, weights] = [whole(x), whole(kernel, 1)];
      const y = conv(tensorOf(image, dtype).node, tensorOf(weights, dtype).node, own);
      const cotangent = whole(y.shape, 2);
      const g = tensorOf(cotangent, dtype).node;
      const byInput = transposedConv(g, y.inputs[1] as Node, y.attributes, x.slice(1, -1));
      const byKernel = kernelGradient(y.inputs[0] as Node, y.inputs[1] as Node, g, y.attributes);
      const outputs = [y, byInput, byKernel];
      const actual = valuesOf(outputs);
      compare(outputs, actual);
      const plain = (values: ArrayLike<number> | undefined): number[] => Array.from(values ?? [], (value) => value + 0);
      expect(plain(actual[0])).toEqual(plain(convolved(image, weights, own).values));
      expect(plain(actual[1])).toEqual(plain(scattered(cotangent, weights, own, x).values));
    }
  });

  it.each([
    { x: [2, 5, 4, 3], kernel: [3, 2, 3, 4], own: steps([1, 1], [1, 2]) },
    { x: [2, 6, 5, 4], kernel: [3, 2, 2, 6], own: steps([2, 1], [1, 1], 2, [1, 0], [2, 1]) },
    { x: [2, 6, 4], kernel: [2, 1, 4], own: steps([3], [2], 4) },
    { x: [2, 6, 2], kernel: [2, 1, 6], own: steps([1], [1], 2) },
  ])('of $x has the derivative by a kernel $kernel that unit kernels give', ({ x, kernel, own }) => {
    const [image, weights] = [whole(x), whole(kernel, 1)];
    const y = conv(tensorOf(image).node, tensorOf(weights).node, own);
    const cotangent = whole(y.shape, 2);
    const gradient = kernelGradient(y.inputs[0] as Node, y.inputs[1] as Node, tensorOf(cotangent).node, y.attributes);
    expect(Array.from(valuesOf([gradient])[0] as TypedArray, (value) => value + 0)).toEqual(
      kernelGradientByHand(image, cotangent, kernel, own).map((value) => value + 0),
    );
  });
});

describe('kernels of a program', () => {
  const kernels = (f: (...args: Tensor[]) => Tensor, ...at: Tensor[]): number =>
    Number.parseInt(explain(jit(f), ...at), 10);
  const x = zeros([8, 28, 28, 16]);
  const kernel = zeros([3, 3, 16, 32]);
  const bias = zeros([32]);
  const relu = (y: Tensor): Tensor => maximum(y, 0);

  it('with a convolution: one, with bias and activation', () => {
    expect(kernels((x, k, b) => relu(add(conv2d(x, k), b)), x, kernel, bias)).toBe(1);
    expect(kernels((x, k) => relu(depthwiseConv2d(x, k)), x, zeros([3, 3, 16, 1]))).toBe(1);
  });

  it('with padding: one still, which leaves out what lies outside, for many images', () => {
    const padded = (x: Tensor, k: Tensor, b: Tensor): Tensor => relu(add(conv2d(x, k, { padding: 'same' }), b));
    expect(kernels(padded, x, kernel, bias)).toBe(1);
    expect(kernels(padded, zeros([2, 28, 28, 16]), kernel, bias)).toBe(2);
  });

  it('with padding of few channels: one more, since windows read what is padded several times', () => {
    expect(kernels((x, k) => relu(depthwiseConv2d(x, k, { padding: 'same' })), x, zeros([3, 3, 16, 1]))).toBe(2);
  });

  it('with a separable convolution: one, whose packing computes the first half', () => {
    const separable = (x: Tensor, a: Tensor, b: Tensor): Tensor => relu(separableConv2d(x, a, b));
    expect(kernels(separable, x, zeros([3, 3, 16, 1]), zeros([1, 1, 16, 64]))).toBe(1);
  });

  it('with a convolution and pooling: two', () => {
    const chain = (pool: (y: Tensor) => Tensor) => (x: Tensor, k: Tensor, b: Tensor) =>
      pool(relu(add(conv2d(x, k), b)));
    expect(
      kernels(
        chain((y) => maxPool2d(y, { size: 2 })),
        x,
        kernel,
        bias,
      ),
    ).toBe(2);
    expect(
      kernels(
        chain((y) => averagePool2d(y, { size: 3, strides: 2 })),
        x,
        kernel,
        bias,
      ),
    ).toBe(2);
  });
});
