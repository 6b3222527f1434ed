import { describe, expect, it } from 'vitest';
import { cbrt, DTypeError, hypot, tensor } from '../../src/index.ts';
import { expectClose } from './expect-close.ts';
import { describeFloatFunction } from './float-function.ts';

describeFloatFunction('cbrt', {
  of: cbrt,
  meaning: Math.cbrt,
  points: [-1e30, -2, -1e-40, 1e-30, 0.3, 5, 3.4e38],
  ulps: 2,
  exact: [
    [0, 0],
    [-0, -0],
    [8, 2],
    [-27, -3],
    [Infinity, Infinity],
    [-Infinity, -Infinity],
  ],
});

describe('hypot', () => {
  it('is the length of the hypotenuse', () => {
    expect(hypot(tensor([3, -5]), tensor([4, 12])).toArray()).toEqual([5, 13]);
    expectClose(hypot(tensor([0.1, 1e5], { dtype: 'float64' }), 0.7), [Math.hypot(0.1, 0.7), Math.hypot(1e5, 0.7)], 2);
    expect(hypot(tensor([[1], [2]]), tensor([0, 0, 0])).shape).toEqual([2, 3]);
  });

  it('neither overflows nor underflows before its time', () => {
    expectClose(
      hypot(tensor([3e38, 3e-36, 2e18]), tensor([1e38, 4e-36, 2e18])).div(2),
      [3e38, 3e-36, 2e18].map((a, i) => Math.hypot(Math.fround(a), Math.fround([1e38, 4e-36, 2e18][i] as number)) / 2),
      2,
    );
    expectClose(
      hypot(tensor([1e308, 3e-320], { dtype: 'float64' }), tensor([1e308, 4e-320], { dtype: 'float64' })),
      [1e308 * Math.SQRT2, 5e-320],
      2,
    );
  });

  it('is infinite if either is, NaN otherwise if either is', () => {
    const values = [Infinity, -Infinity, Number.NaN, 1];
    expect(hypot(tensor(values).reshape([4, 1]), tensor(values)).toArray()).toEqual([
      [Infinity, Infinity, Infinity, Infinity],
      [Infinity, Infinity, Infinity, Infinity],
      [Infinity, Infinity, Number.NaN, Number.NaN],
      [Infinity, Infinity, Number.NaN, Math.fround(Math.SQRT2)],
    ]);
    expect(hypot(0, 0).item()).toBe(0);
  });

  it('is for floats of one type', () => {
    expect(() => hypot(tensor([1], { dtype: 'uint8' }), 1)).toThrow(DTypeError);
    expect(() => hypot(tensor([1]), tensor([1], { dtype: 'float64' }))).toThrow('hypot: element types differ');
  });
});
