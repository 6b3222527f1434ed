import { tensor } from '@gradkit/core';
import { describe, expect, it } from 'vitest';
import { difference, float32Rank } from '../src/suite/compare.ts';
import type { RecordedTensor, Tolerance } from '../src/suite/recorded.ts';

const floats = (...data: (number | string)[]): RecordedTensor => ({ dtype: 'float32', shape: [data.length], data });
const integers = (...data: number[]): RecordedTensor => ({ dtype: 'int64', shape: [data.length], data });
const steps = (value: number): Tolerance => ({ metric: 'ULP', value });
const close: Tolerance = { metric: 'close', relative: 1e-3, absolute: 1e-7 };

/** The number some steps above 1 among float32 numbers. */
const above1 = (count: number): number => 1 + count * 2 ** -23;

describe('difference', () => {
  it('finds nothing wrong with the very values', () => {
    const values = [0, -0, 1.5, Number.NaN, Infinity, -Infinity];
    const expected = floats(0, -0, 1.5, 'NaN', 'Infinity', '-Infinity');
    for (const tolerance of [steps(0), close, { metric: 'ATOL', value: 0 } as const]) {
      expect(difference(tensor(values), expected, tolerance)).toBeUndefined();
    }
  });

  it('counts steps between float32 numbers', () => {
    expect(difference(tensor([above1(2)]), floats(1), steps(2))).toBeUndefined();
    expect(difference(tensor([above1(3)]), floats(1), steps(2))).toBe(
      `1 of 1 elements differ: element 0 is ${above1(3)}, expected 1`,
    );
  });

  it('takes a relative and an absolute part together', () => {
    expect(difference(tensor([1000.9]), floats(1000), close)).toBeUndefined();
    expect(difference(tensor([1001.1]), floats(1000), close)).toContain('1 of 1 elements differ');
    expect(difference(tensor([5e-8]), floats(0), close)).toBeUndefined();
    expect(difference(tensor([2e-7]), floats(0), close)).toContain('differ');
  });

  it.each([steps(1000), close, { metric: 'ATOL', value: 1000 } as const])(
    'never takes NaN for a number: %o',
    (tolerance) => {
      expect(difference(tensor([Number.NaN]), floats(1), tolerance)).toContain('differ');
      expect(difference(tensor([1]), floats('NaN'), tolerance)).toContain('differ');
    },
  );

  it('compares integers exactly unless steps are allowed', () => {
    const got = tensor([7], { dtype: 'int32' });
    expect(difference(got, integers(7), close)).toBeUndefined();
    expect(difference(got, integers(8), close)).toContain('differ');
    expect(difference(got, integers(8), steps(1))).toBeUndefined();
  });

  it('wants the element type and the shape', () => {
    expect(difference(tensor([1]), integers(1), close)).toBe('the result is float32, expected int32');
    expect(difference(tensor([[1]]), floats(1), close)).toBe('the result has shape [1, 1], expected [1]');
  });

  it('takes truth values for bytes', () => {
    const expected: RecordedTensor = { dtype: 'uint8', shape: [2], data: [1, 0] };
    expect(difference(tensor([true, false]), expected, steps(0))).toBeUndefined();
    expect(difference(tensor([true, true]), expected, steps(0))).toContain('differ');
  });
});

describe('float32Rank', () => {
  it('rises by one from each float32 to the next, across zero', () => {
    const smallest = 2 ** -149;
    expect([-2 * smallest, -smallest, -0, 0, smallest, 2 * smallest].map(float32Rank)).toEqual([-2, -1, 0, 0, 1, 2]);
    expect(float32Rank(above1(5)) - float32Rank(1)).toBe(5);
  });
});
