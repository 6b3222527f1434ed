import type { Item } from './items.ts';
import type { Work } from './work.ts';

/**
 * How far results of the first, the second and later runs may be apart, relative to their size. float32 carries 2⁻²⁴. The
 * first loss shows whether predictions are the same, the second whether gradients and the update are; then differences
 * grow, because where a value passes zero a ReLU lets another sample through. A sum of four million terms with one float32
 * accumulator, as some libraries take it, is off by half a percent.
 */
const tolerances: Readonly<Record<Work['kind'], readonly [first: number, second: number, later: number]>> = {
  training: [1e-5, 1e-4, 2e-3],
  product: [1e-5, 1e-5, 1e-5],
  convolution: [1e-5, 1e-5, 1e-5],
  recurrent: [1e-4, 1e-4, 1e-4],
  elementwise: [0.01, 0.01, 0.01],
  function: [0.01, 0.01, 0.01],
};

type Values = readonly (readonly number[])[];

/** The largest difference between two results, relative to the largest value in them. */
export function differenceOf(ours: readonly number[], theirs: readonly number[]): number {
  if (ours.length !== theirs.length) return Number.POSITIVE_INFINITY;
  const size = Math.max(...[...ours, ...theirs].map(Math.abs), Number.MIN_VALUE);
  const worst = Math.max(0, ...ours.map((value, i) => Math.abs(value - (theirs[i] as number)) / size));
  // What is not a number agrees with nothing.
  return Number.isNaN(worst) ? Number.POSITIVE_INFINITY : worst;
}

/** Why two contestants cannot be compared, or nothing if they did the same work, as far as both tell. */
export function disagreement(
  { work }: Item,
  ours: Values,
  theirs: Values,
  { exact = false }: { readonly exact?: boolean } = {},
): string | undefined {
  const [first, second, later] = tolerances[work.kind];
  for (let run = 0; run < Math.min(ours.length, theirs.length); run++) {
    const [a = [], b = []] = [ours[run], theirs[run]];
    const difference = differenceOf(a, b);
    const tolerance = exact ? 0 : run === 0 ? first : run === 1 ? second : later;
    if (!(difference <= tolerance)) {
      return `other results in run ${run + 1}: ${b[0]} instead of ${a[0]}, off by ${difference.toExponential(1)}, allowed ${tolerance}`;
    }
  }
  return undefined;
}
