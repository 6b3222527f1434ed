/** The value in the middle, or the mean of the two there. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length / 2;
  const upper = sorted[Math.floor(middle)] ?? Number.NaN;
  return Number.isInteger(middle) ? (upper + (sorted[middle - 1] ?? Number.NaN)) / 2 : upper;
}

/** The q-th part of the sorted values, `0 ≤ q ≤ 1`, between its neighbours in proportion. */
export function quantile(values: readonly number[], q: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  const place = q * (sorted.length - 1);
  const lower = Math.floor(place);
  const below = sorted[lower] ?? Number.NaN;
  const above = sorted[Math.min(lower + 1, sorted.length - 1)] ?? Number.NaN;
  return below + (place - lower) * (above - below);
}

/** Half of the values lie within it. */
export interface Spread {
  readonly median: number;
  readonly lower: number;
  readonly upper: number;
}

/** The median between the quartiles. */
export function spreadOf(values: readonly number[]): Spread {
  return { median: median(values), lower: quantile(values, 0.25), upper: quantile(values, 0.75) };
}

/** Uniform numbers in [0, 1), the same ones in every run: a multiplicative generator modulo 2³¹ − 1. */
function uniforms(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 48_271) % 2_147_483_647;
    return (state - 1) / 2_147_483_646;
  };
}

/**
 * Where the median of the population lies, with 95 % confidence, by drawing samples of the values again and again.
 *
 * @see Efron, Bootstrap methods: another look at the jackknife, Annals of Statistics 7, 1979
 */
export function medianInterval(values: readonly number[], draws = 4000): Spread {
  const random = uniforms(1979);
  const medians = Array.from({ length: draws }, () =>
    median(values.map(() => values[Math.floor(random() * values.length)] as number)),
  );
  return { median: median(values), lower: quantile(medians, 0.025), upper: quantile(medians, 0.975) };
}
