import { describe, expect, it } from 'vitest';
import {
  add,
  flip,
  matmul,
  maximum,
  mul,
  slice,
  softmax,
  sum,
  type Tensor,
  tensor,
  transpose,
} from '../../src/index.ts';
import { reference } from '../../src/reference/index.ts';
import { compile } from '../../src/wasm/runtime.ts';
import { expectProduct, filled, kinds } from './expect-product.ts';

describe('products of matrices', () => {
  // Around what the code distinguishes: tiles of 4 and of 6 rows, groups of 24, panels of 8 columns (4 of float64), 48
  // columns from which the left operand is packed, blocks of 576 along k, and products too small to pack.
  const sizes: [number, number, number][] = [
    [1, 700, 64],
    [3, 100, 100],
    [4, 576, 48],
    [5, 577, 47],
    [16, 64, 49],
    [17, 1153, 56],
    [25, 50, 50],
    [33, 31, 97],
    [64, 3, 129],
    [67, 600, 9],
    [130, 40, 3],
  ];

  for (const dtype of ['float32', 'float64', 'int32', 'uint32'] as const) {
    it(`of ${dtype}, in all layouts`, () => {
      for (const [m, k, n] of sizes) {
        const a = filled(1, [m, k], dtype);
        const b = filled(2, [k, n], dtype);
        const [across, down] = [transpose(transpose(a).realize()), transpose(transpose(b).realize())];
        const operands: [Tensor, Tensor][] = [
          [a, b],
          [across, b],
          [a, down],
          [flip(a, { axis: 1 }), flip(b, { axis: 0 })],
        ];
        for (const pair of operands) expectProduct(matmul, pair, k);
      }
    });
  }

  it('in batches, each with its own right operand', () => {
    // Together or each too small to pack, and just not.
    for (const [count, m, k, n] of [
      [6, 13, 17, 11],
      [8, 13, 17, 11],
      [1, 16, 16, 16],
      [1, 16, 15, 16],
      [2, 8, 33, 8],
      [8, 8, 32, 8],
    ] as const) {
      expectProduct(matmul, [filled(3, [count, m, k], 'float32'), filled(4, [count, k, n], 'float32')], k);
    }
    for (const n of [24, 64]) {
      expectProduct(matmul, [filled(3, [3, 20, 70], 'float32'), filled(4, [3, 70, n], 'float32')], 70);
    }
  });

  it('with operands computed while they are packed', () => {
    const pair = [filled(5, [40, 530], 'float32'), filled(6, [530, 61], 'float32')] as const;
    expectProduct((a, b) => matmul(maximum(a, 0), mul(b, b)), pair, 530);
  });

  it('followed by what belongs to their rows', () => {
    const [a, b, bias] = [filled(7, [37, 600], 'float32'), filled(8, [600, 53], 'float32'), filled(9, [53], 'float32')];
    const scores = add(mul(matmul(a, b), 0.01), bias);
    const likely = softmax(scores);
    const total = sum(mul(likely, scores), { axis: 1 });
    const exact = reference([likely, total]) as [Float64Array, Float64Array];
    // The scores are exact to 600·2⁻²⁴·0.01·Σ|a·b| ≈ 600·6e-8·0.01·400, and softmax does not enlarge that.
    [likely, total].forEach((t, i) => {
      t.dataSync().forEach((value, j) => {
        expect(Math.abs(value - (exact[i]?.[j] as number))).toBeLessThan(3e-4);
      });
    });
  });

  it('of which only a part is used', () => {
    const pair = [filled(10, [37, 600], 'float32'), filled(11, [600, 53], 'float32')] as const;
    expectProduct((a, b) => slice(matmul(a, b), [5, 11], [30, 53]), pair, 600);
    expectProduct((a, b) => add(slice(matmul(a, b), [0, 1], [36, 20]), 1), pair, 601);
    expectProduct((a, b) => slice(matmul(a, b), [1, 1], [2, 20]), pair, 600);
    const three = [filled(12, [4, 20, 70], 'float32'), filled(13, [4, 70, 24], 'float32')] as const;
    expectProduct((a, b) => slice(matmul(a, b), [1, 2, 3], [3, 20, 24]), three, 70);
  });

  for (const dtype of ['float32', 'float64', 'int32'] as const) {
    it(`of ${dtype}, of every number of rows, columns and steps around a tile`, () => {
      for (let i = 1; i <= 17; i++) {
        const [one, other] = [((i * 5) % 17) + 48, ((i * 7) % 17) + 48];
        for (const [m, k, n] of [
          [i, one, other],
          [one, i, other],
          [one, other, i],
        ] as const) {
          const [a, b] = [filled(14, [m, k], dtype), filled(15, [k, n], dtype)];
          expectProduct(matmul, [a, b], k);
          expectProduct(matmul, [transpose(filled(16, [k, m], dtype)), transpose(filled(17, [n, k], dtype))], k);
          expectProduct((x, y) => add(matmul(x, y), 1), [a, b], k + 1);
        }
      }
    });
  }

  it('round a product and a sum once where the engine can, and both otherwise', () => {
    // (1 + e)² is 1 + 2e after rounding: with −(1 + 2e) before it, what is left is e² or nothing.
    const [e, n] = [2 ** -12, 40];
    const left = tensor(
      new Float32Array(2 * n).map((_, i) => [-1 - 2 * e, 1 + e][i % 2] as number),
      { shape: [n, 2] },
    );
    const right = tensor(new Float32Array(2 * n * 8).fill(1 + e).fill(1, 0, n * 8), { shape: [2, n * 8] });
    for (const fused of kinds) {
      const [product] = compile({ outputs: [matmul(left, right).node], updates: new Map() }, { fused }).run([]);
      expect(new Set(product)).toEqual(new Set([fused ? e * e : 0]));
    }
  });

  it('write nothing beyond their rows and columns', () => {
    const ones = (m: number, n: number): Tensor => tensor(new Float32Array(m * n).fill(1), { shape: [m, n] });
    const product = matmul(ones(19, 40), ones(40, 51)).dataSync();
    expect(product.length).toBe(19 * 51);
    expect(product.every((value) => value === 40)).toBe(true);
  });
});
