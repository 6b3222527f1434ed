import { grad, hessian, jvp, vjp } from '@gradkit/autograd';
import {
  abs,
  cast,
  cumprod,
  expm1,
  greater,
  log,
  max,
  maximum,
  maxPool1d,
  median,
  minimum,
  norm,
  pow,
  prod,
  quantile,
  sort,
  sqrt,
  square,
  std,
  sum,
  type Tensor,
  take,
  tensor,
  topK,
  where,
} from '@gradkit/core';
import { describe, expect, test } from 'vitest';
import { float64 } from './vectors.ts';

const slope = (f: (x: Tensor) => Tensor, ...at: number[]): unknown =>
  grad((x: Tensor) => sum(f(x)))(float64(at)).toArray();

describe('at ties', () => {
  test('all largest elements of a window share, and padding is none of them', () => {
    const pooled = (x: Tensor): Tensor => maxPool1d(x.reshape([1, -1, 1]), { size: 2, strides: 1, padding: [[1, 0]] });
    expect(slope(pooled, 3, 3, 1, 1)).toEqual([1.5, 1.5, 0.5, 0.5]);
    expect(slope((x) => maxPool1d(x.reshape([1, -1, 1]), { size: 3 }), 2, 2, 2, 9)).toEqual([1 / 3, 1 / 3, 1 / 3, 0]);
  });

  test('maximum and minimum give each side half', () => {
    const [, pullback] = vjp(maximum, float64([1, 2, 3]), float64([1, 5, 0]));
    const [a, b] = pullback(float64([1, 1, 1]));
    expect([a.toArray(), b.toArray()]).toEqual([
      [0.5, 0, 1],
      [0.5, 1, 0],
    ]);
    expect(slope((x) => minimum(x, 2), 2, 1, 3)).toEqual([0.5, 1, 0]);
  });

  test('max shares equally, and the shares add up to one', () => {
    expect(slope(max, 3, 1, 3, 3)).toEqual([1 / 3, 0, 1 / 3, 1 / 3]);
    expect(slope((x) => max(x.reshape([2, 2]), { axis: 1 }), 3, 1, 2, 2)).toEqual([1, 0, 0.5, 0.5]);
  });

  test('sort follows every element to its place', () => {
    const weights = float64([1, 2, 3, 4]);
    expect(slope((x) => sort(x).mul(weights), 5, 2, 5, 2)).toEqual([3, 1, 4, 2]);
    expect(slope((x) => sort(x, { descending: true }).mul(weights), 5, 2, 5, 2)).toEqual([1, 3, 2, 4]);
  });

  test('topK goes to the first of equal elements, and median to the two in the middle', () => {
    expect(slope((x) => topK(x, 2).values, 3, 1, 3, 3)).toEqual([1, 0, 1, 0]);
    expect(slope(median, 7, 7, 7, 7)).toEqual([0, 0.5, 0.5, 0]);
    expect(slope(median, 7, 7, 1)).toEqual([1, 0, 0]);
    expect(slope((x) => quantile(x, 0.25), 2, 2, 2, 9)).toEqual([0.25, 0.75, 0, 0]);
  });

  test('quantile beside an infinite element stays finite', () => {
    expect(slope((x) => quantile(x, 0.75), 3, Number.POSITIVE_INFINITY, 1)).toEqual([0.5, 0.5, 0]);
  });

  test('forward mode follows the same rule', () => {
    const [, tangent] = jvp((x: Tensor) => max(x))([float64([3, 1, 3])], [float64([1, 10, 4])]);
    expect(tangent.item()).toBe(2.5);
  });
});

