import { type DType, dtypes, isFloat } from '../../src/dtype.ts';

/**
 * What one element may be: every number from `lo` to `hi`, and also NaN where `nan` is 1. `lo` and `hi` are NaN
 * where the element is NaN for certain.
 */
export interface Interval {
  readonly lo: number;
  readonly hi: number;
  readonly nan: number;
}

export const certainlyNaN: Interval = { lo: Number.NaN, hi: Number.NaN, nan: 1 };

export const point = (value: number): Interval => ({ lo: value, hi: value, nan: Number.isNaN(value) ? 1 : 0 });

/** Anything that the element type can hold. */
export const anything = (dtype: DType): Interval => ({
  lo: dtypes[dtype].lowest,
  hi: dtypes[dtype].highest,
  nan: isFloat(dtype) ? 1 : 0,
});

/** Whether there is only one possibility. */
export const isPoint = ({ lo, hi, nan }: Interval): boolean => Number.isNaN(lo) || (lo === hi && nan === 0);

export const isNaNForCertain = ({ lo }: Interval): boolean => Number.isNaN(lo);

export const containsZero = ({ lo, hi }: Interval): boolean => lo <= 0 && hi >= 0;

export const isBounded = ({ lo, hi }: Interval): boolean => Number.isFinite(lo) && Number.isFinite(hi);

export function hull(a: Interval, b: Interval): Interval {
  if (isNaNForCertain(a)) return { ...b, nan: 1 };
  if (isNaNForCertain(b)) return { ...a, nan: 1 };
  return { lo: Math.min(a.lo, b.lo), hi: Math.max(a.hi, b.hi), nan: Math.max(a.nan, b.nan) };
}

/** One unit in the last place of 1, and the smallest number. */
export const precision = {
  float32: { ulp: 2 ** -23, tiny: 2 ** -149, largest: (2 - 2 ** -23) * 2 ** 127 },
  float64: { ulp: 2 ** -52, tiny: 2 ** -1074, largest: Number.MAX_VALUE },
} as const;

/**
 * Room for an error of `error` and for overflow. What is beyond the largest number may be infinite, but need not be
 * where a program keeps more digits than the element type has.
 */
export function widen(dtype: 'float32' | 'float64', { lo, hi, nan }: Interval, error: number): Interval {
  if (Number.isNaN(lo)) return certainlyNaN;
  const { largest } = precision[dtype];
  const below = Number.isFinite(lo) ? lo - error : lo;
  const above = Number.isFinite(hi) ? hi + error : hi;
  return {
    lo: below < -largest ? Number.NEGATIVE_INFINITY : below > largest && Number.isFinite(lo) ? largest : below,
    hi: above > largest ? Number.POSITIVE_INFINITY : above < -largest && Number.isFinite(hi) ? -largest : above,
    nan,
  };
}

/**
 * Room for an error of `ulps` units in the last place of the result. Half a unit is correct rounding: the exact result
 * and the rounded one are possible, which may be the same. In float64 the interpreter rounds too, so there is twice the
 * room, and only `whole` numbers are known to be exact.
 */
export function rounded(dtype: DType, x: Interval, ulps: number, whole: boolean): Interval {
  if (!isFloat(dtype) || ulps === 0 || isNaNForCertain(x)) return x;
  if (ulps === 0.5 && isPoint(x)) {
    if (!Number.isFinite(x.lo) || (dtype === 'float64' && whole && Number.isSafeInteger(x.lo))) return x;
    if (dtype === 'float32') return widen(dtype, hull(x, point(Math.fround(x.lo))), 0);
  }
  const units = dtype === 'float64' ? 2 * ulps : ulps;
  return widen(dtype, x, units * Math.max(unitInLastPlace(dtype, x.lo), unitInLastPlace(dtype, x.hi)));
}

function unitInLastPlace(dtype: 'float32' | 'float64', x: number): number {
  const { ulp, tiny, largest } = precision[dtype];
  if (!Number.isFinite(x) || x === 0) return tiny;
  return Math.max(tiny, 2 ** Math.floor(Math.log2(Math.min(Math.abs(x), largest))) * ulp);
}
