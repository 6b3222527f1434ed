import { describe, expect, it } from 'vitest';
import { ArgumentError, DTypeError, median, quantile, ShapeError, tensor, zeros } from '../../src/index.ts';
import { goldenTensor, numberOf } from '../golden/numbers.ts';
import golden from '../golden/sorting.json' with { type: 'json' };

type Method = NonNullable<Parameters<typeof quantile>[2]>['method'];

/** The place is a sum of products rounded in another order than NumPy's, so the weights differ by a few units. */
const close = (actual: ArrayLike<number>, expected: readonly (number | string)[]): void => {
  expect(actual.length).toBe(expected.length);
  expected.forEach((value, i) => {
    const wanted = numberOf(value);
    if (Number.isNaN(wanted)) expect(actual[i]).toBeNaN();
    else expect(Math.abs((actual[i] as number) - wanted)).toBeLessThanOrEqual(2 ** -49 * Math.max(1, Math.abs(wanted)));
  });
};

describe('quantile', () => {
  it.each(golden.quantiles.map((row) => ({ name: `[${row.x.shape}] over ${row.axis}, ${row.method}`, row })))(
    'agrees with NumPy: $name',
    ({ row }) => {
      const { x, q, method, axis } = row;
      const found = quantile(goldenTensor(x), q, { axis: axis ?? undefined, method: method as Method });
      expect(found.shape).toEqual(row.quantile.shape);
      close(found.dataSync(), row.quantile.values);
    },
  );

  it('drops or keeps the axes, and puts several fractions first', () => {
    const x = zeros([2, 3, 4]);
    expect(quantile(x, 0.5, { axis: 1 }).shape).toEqual([2, 4]);
    expect(quantile(x, 0.5, { axis: [0, -1], keepDims: true }).shape).toEqual([1, 3, 1]);
    expect(quantile(x, [0.1, 0.2], { axis: [0, -1], keepDims: true }).shape).toEqual([2, 1, 3, 1]);
    expect(quantile(x, []).shape).toEqual([0]);
    expect(quantile(x, 0.3).shape).toEqual([]);
  });

  it('is exact between equal numbers, and infinite between infinite ones', () => {
    expect(quantile(tensor([0.1, 0.1, 0.1]), 0.3).item()).toBe(Math.fround(0.1));
    const infinite = tensor([Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY, 1]);
    expect(quantile(infinite, 0.75).item()).toBe(Number.POSITIVE_INFINITY);
    expect(quantile(infinite, 0.25).item()).toBe(Number.POSITIVE_INFINITY);
    expect(quantile(infinite, 0).item()).toBe(1);
  });

  it('keeps the element type, and needs a float one', () => {
    expect(quantile(tensor([1, 2], { dtype: 'float64' }), 0.5).dtype).toBe('float64');
    expect(() => quantile(tensor([1, 2], { dtype: 'int32' }), 0.5)).toThrow(DTypeError);
  });

  it('explains bad input', () => {
    expect(() => quantile(tensor([1]), ['0.5'] as never)).toThrow(ArgumentError);
    expect(() => quantile(tensor([1]), 1.5)).toThrow('quantile: q is a number in [0, 1] or an array of such, got 1.5.');
    expect(() => quantile(tensor([1]), Number.NaN)).toThrow(ArgumentError);
    expect(() => quantile(tensor([1]), [0.5, 2])).toThrow(ArgumentError);
    expect(() => quantile(tensor([1]), 0.5, { method: 'cubic' as never })).toThrow(
      'quantile: method is one of linear, lower,',
    );
    expect(() => quantile(zeros([3, 0]), 0.5)).toThrow(ShapeError);
    expect(() => quantile(zeros([3, 0]), 0.5, { axis: 1 })).toThrow('quantile: [3, 0] has no elements along axis 1.');
    expect(() => quantile(tensor([1]), 0.5, { keepDims: 1 as never })).toThrow('keepDims is true or false');
  });
});

describe('median', () => {
  it.each(golden.medians.map((row) => ({ name: `[${row.x.shape}] over ${row.axis}`, row })))(
    'agrees with NumPy: $name',
    ({ row }) => {
      const found = median(goldenTensor(row.x), { axis: row.axis ?? undefined });
      expect(found.shape).toEqual(row.median.shape);
      close(found.dataSync(), row.median.values);
    },
  );

  it('keeps axes where asked to, also empty ones that are not reduced', () => {
    expect(median(zeros([2, 5]), { axis: 1, keepDims: true }).shape).toEqual([2, 1]);
    expect(median(zeros([0, 5]), { axis: 1 }).shape).toEqual([0]);
    expect(median(tensor(3)).item()).toBe(3);
  });

  it('explains that there is nothing in the middle of nothing', () => {
    expect(() => median(zeros([0]))).toThrow('median: [0] has no elements along axis 0.');
  });
});
