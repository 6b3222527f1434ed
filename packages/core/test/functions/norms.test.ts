import { describe, expect, it } from 'vitest';
import { ArgumentError, DTypeError, norm, tensor } from '../../src/index.ts';
import { expectClose } from './expect-close.ts';

const f64 = { dtype: 'float64' } as const;

describe('norm', () => {
  const x = tensor([
    [3, -4],
    [0, 5],
  ]);

  it('is the Euclidean length by default, over all axes the Frobenius norm', () => {
    expect(norm(tensor([3, 4])).item()).toBe(5);
    expect(norm(x, { axis: 1 }).toArray()).toEqual([5, 5]);
    expectClose(
      norm(
        tensor(
          [
            [1, 2],
            [3, 4],
          ],
          f64,
        ),
      ),
      Math.sqrt(30),
      2,
    );
  });

  it('is the sum or the largest of absolute values for ord 1 and Infinity', () => {
    expect(norm(x, { ord: 1, axis: 1 }).toArray()).toEqual([7, 5]);
    expect(norm(x, { ord: Infinity, axis: 0, keepDims: true }).toArray()).toEqual([[3, 5]]);
  });

  it('is the root of the sum of powers for any other ord', () => {
    const y = tensor([1, -2, 3], f64);
    expectClose(norm(y, { ord: 3 }), 36 ** (1 / 3), 2);
    expectClose(norm(y, { ord: 1.5 }), (1 + 2 ** 1.5 + 3 ** 1.5) ** (2 / 3), 2);
    expectClose(norm(y, { ord: 0.5 }), (1 + Math.SQRT2 + Math.sqrt(3)) ** 2, 4);
    expectClose(norm(y, { ord: -1 }), 6 / 11, 2);
    expect(norm(x, { ord: 3, axis: 1, keepDims: true }).shape).toEqual([2, 1]);
    expect(norm(x, { ord: 3 }).shape).toEqual([]);
    expect(norm(tensor([0, 0]), { ord: 3 }).item()).toBe(0);
    expect(norm(tensor([0, 2]), { ord: -1 }).item()).toBe(0);
  });

  it('is the smallest absolute value for -Infinity, and counts what is not zero for 0', () => {
    expect(norm(x, { ord: -Infinity, axis: 1 }).toArray()).toEqual([3, 0]);
    expect(norm(x, { ord: 0 }).item()).toBe(3);
    expect(norm(x, { ord: 0, axis: 0, keepDims: true }).toArray()).toEqual([[1, 2]]);
  });

  it('does not overflow before its time', () => {
    expectClose(norm(tensor([3e30, 4e30]), { ord: 3 }), 1e30 * 91 ** (1 / 3), 4);
    expectClose(norm(tensor([1e-30, 1e-30]), { ord: 4 }), 1e-30 * 2 ** 0.25, 4);
    expect(norm(tensor([1, Infinity]), { ord: 3 }).item()).toBe(Infinity);
    expect(norm(tensor([1, Number.NaN]), { ord: 3 }).item()).toBe(Number.NaN);
    expect(norm(tensor([]), { ord: 3 }).item()).toBe(0);
  });

  it('of nothing is 0, but there is no largest of nothing', () => {
    expect(norm(tensor([])).item()).toBe(0);
    expect(() => norm(tensor([]), { ord: Infinity })).toThrow('norm: [0] has no elements');
  });

  it('lets NaN and infinities through', () => {
    expect(norm(tensor([1, Number.NaN])).item()).toBe(Number.NaN);
    expect(norm(tensor([1, -Infinity])).item()).toBe(Infinity);
  });

  it('explains another ord', () => {
    for (const ord of [0, 1, 2, 3]) {
      expect(() => norm(tensor([3, 4]), { ord, axis: 1 })).toThrow('norm: axis 1 is outside [-1, 0] for rank 1.');
      expect(() => norm(tensor([3, 4]), { ord, keepDims: 1 as never })).toThrow('norm: keepDims is true or false');
    }
    expect(() => norm(x, { ord: Number.NaN })).toThrow(ArgumentError);
    expect(() => norm(x, { ord: 'fro' as never })).toThrow('norm: ord is a number, Infinity or -Infinity, got "fro".');
  });

  it('is for floats', () => {
    expect(() => norm(tensor([1], { dtype: 'int32' }))).toThrow(DTypeError);
    expect(() => norm(tensor([1], { dtype: 'int32' }))).toThrow('norm: int32 is not supported');
  });
});
