import type { Numbers } from 'experiments';

/** What numbers need of an axis. */
export interface Extent {
  readonly low: number;
  readonly high: number;
  /** The least number above 0: where a log axis begins. Infinity if there is none. */
  readonly lowPositive: number;
  /** Whether any is exactly 0, which a log axis shows apart. */
  readonly hasZero: boolean;
}

/** Of no numbers at all: `low` is above `high`. */
export const emptyExtent: Extent = {
  low: Number.POSITIVE_INFINITY,
  high: Number.NEGATIVE_INFINITY,
  lowPositive: Number.POSITIVE_INFINITY,
  hasZero: false,
};

/** Of all finite numbers in several arrays. */
export function extentOf(arrays: readonly Numbers[]): Extent {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  let lowPositive = Number.POSITIVE_INFINITY;
  let hasZero = false;
  for (const numbers of arrays) {
    for (let i = 0; i < numbers.length; i++) {
      const value = numbers[i];
      if (value - value !== 0) continue; // NaN and both infinities
      if (value < low) low = value;
      if (value > high) high = value;
      if (value > 0 && value < lowPositive) lowPositive = value;
      if (value === 0) hasZero = true;
    }
  }
  return { low, high, lowPositive, hasZero };
}

/** Both and what lies between. */
export const withValues = (extent: Extent, values: readonly number[]): Extent =>
  joined(extent, extentOf([Float64Array.from(values)]));

const joined = (a: Extent, b: Extent): Extent => ({
  low: Math.min(a.low, b.low),
  high: Math.max(a.high, b.high),
  lowPositive: Math.min(a.lowPositive, b.lowPositive),
  hasZero: a.hasZero || b.hasZero,
});
