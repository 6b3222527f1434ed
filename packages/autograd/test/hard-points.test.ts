import { grad, hessian, jvp } from '@gradkit/autograd';
import * as core from '@gradkit/core';
import { sum, type Tensor, tensor } from '@gradkit/core';
import { describe, expect, test } from 'vitest';
import { float64 } from './vectors.ts';

/** A function of one number, where it is looked at, and what its derivatives are there. */
type Point = readonly [of: (x: Tensor) => Tensor, at: number, first: number, second?: number];

const { SQRT1_2, LN2, LN10 } = Math;
const infinity = Number.POSITIVE_INFINITY;
const nothing = Number.NEGATIVE_INFINITY;
const eighth = Math.tan(Math.PI / 8);
const scalar = (value: number): Tensor => float64([value], []);

/** Ties, zeros, edges of domains, and places where the formula behind a function changes. */
const points: Readonly<Record<string, readonly Point[]>> = {
  asin: [
    [core.asin, 0, 1, 0],
    [core.asin, 0.5, 1 / Math.sqrt(0.75), 0.5 / 0.75 ** 1.5],
    [core.asin, -0.5, 1 / Math.sqrt(0.75), -0.5 / 0.75 ** 1.5],
    [core.asin, 1, infinity],
    [core.asin, -1, infinity],
  ],
  acos: [
    [core.acos, 0, -1, 0],
    [core.acos, 0.5, -1 / Math.sqrt(0.75), -0.5 / 0.75 ** 1.5],
    [core.acos, 1, -infinity],
    [core.acos, -1, -infinity],
  ],
  atan: [
    [core.atan, 0, 1, 0],
    [core.atan, eighth, 1 / (1 + eighth ** 2), (-2 * eighth) / (1 + eighth ** 2) ** 2],
    [core.atan, 1, 0.5, -0.5],
    [core.atan, -1, 0.5, 0.5],
    [core.atan, 1e200, 0],
  ],
  atan2: [
    [(y) => core.atan2(y, 1), 0, 1, 0],
    [(y) => core.atan2(y, -1), 0, -1, 0],
    [(x) => core.atan2(1, x), 0, -1, 0],
    [(x) => core.atan2(2, x), 2, -0.25, 0.125],
    [(y) => core.atan2(y, 0), 2, 0, 0],
    [(y) => core.atan2(y, 0), 0, 0, 0],
  ],
  sinh: [
    [core.sinh, 0, 1, 0],
    [core.sinh, 20, Math.cosh(20), Math.sinh(20)],
    [core.sinh, -20.5, Math.cosh(20.5), -Math.sinh(20.5)],
  ],
  cosh: [[core.cosh, 0, 0, 1]],
  asinh: [
    [core.asinh, 0, 1, 0],
    [core.asinh, 2 ** 28, 2 ** -28, -(2 ** -56)],
    [core.asinh, -(2 ** 29), 2 ** -29, 2 ** -58],
  ],
  acosh: [
    [core.acosh, 1, infinity],
    [core.acosh, 2, 1 / Math.sqrt(3), -2 / 3 ** 1.5],
  ],
  atanh: [
    [core.atanh, 0, 1, 0],
    [core.atanh, 1, infinity],
    [core.atanh, -1, infinity],
  ],
  tan: [[core.tan, 0, 1, 0]],
  cbrt: [
    [core.cbrt, 0, infinity],
    [core.cbrt, 8, 1 / 12, -1 / 144],
    [core.cbrt, -8, 1 / 12, 1 / 144],
  ],
  exp2: [[core.exp2, 0, LN2, LN2 ** 2]],
  log2: [
    [core.log2, 1, 1 / LN2, -1 / LN2],
    [core.log2, 8, 1 / (8 * LN2), -1 / (64 * LN2)],
    [core.log2, 0, infinity],
  ],
  log10: [[core.log10, 100, 1 / (100 * LN10), -1 / (1e4 * LN10)]],
  logAddExp: [
    [(x) => core.logAddExp(x, 3), 3, 0.5, 0.25],
    [(x) => core.logAddExp(3, x), 3, 0.5, 0.25],
    [(x) => core.logAddExp(x, -infinity), 2, 1, 0],
    [(x) => core.logAddExp(2, x), nothing, 0, 0],
    [(x) => core.logAddExp(x, 0), 1000, 1, 0],
    [(x) => core.logAddExp(x, x), -1000, 1, 0],
  ],
  xlogy: [
    [(x) => core.xlogy(x, 0), 0, 0, 0],
    [(x) => core.xlogy(x, 2), 0, LN2, 0],
    [(y) => core.xlogy(0, y), 0, 0, 0],
    [(y) => core.xlogy(0, y), 2, 0, 0],
    [(p) => core.xlogy(p, p), 1, 1, 1],
  ],
  hypot: [
    [(a) => core.hypot(a, 0), 0, 0, 0],
    [(a) => core.hypot(a, 3), 0, 0, 1 / 3],
    [(a) => core.hypot(a, 1), 1, SQRT1_2, SQRT1_2 / 2],
    [(a) => core.hypot(a, 1e200), 1e200, SQRT1_2],
  ],
  copySign: [
    [(x) => core.copySign(x, -1), 2, -1, 0],
    [(x) => core.copySign(2, x), -1, 0, 0],
  ],
  norm: [
    [(x) => core.norm(core.stack([x, tensor(2, { dtype: 'float64' })])), 0, 0, 0.5],
    [(x) => core.norm(core.stack([x, tensor(2, { dtype: 'float64' })]), { ord: 3 }), 0, 0, 0],
    [(x) => core.norm(core.stack([x, x]), { ord: 3 }), 0, 0, 0],
    [(x) => core.norm(core.stack([x, x]), { ord: 4 }), 2, 2 ** 0.25, 0],
    [(x) => core.norm(core.stack([x, x]), { ord: 0 }), 2, 0, 0],
    [(x) => core.norm(core.stack([x, tensor(2, { dtype: 'float64' })]), { ord: -infinity }), 2, 0.5, 0],
  ],
  prod: [
    [(x) => core.prod(core.stack([x, x, x])), 0, 0, 0],
    [(x) => core.prod(core.stack([x, x])), 0, 0, 2],
    [(x) => core.prod(core.stack([x, core.neg(x), core.add(x, 1)])), 0, 0, -2],
  ],
  pow: [
    [(x) => core.pow(x, 0), 0, 0, 0],
    [(x) => core.pow(x, 1), 0, 1, 0],
    [(x) => core.pow(x, 2), 0, 0, 2],
    [(x) => core.pow(0, x), 0, 0, 0],
    [(x) => core.pow(2, x), 0, LN2, LN2 ** 2],
  ],
  'ties of max and min': [
    [(x) => core.maximum(x, 3), 3, 0.5, 0],
    [(x) => core.minimum(core.square(x), core.mul(x, 2)), 2, 3, 1],
    [(x) => core.max(core.stack([x, core.mul(x, 3)])), 0, 2, 0],
    [(x) => core.min(core.stack([x, x, x])), 5, 1, 0],
  ],
  clip: [
    [(x) => core.clip(x, 0, 1), 0, 0.5, 0],
    [(x) => core.clip(x, undefined, 1), 1, 0.5, 0],
    [(x) => core.clip(x, 0, 1), 2, 0, 0],
  ],
  logSumExp: [
    [(x) => core.logSumExp(core.stack([x, x])), nothing, 0, 0],
    [(x) => core.logSumExp(core.stack([x, x])), 1, 1, 0],
    [(x) => core.logSumExp(core.stack([x, tensor(0, { dtype: 'float64' })])), 0, 0.5, 0.25],
    [(x) => core.logSumExp(core.stack([x, tensor(0, { dtype: 'float64' })])), nothing, 0, 0],
  ],
  variance: [
    [(x) => core.variance(core.stack([x, core.neg(x)])), 0, 0, 2],
    [(x) => core.std(core.stack([x, x])), 3, 0, 0],
  ],
  'log of 0 under a mask': [
    [(x) => core.where(core.greater(x, 0), core.log(core.where(core.greater(x, 0), x, 1)), 0), 0, 0, 0],
    [(x) => core.where(core.greater(x, 0), core.log(core.where(core.greater(x, 0), x, 1)), 0), 4, 0.25, -1 / 16],
  ],
  'NaN in the branch not taken': [
    [(x) => core.where(true, x, core.log(core.neg(core.abs(core.add(x, 1))))), 2, 1, 0],
    [(x) => core.select([true], [core.square(x)], { default: Number.NaN }), 3, 6, 2],
    [(x) => core.nanToNum(core.mul(core.where(core.less(x, 5), x, Number.NaN), 2)), 3, 2, 0],
    [(x) => core.sum(core.tril(core.stack([core.stack([x, core.log(core.neg(x))]), core.stack([x, x])]))), 3, 3, 0],
  ],
};

