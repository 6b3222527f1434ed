import type { OptimizeResult } from '@gradkit/second-order';
import type { Problem, Rival } from './problems.ts';

/** What became of one run, seen from outside: nothing that the method says of itself is believed. */
export interface Verdict {
  /** The gradient at the returned point is within the tolerance, or the value is that of a known minimum. */
  readonly solved: boolean;
  /** It says that it converged, but the gradient is 100 times the tolerance and the value is that of no minimum. */
  readonly falseSuccess: boolean;
  readonly notFinite: boolean;
  /** Its count of evaluations is not that of the calls. */
  readonly miscounted: boolean;
  readonly fun: number;
  readonly gradNorm: number;
  readonly nfev: number;
}

/** Largest number of the gradient; with bounds, of the step along it that stays within them. */
export function gradientNorm({ bounds }: Problem, x: ArrayLike<number>, gradient: Float64Array): number {
  return gradient.reduce((largest, each, i) => {
    const [lower, upper] = bounds?.[i] ?? [null, null];
    const at = x[i] as number;
    const step = Math.min(upper ?? Infinity, Math.max(lower ?? -Infinity, at - each)) - at;
    return Math.max(largest, Math.abs(bounds === undefined ? each : step));
  }, 0);
}

/** Whether a value is that of a known minimum, or below. */
export function isMinimum({ minima }: Problem, fun: number): boolean {
  const margin = (minimum: number): number => 1e-8 * Math.max(1, Math.abs(minimum));
  return minima.some((minimum, i) =>
    i === 0 ? fun <= minimum + margin(minimum) : Math.abs(fun - minimum) <= margin(minimum),
  );
}

/** Judges a result, of which the function was called `calls` times. */
export function judge(problem: Problem, gtol: number, result: OptimizeResult, calls: number): Verdict {
  const gradient = new Float64Array(problem.n);
  const fun = problem.valueAndGrad(result.x, gradient);
  const gradNorm = gradientNorm(problem, result.x, gradient);
  const atMinimum = isMinimum(problem, fun);
  const numbers = [...result.x, ...result.grad, result.fun, result.gradNorm];
  return {
    solved: gradNorm <= gtol || atMinimum,
    falseSuccess: result.converged && !(gradNorm <= 100 * gtol) && !atMinimum,
    notFinite: !numbers.every(Number.isFinite),
    miscounted: result.nfev !== calls,
    fun,
    gradNorm,
    nfev: calls,
  };
}

/** Whether a run of others solved its problem, by the same rule. */
export function isSolved(problem: Problem, gtol: number, rival: Rival): boolean {
  const { fun, gradNorm } = rival;
  return (gradNorm !== null && gradNorm <= gtol) || (fun !== null && isMinimum(problem, fun));
}

/** The evaluations it took others: until the gradient first was within the tolerance, if it ever was. */
export const evaluationsOf = (rival: Rival): number => rival.first?.nfev ?? rival.nfev;

/** The most evaluations that a method may take where others take `theirs`. */
export const allowed = (theirs: number): number => 1.3 * theirs + 10;
