import { jit, type Tensor, tensor } from '@gradkit/core';
import { describe, expect, it } from 'vitest';
import { type Constraint, maxNorm, minMaxNorm, nonNeg, unitNorm } from '../src/index.ts';

const weights = [
  [3, 0.25, 0],
  [4, 0.5, 0],
];
const apply = (constraint: Constraint, value: Parameters<typeof tensor>[0] = weights): Tensor =>
  constraint(tensor(value, { dtype: 'float64' }));

/** Lengths of columns. */
const lengths = (value: Tensor): number[] => {
  const [rows, columns] = value.shape as [number, number];
  const data = value.dataSync();
  return Array.from({ length: columns }, (_, j) =>
    Math.hypot(...Array.from({ length: rows }, (_, i) => data[i * columns + j] as number)),
  );
};

describe('maxNorm', () => {
  it('shortens columns to a length of 2 unless told otherwise, and leaves shorter ones exactly as they are', () => {
    const result = apply(maxNorm());
    expect(lengths(result)[0]).toBeCloseTo(2, 14);
    const [, a, , , b] = result.dataSync();
    expect([a, b]).toEqual([0.25, 0.5]);
    expect(lengths(apply(maxNorm({ maxValue: 0.25 }))).map((l) => Math.min(l, 0.25))).toEqual([0.25, 0.25, 0]);
  });

  it('does not change what it has changed', () => {
    const once = apply(maxNorm({ maxValue: 1 }));
    const twice = maxNorm({ maxValue: 1 })(once);
    // The length may be rounded to just above 1.
    once.dataSync().forEach((value, i) => {
      expect(Math.abs((twice.dataSync()[i] as number) - value)).toBeLessThanOrEqual(2 ** -52);
    });
  });

  it('counts from the end, and over several axes', () => {
    expect(lengths(apply(maxNorm({ axis: -2 })))).toEqual(lengths(apply(maxNorm({ axis: 0 }))));
    const all = apply(maxNorm({ maxValue: 1, axis: [0, 1] })).dataSync();
    expect(Math.hypot(...all)).toBeCloseTo(1, 14);
  });
});

describe('unitNorm', () => {
  it('gives columns the length 1, but for those of zeros', () => {
    const [first, second, third] = lengths(apply(unitNorm()));
    expect(first).toBeCloseTo(1, 14);
    expect(second).toBeCloseTo(1, 14);
    expect(third).toBe(0);
  });
});

describe('nonNeg', () => {
  it('replaces what is negative by 0, and leaves NaN to be found', () => {
    expect([...apply(nonNeg(), [-2, -0, 0, 3, Number.NaN, -Infinity]).dataSync()]).toEqual([0, 0, 0, 3, Number.NaN, 0]);
  });
});

describe('minMaxNorm', () => {
  it('stretches and shortens, but cannot stretch zeros', () => {
    const [first, second, third] = lengths(apply(minMaxNorm({ minValue: 1, maxValue: 2 })));
    expect(first).toBeCloseTo(2, 14);
    expect(second).toBeCloseTo(1, 14);
    expect(third).toBe(0);
  });

  it('goes a share of the way, none for a rate of 0', () => {
    expect(lengths(apply(minMaxNorm({ maxValue: 1, rate: 0.25 })))[0]).toBeCloseTo(4, 14);
    expect(apply(minMaxNorm({ maxValue: 1, rate: 0 })).toArray()).toEqual(weights);
  });

  it('leaves what is within the bounds exactly as it is', () => {
    expect(apply(minMaxNorm({ maxValue: 6 })).toArray()).toEqual(weights);
  });
});

describe('every constraint', () => {
  const all = { maxNorm, unitNorm, nonNeg, minMaxNorm };

  it('keeps shape and element type, of empty weights too, and in compiled programs', () => {
    for (const [name, make] of Object.entries(all)) {
      for (const dtype of ['float32', 'float64'] as const) {
        const { shape, dtype: type } = jit(make())(tensor(weights, { dtype }));
        expect([shape, type], name).toEqual([[2, 3], dtype]);
      }
      expect(make()(tensor([], { shape: [0, 3] })).shape, name).toEqual([0, 3]);
      expect(make()(tensor([], { shape: [3, 0] })).shape, name).toEqual([3, 0]);
    }
  });

  it('rejects bounds that are none, and axes that do not exist', () => {
    expect(() => maxNorm({ maxValue: 0 })).toThrow(/maxNorm: maxValue must be a finite number above 0, got 0/);
    expect(() => maxNorm({ maxvalue: 1 } as object)).toThrow(/Did you mean "maxValue"/);
    expect(() => minMaxNorm({ minValue: -1 })).toThrow(
      /minMaxNorm: minValue must be a finite number of at least 0, got -1/,
    );
    expect(() => minMaxNorm({ minValue: 2 })).toThrow(/minValue must not be above maxValue, got 2 and 1/);
    expect(() => minMaxNorm({ rate: '1' as never })).toThrow(/minMaxNorm: rate is between 0 and 1, got "1"/);
    expect(() => minMaxNorm({ rate: 1.5 })).toThrow(/minMaxNorm: rate is between 0 and 1, got 1.5/);
    expect(() => apply(unitNorm({ axis: 2 }))).toThrow(/unitNorm/);
    expect(() => apply(maxNorm(), 3)).toThrow(/maxNorm/);
  });
});
