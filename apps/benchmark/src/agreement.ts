import type { Item } from './items.ts';

/**
 * How far results may be apart, relative to their size. float32 carries 2⁻²⁴; a loss after some steps has gone through
 * thousands of sums in another order. A sum of four million terms with one float32 accumulator, as some libraries take it,
 * is off by half a percent.
 */
const tolerances = { training: 2e-4, product: 1e-5, elementwise: 0.01 } as const;

type Values = readonly (readonly number[])[];

/** The largest difference between results, relative to the larger one, over what both give. */
export function differenceOf(ours: Values, theirs: Values): number {
  let worst = 0;
  for (let run = 0; run < Math.min(ours.length, theirs.length); run++) {
    const [a = [], b = []] = [ours[run], theirs[run]];
    if (a.length !== b.length) return Number.POSITIVE_INFINITY;
    a.forEach((value, i) => {
      const other = b[i] as number;
      const difference = Math.abs(value - other) / Math.max(Math.abs(value), Math.abs(other), Number.MIN_VALUE);
      // NaN agrees with nothing.
      worst = difference <= worst ? worst : Number.isNaN(difference) ? Number.POSITIVE_INFINITY : difference;
    });
  }
  return worst;
}

/** Why two contestants cannot be compared, or nothing if they did the same work. */
export function disagreement({ work }: Item, ours: Values, theirs: Values): string | undefined {
  const difference = differenceOf(ours, theirs);
  const tolerance = tolerances[work.kind];
  if (difference <= tolerance) return undefined;
  const last = Math.min(ours.length, theirs.length) - 1;
  return `other results: off by ${difference.toExponential(1)}, allowed ${tolerance}; ${theirs[last]?.[0]} instead of ${ours[last]?.[0]}`;
}
