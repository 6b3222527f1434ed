import { describe, expect, it } from 'vitest';
import { copySign, DTypeError, signBit, tensor } from '../../src/index.ts';

const values = [2, -2, 0, -0, Infinity, -Infinity, Number.NaN];

describe('signBit', () => {
  it('tells −0 from 0', () => {
    for (const dtype of ['float32', 'float64'] as const) {
      expect(signBit(tensor(values, { dtype })).toArray()).toEqual([false, true, false, true, false, true, false]);
    }
    // 1 / x overflows.
    expect(signBit(tensor([-1e-45, 1e-45])).toArray()).toEqual([true, false]);
  });

  it('is for floats', () => {
    expect(() => signBit(tensor([1], { dtype: 'int32' }))).toThrow(DTypeError);
    expect(() => signBit(tensor([1], { dtype: 'int32' }))).toThrow('signBit: int32 is not supported');
  });
});

describe('copySign', () => {
  it('has the magnitude of one and the sign of the other', () => {
    const grid = copySign(tensor(values).reshape([7, 1]), tensor([1, -1, 0, -0]));
    expect(grid.toArray()).toEqual(
      values.map((x) => {
        const magnitude = Math.abs(x);
        return [magnitude, -magnitude, magnitude, -magnitude];
      }),
    );
  });

  it('is for floats of one type', () => {
    expect(() => copySign(tensor([1]), tensor([1], { dtype: 'float64' }))).toThrow('copySign: element types differ');
  });
});
