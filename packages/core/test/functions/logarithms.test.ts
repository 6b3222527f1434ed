import { describe, expect, it } from 'vitest';
import { DTypeError, exp2, log2, log10, logAddExp, tensor, xlogy } from '../../src/index.ts';
import { expectClose } from './expect-close.ts';
import { describeFloatFunction } from './float-function.ts';

const nan = Number.NaN;
const f64 = { dtype: 'float64' } as const;

describeFloatFunction('exp2', {
  of: exp2,
  meaning: (x) => 2 ** x,
  points: [-120.3, -1.5, -1e-8, 1e-3, 0.5, 7.7, 127.4],
  ulps: 2,
  exact: [
    [0, 1],
    [-0, 1],
    [10, 1024],
    [-126, 2 ** -126],
    [Infinity, Infinity],
    [-Infinity, 0],
  ],
});

describeFloatFunction('log2', {
  of: log2,
  meaning: Math.log2,
  points: [1e-38, 0.3, 0.99999, 1.00001, 3, 1e10, 3e38],
  ulps: 4,
  exact: [
    [0, -Infinity],
    [-1, nan],
    [Infinity, Infinity],
    ...Array.from({ length: 253 }, (_, i) => [2 ** (i - 126), i - 126] as const),
  ],
});

describeFloatFunction('log10', {
  of: log10,
  meaning: Math.log10,
  points: [1e-38, 0.3, 0.99999, 1.00001, 3, 3e10, 3e38],
  ulps: 4,
  exact: [
    [0, -Infinity],
    [-1, nan],
    [Infinity, Infinity],
    ...Array.from({ length: 11 }, (_, n) => [10 ** n, n] as const),
  ],
});

describe('log10', () => {
  it('is exact for all powers of 10 that are', () => {
    const powers = Array.from({ length: 23 }, (_, n) => 10 ** n);
    expect(log10(tensor(powers, f64)).toArray()).toEqual(powers.map((_, n) => n));
  });
});

describe('logAddExp', () => {
  it('is the logarithm of the sum of exponentials', () => {
    const [a, b] = [
      [0, 1, -3, 40],
      [0, 2, -3.5, -40],
    ];
    const expected = a.map((x, i) => Math.log(Math.exp(x) + Math.exp(b[i] as number)));
    expectClose(logAddExp(tensor(a, f64), tensor(b, f64)), expected, 4);
    expectClose(logAddExp(tensor(b), tensor(a)), expected, 4);
  });

  it('neither overflows nor makes NaN of infinities', () => {
    expect(logAddExp(tensor([1000, -1000]), 0).toArray()).toEqual([1000, 0]);
    const values = [Infinity, -Infinity, 2, nan];
    const grid = logAddExp(tensor(values).reshape([4, 1]), tensor(values));
    expect(grid.toArray()).toEqual([
      [Infinity, Infinity, Infinity, nan],
      [Infinity, -Infinity, 2, nan],
      [Infinity, 2, Math.fround(2 + Math.LN2), nan],
      [nan, nan, nan, nan],
    ]);
  });

  it('is for floats of one type', () => {
    expect(() => logAddExp(tensor([1], { dtype: 'int32' }), 1)).toThrow(DTypeError);
    expect(() => logAddExp(tensor([1]), tensor([1], f64))).toThrow('logAddExp: element types differ');
  });
});

describe('xlogy', () => {
  it('is x ln y, and 0 where x is 0', () => {
    expectClose(
      xlogy(tensor([0.5, 2, -1], f64), tensor([0.5, 3, 0.1], f64)),
      [0.5 * Math.log(0.5), 2 * Math.log(3), -Math.log(0.1)],
      2,
    );
    expect(xlogy(0, tensor([0, -1, Infinity, 5, nan])).toArray()).toEqual([0, 0, 0, 0, nan]);
    expect(xlogy(tensor([1, -1]), 0).toArray()).toEqual([-Infinity, Infinity]);
    expect(xlogy(1, tensor([-1])).toArray()).toEqual([nan]);
  });
});

describe('logAddExp, xlogy', () => {
  it('name themselves when shapes do not fit', () => {
    expect(() => logAddExp(tensor([1, 2]), tensor([1, 2, 3]))).toThrow(
      'logAddExp: shapes [2] and [3] do not broadcast',
    );
    expect(() => xlogy(tensor([1, 2]), tensor([1, 2, 3]))).toThrow('xlogy: shapes [2] and [3] do not broadcast');
  });
});
