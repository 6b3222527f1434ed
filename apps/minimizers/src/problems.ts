// The problems and what others computed for them belong to the tests of the package, which this app runs on a larger scale.
// @boundaries-ignore test data of the package that is measured here
import own from '../../../packages/second-order/test/golden/minimizers.json' with { type: 'json' };
// @boundaries-ignore test data of the package that is measured here
import shown from '../../../packages/second-order/test/golden/shown-minimizers.json' with { type: 'json' };
// @boundaries-ignore test data of the package that is measured here
import { type Problem, problems } from '../../../packages/second-order/test/problems/index.ts';

export { type Problem, problems };

export type Bounds = NonNullable<Problem['bounds']>;

export const tolerances = ['1e-5', '1e-8'] as const;
export type Tolerance = (typeof tolerances)[number];

/** How often the functions of a problem were called. */
interface Evaluations {
  readonly nfev: number;
  readonly ngev: number;
  readonly nhev: number;
}

/** A run of SciPy; `first` are the counts when the gradient first was within the tolerance, if it ever was. */
export interface Rival extends Evaluations {
  /** Null if it is not finite. */
  readonly fun: number | null;
  readonly gradNorm: number | null;
  readonly success: boolean;
  readonly first: Evaluations | null;
}

type Runs = Readonly<Record<string, unknown>>;
const ownRuns = new Map<string, Runs>(own.problems.map((row) => [row.id, row]));
const shownRuns = new Map<string, Runs>(shown.scipy.map((row) => [row.id, row]));
const liblbfgsRuns = new Map<string, Runs>(shown.liblbfgs.map((row) => [row.id, row]));

/** The problems whose counts were published by others: `scripts/golden/shown_minimizers.py`. */
export const isShown = (id: string): boolean => shownRuns.has(id);

/** The run of one of SciPy's methods: for the shown problems that of others, for the rest our own. */
export function scipyRun(id: string, method: string, tolerance: Tolerance): Rival | undefined {
  const key = `${method}@${tolerance}`;
  return (shownRuns.get(id)?.[key] ?? ownRuns.get(id)?.[key]) as Rival | undefined;
}

/** The run that our own program made, where others have one, too. */
export function repeatedRun(id: string, method: string, tolerance: Tolerance): Rival | undefined {
  return ownRuns.get(id)?.[`${method}@${tolerance}`] as Rival | undefined;
}

export function liblbfgsRun(
  id: string,
  tolerance: Tolerance,
): { readonly nfev: number; readonly fun: number; readonly gradNorm: number } | undefined {
  return liblbfgsRuns.get(id)?.[tolerance] as { nfev: number; fun: number; gradNorm: number } | undefined;
}

const fits = new Map<string, Runs>([...own.leastSquares, ...shown.leastSquares].map((row) => [row.id, row]));
const nist = new Map<string, Runs>(shown.nist.map((row) => [row.name, row]));

/** SciPy's least squares, by one of its methods, with tolerances of 1e-8. */
export function fittedByScipy(id: string, method: 'lm' | 'trf'): { readonly nfev: number; readonly fun: number } {
  return fits.get(id)?.[method] as { nfev: number; fun: number };
}

/** SciPy on a regression of NIST, if others have run it. */
export function nistByScipy(name: string, run: string): { readonly nfev: number; readonly digits: number } | undefined {
  return nist.get(name)?.[run] as { nfev: number; digits: number } | undefined;
}
