import { describe, expect, it } from 'vitest';
import {
  add,
  assign,
  flip,
  jit,
  matmul,
  mul,
  slice,
  sub,
  sum,
  type Tensor,
  tanh,
  tensor,
  transpose,
  variable,
} from '../../src/index.ts';
import { reference } from '../../src/reference/index.ts';
import { expectProduct, filled } from './expect-product.ts';

describe('products too small to pack', () => {
  // One to nine rows, of which up to four go together; columns around registers of 4 and of 2; short and long sums.
  const sizes: [number, number, number][] = [
    [1, 5, 1],
    [2, 1, 8],
    [3, 2, 4],
    [4, 16, 5],
    [5, 17, 7],
    [6, 3, 8],
    [7, 40, 3],
    [8, 8, 12],
    [9, 4, 2],
    [16, 2, 1],
    [13, 9, 13],
    [2, 600, 6],
  ];

  for (const dtype of ['float32', 'float64', 'int32', 'uint32'] as const) {
    it(`of ${dtype}, in all layouts`, () => {
      for (const [m, k, n] of sizes) {
        const [a, b] = [filled(1, [m, k], dtype), filled(2, [k, n], dtype)];
        const [across, down] = [transpose(transpose(a).realize()), transpose(transpose(b).realize())];
        const operands: [Tensor, Tensor][] = [
          [a, b],
          [across, b],
          [a, down],
          [across, down],
          [flip(a, { axis: 1 }), flip(b, { axis: 0 })],
          [flip(a, { axis: 0 }), flip(b, { axis: 1 })],
        ];
        for (const pair of operands) expectProduct(matmul, pair, k);
      }
    });
  }

  it('in batches, of computed operands, and with what follows them', () => {
    for (const [count, m, k, n] of [
      [3, 5, 4, 6],
      [2, 4, 9, 8],
    ] as const) {
      const [a, b] = [filled(1, [count, m, k], 'float32'), filled(2, [count, k, n], 'float32')];
      expectProduct(matmul, [a, b], k);
      expectProduct((x, y) => matmul(mul(x, x), slice(y, [0, 0, 0], [1, k, n])), [a, b], k + 2);
      expectProduct((x, y) => add(matmul(x, y), sum(y, { axis: 1, keepDims: true })), [a, b], 2 * k);
    }
  });

  it('as one sum of many, beside others over the same operands', () => {
    const [x, w] = [filled(3, [9, 6], 'float64'), filled(4, [6, 8], 'float64')];
    const both = [sub(matmul(x, w), 1), tanh(matmul(x, w)), sum(matmul(x, w), { axis: 0 })];
    const expected = reference(both);
    both.forEach((t, i) => {
      t.dataSync().forEach((value, j) => {
        expect(value).toBeCloseTo((expected[i] as Float64Array)[j] as number, 12);
      });
    });
  });

  it('into variables that they are computed from, row by row', () => {
    // Each new element needs its own old one, and sums over the other two.
    for (const [m, n] of [
      [4, 8],
      [7, 9],
      [3, 3],
    ] as const) {
      const [w, v] = [variable(filled(5, [m, n], 'float64')), variable(filled(6, [m, n], 'float64'))];
      const [x, y] = [filled(7, [5, m], 'float64'), filled(8, [5, n], 'float64')];
      const product = matmul(transpose(x), y);
      const speed = add(mul(v.value, 0.5), product);
      const expected = reference([sub(w.value, speed), speed]) as Float64Array[];
      jit((a: Tensor, b: Tensor) => {
        const next = add(mul(v.value, 0.5), matmul(transpose(a), b));
        assign([
          [v, next],
          [w, sub(w.value, next)],
        ]);
      })(x, y);
      [w, v].forEach((variable_, i) => {
        variable_.value.dataSync().forEach((value, j) => {
          expect(value).toBeCloseTo((expected[i] as Float64Array)[j] as number, 12);
        });
        variable_.dispose();
      });
    }
  });

  it('of nothing are zeros', () => {
    expect(matmul(tensor([], { shape: [3, 0] }), tensor([], { shape: [0, 5] })).dataSync()).toEqual(
      new Float32Array(15),
    );
  });
});