const rows = Object.entries(points).flatMap(([name, list]) =>
  list.map(([of, at, first, second]) => ({ name, of, at, first, second })),
);

/** Closed forms are known to some units in the last place, and so are derivatives. */
function expectNear(actual: number, expected: number): void {
  if (Number.isFinite(expected)) {
    expect(Math.abs(actual - expected)).toBeLessThanOrEqual(
      1e-13 * Math.max(1e-30, Math.abs(expected)) + Number.MIN_VALUE,
    );
  } else expect(actual).toBe(expected);
}

describe('derivatives in closed form', () => {
  const forward = (f: (x: Tensor) => Tensor, x: Tensor): Tensor => jvp(f)([x], [scalar(1)])[1];

  test.each(rows)('$name at $at: $first', ({ of, at, first }) => {
    expectNear(grad(of)(scalar(at)).item(), first);
    expectNear(forward(of, scalar(at)).item(), first);
  });

  test.each(rows.filter(({ second }) => second !== undefined))('$name at $at twice: $second', (row) => {
    const { of, at, second } = row as typeof row & { readonly second: number };
    expectNear(grad(grad(of))(scalar(at)).item(), second);
    expectNear(forward((x) => forward(of, x), scalar(at)).item(), second);
    expectNear(forward((x) => grad(of)(x), scalar(at)).item(), second);
  });
});

