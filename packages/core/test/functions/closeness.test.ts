import { describe, expect, it } from 'vitest';
import { ArgumentError, allClose, DTypeError, isClose, ShapeError, tensor, zeros } from '../../src/index.ts';

const nan = Number.NaN;

describe('isClose', () => {
  it('allows a difference relative to the second, and an absolute one', () => {
    expect(isClose(tensor([1, 1, 100]), tensor([1.000005, 1.0001, 100.0005])).toArray()).toEqual([true, false, true]);
    expect(isClose(tensor([1e-9, 1e-7]), 0).toArray()).toEqual([true, false]);
    expect(isClose(10, tensor([11]), { rtol: 0.1, atol: 0 }).toArray()).toEqual([true]);
    // Not symmetric: 10 % of 10 is less than 1.1.
    expect(isClose(11, tensor([9.95]), { rtol: 0.1, atol: 0 }).toArray()).toEqual([false]);
    expect(isClose(tensor([1]), tensor([1]), { rtol: 0, atol: 0 }).toArray()).toEqual([true]);
  });

  it('knows infinities and NaN', () => {
    const values = tensor([Infinity, -Infinity, nan, 1]);
    expect(isClose(values, values).toArray()).toEqual([true, true, false, true]);
    expect(isClose(values, values, { equalNaN: true }).toArray()).toEqual([true, true, true, true]);
    expect(isClose(values, Infinity, { rtol: 1 }).toArray()).toEqual([true, false, false, false]);
  });

  it('compares integers without overflow', () => {
    const int = (x: number) => tensor([x], { dtype: 'int32' });
    expect(isClose(int(2147483647), int(-2147483648)).toArray()).toEqual([false]);
    expect(isClose(int(100000), int(100001)).toArray()).toEqual([true]);
    expect(isClose(tensor([true, false]), tensor([true, true])).toArray()).toEqual([true, false]);
  });

  it('explains what cannot be', () => {
    expect(() => isClose(tensor([1, 2]), tensor([1, 2, 3]))).toThrow('isClose: shapes [2] and [3] do not broadcast');
    expect(() => isClose(zeros([2]), zeros([3]))).toThrow(ShapeError);
    expect(() => isClose(tensor([1]), tensor([1], { dtype: 'float64' }))).toThrow(DTypeError);
    expect(() => isClose(1, 1, { equalNaN: 1 as never })).toThrow('isClose: equalNaN is true or false, got 1.');
    expect(() => isClose(1, 1, { rtol: -1 })).toThrow(ArgumentError);
    expect(() => isClose(1, 1, { rtol: -1 })).toThrow('isClose: rtol is a number not below 0, got -1.');
  });
});

describe('allClose', () => {
  it('is true when all are close', () => {
    expect(allClose(tensor([1, 2]), tensor([1, 2])).toArray()).toBe(true);
    expect(allClose(tensor([1, 2]), tensor([1, 2.1])).toArray()).toBe(false);
    expect(allClose(tensor([]), 1).toArray()).toBe(true);
    expect(() => allClose(1, 1, { atol: nan })).toThrow('allClose: atol is a number not below 0, got NaN.');
  });
});