describe('at zeros', () => {
  test('abs has slope 0', () => {
    expect(slope(abs, -1, 0, 1)).toEqual([-1, 0, 1]);
  });

  test('sqrt has slope ∞', () => {
    expect(slope(sqrt, 0, 4)).toEqual([Number.POSITIVE_INFINITY, 0.25]);
  });

  test('norm and std have slope 0', () => {
    expect(slope((x) => norm(x), 0, 0)).toEqual([0, 0]);
    expect(slope((x) => std(x), 2, 2)).toEqual([0, 0]);
  });

  test('powers of 0 have the derivatives of the polynomials they are', () => {
    expect([0, 1, 2, 3].map((n) => slope((x) => pow(x, n), 0))).toEqual([[0], [1], [0], [0]]);
    const second = (n: number): number => grad(grad((x: Tensor) => pow(x, n)))(float64([0], [])).item();
    expect([0, 1, 2, 3].map(second)).toEqual([0, 0, 2, 0]);
  });

  test('powers with an exponent below 1 have slope ∞ at 0', () => {
    expect(slope((x) => pow(x, 0.5), 0)).toEqual([Number.POSITIVE_INFINITY]);
  });

  test('the derivative by the exponent is its limit, 0', () => {
    const by = grad((a: Tensor, b: Tensor) => sum(pow(a, b)), { argnums: 1 });
    expect(by(float64([0, 0]), float64([2, 0])).toArray()).toEqual([0, 0]);
  });

  test('the mixed derivative of a power at exponent 0 is 1 / a', () => {
    const mixed = grad((b: Tensor) => grad((a: Tensor) => pow(a, b))(float64([4], [])));
    expect(mixed(float64([0], [])).item()).toBe(0.25);
  });

  test.each([
    { at: [2, 3, 5], expected: [15, 10, 6] },
    { at: [2, 0, 5], expected: [0, 10, 0] },
    { at: [0, 3, 0], expected: [0, 0, 0] },
    { at: [7], expected: [1] },
  ])('prod at $at: each derivative is the product of the others', ({ at, expected }) => {
    expect(slope(prod, ...at)).toEqual(expected);
  });

  test('second derivatives of prod at two zeros are the product of the rest', () => {
    expect(hessian(prod)(float64([0, 3, 0])).toArray()).toEqual([
      [0, 0, 3],
      [0, 0, 0],
      [3, 0, 0],
    ]);
  });

  test('cumprod has the derivatives of the products it is, at any number of zeros', () => {
    expect(slope((x) => cumprod(x), 2, 0, 3, 5)).toEqual([1, 2 + 6 + 30, 0, 0]);
    expect(slope((x) => cumprod(x), 0, 0, 7)).toEqual([1, 0, 0]);
    const last = (x: Tensor): Tensor => take(cumprod(x), 2);
    expect(hessian(last)(float64([0, 3, 0])).toArray()).toEqual([
      [0, 0, 3],
      [0, 0, 0],
      [3, 0, 0],
    ]);
  });

  test('prod neither overflows nor underflows where the product of the others does not', () => {
    expect(slope(prod, 1e-200, 1e-200)).toEqual([1e-200, 1e-200]);
  });
});

describe('precision', () => {
  test('the slope of expm1 keeps its digits far below zero, where expm1 + 1 has none', () => {
    expect(slope(expm1, -50)).toEqual([Math.exp(-50)]);
  });
});

describe('select', () => {
  test('passes nothing to the branch that was not chosen', () => {
    expect(slope((x) => where(tensor([true, false]), square(x), log(x)), 3, 2)).toEqual([6, 0.5]);
  });

  test('keeps NaN out when the input of the other branch is made safe as well', () => {
    const safeLog = (x: Tensor): Tensor => where(greater(x, 0), log(where(greater(x, 0), x, 1)), 0);
    expect(slope(safeLog, -1, 0, 4)).toEqual([0, 0, 0.25]);
  });
});

describe('element types', () => {
  test('a gradient has the type of its argument, whatever the function converts to', () => {
    const g = grad((x: Tensor) => sum(cast(x, 'float64').mul(0.1)))(tensor([1, 2]));
    expect([g.dtype, g.toArray()]).toEqual(['float32', [Math.fround(0.1), Math.fround(0.1)]]);
  });

  test('integers on the way end the derivative', () => {
    expect(slope((x) => cast(cast(x, 'int32'), 'float64').mul(x), 2.5)).toEqual([2]);
  });
});