describe('derivatives of what moves elements', () => {
  const slope = (f: (x: Tensor) => Tensor, x: Tensor): unknown => grad((y: Tensor) => sum(f(y)))(x).toArray();
  const three = float64([1, 2, 3]);

  test('elements that are repeated gather what their copies get', () => {
    expect(slope((x) => core.pad(x, [[2, 1]], { mode: 'edge' }), three)).toEqual([3, 1, 2]);
    expect(slope((x) => core.pad(x, [[2, 1]], { mode: 'reflect' }), three)).toEqual([1, 3, 2]);
    expect(slope((x) => core.pad(x, [[2, 1]], { mode: 'symmetric' }), three)).toEqual([2, 2, 2]);
    expect(slope((x) => core.pad(x, [[5, 0]], { mode: 'wrap' }), three)).toEqual([2, 3, 3]);
    expect(slope((x) => core.repeat(x, [2, 0, 5]), three)).toEqual([2, 0, 5]);
    expect(slope((x) => core.tile(x, [2, 2]), three)).toEqual([4, 4, 4]);
    expect(slope((x) => core.take(x, [0, 0, -1]), three)).toEqual([2, 0, 1]);
    expect(slope((x) => core.slice(x, [], [], [-2]), three)).toEqual([1, 0, 1]);
  });

  test('elements that are left out get nothing', () => {
    const square = float64([1, 2, 3, 4], [2, 2]);
    expect(slope((x) => core.trace(x), square)).toEqual([
      [1, 0],
      [0, 1],
    ]);
    expect(slope((x) => core.einsum('ii->i', x), square)).toEqual([
      [1, 0],
      [0, 1],
    ]);
    expect(slope((x) => core.triu(x, { offset: 1 }), square)).toEqual([
      [0, 1],
      [0, 0],
    ]);
    expect(slope((x) => core.diag(x, { offset: 5 }), square)).toEqual([
      [0, 0],
      [0, 0],
    ]);
  });

  test('of several updates of one element only the last one counts, and hides what was there', () => {
    const put = (x: Tensor, v: Tensor): Tensor => sum(core.putAlongAxis(x, [1, 1, 0], v));
    const [by, of] = [grad(put)(three, three), grad(put, { argnums: 1 })(three, three)];
    expect([by.toArray(), of.toArray()]).toEqual([
      [0, 0, 1],
      [0, 1, 1],
    ]);
  });

  test('products of updates are differentiated at zeros, extrema share at ties', () => {
    const at = [[0], [0], [0]];
    const product = (v: Tensor): Tensor => core.scatterND(float64([2]), at, v, { reduction: 'mul' });
    expect(slope(product, float64([0, 3, 5]))).toEqual([30, 0, 0]);
    const largest = (v: Tensor): Tensor => core.scatterND(float64([2]), at, v, { reduction: 'max' });
    expect(slope(largest, float64([4, 3, 4]))).toEqual([0.5, 0, 0.5]);
  });

  test('a quadratic form in one tensor has a symmetric second derivative', () => {
    const a = float64([1, 2, 3, 4], [2, 2]);
    const form = (x: Tensor): Tensor => core.einsum('i,ij,j', x, a, x);
    expect(hessian(form)(float64([5, 6])).toArray()).toEqual([
      [2, 5],
      [5, 8],
    ]);
  });
});

describe('derivatives of empty tensors', () => {
  const empty = float64([], [0, 2]);

  test.each([
    ['sum', (x: Tensor) => sum(x)],
    ['prod', (x: Tensor) => core.prod(x)],
    ['norm', (x: Tensor) => core.norm(x)],
    ['norm of order 3', (x: Tensor) => core.norm(x, { ord: 3 })],
    ['logSumExp', (x: Tensor) => core.logSumExp(x)],
    ['softmax', (x: Tensor) => sum(core.softmax(x, { axis: 0 }))],
    ['einsum', (x: Tensor) => sum(core.einsum('ij,ik->jk', x, x))],
    ['inner', (x: Tensor) => sum(core.inner(core.transpose(x), core.transpose(x)))],
    ['roll', (x: Tensor) => sum(core.roll(x, 1, { axis: 0 }))],
    ['tile', (x: Tensor) => sum(core.tile(x, [2, 3]))],
    [
      'pad',
      (x: Tensor) =>
        sum(
          core.pad(x, [
            [1, 1],
            [0, 0],
          ]),
        ),
    ],
    ['concatenate', (x: Tensor) => sum(core.concatenate([x, x]))],
    ['atan2', (x: Tensor) => sum(core.atan2(x, x))],
    ['take', (x: Tensor) => sum(core.take(x, [], { axis: 1 }))],
  ] as const)('%s', (_, f) => {
    const derivative = grad(f)(empty);
    expect([derivative.shape, [...derivative.dataSync()]]).toEqual([[0, 2], []]);
  });
});
