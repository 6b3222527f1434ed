/** Momentum as Polyak wrote it, or Nesterov's, which takes the gradient ahead. */
export type Rule = 'heavy-ball' | 'nesterov';

/**
 * What one step of momentum does to the error along an eigenvector of the Hessian with the eigenvalue λ: it is multiplied by the
 * matrix `[[trace, −determinant], [1, 0]]`, from the two latest errors to the two next ones.
 *
 * ```text
 * heavy ball:  e(k+1) = (1 + β − αλ)·e(k) − β·e(k−1)
 * Nesterov:    e(k+1) = (1 + β)(1 − αλ)·e(k) − β(1 − αλ)·e(k−1)
 * ```
 */
export function iteration(
  rule: Rule,
  rate: number,
  beta: number,
  lambda: number,
): readonly [trace: number, determinant: number] {
  if (rule === 'heavy-ball') return [1 + beta - rate * lambda, beta];
  return [(1 + beta) * (1 - rate * lambda), beta * (1 - rate * lambda)];
}

/** The factor by which errors shrink in the long run: the largest magnitude of an eigenvalue of that matrix. */
export function rateAlong(rule: Rule, rate: number, beta: number, lambda: number): number {
  const [trace, determinant] = iteration(rule, rate, beta, lambda);
  const discriminant = trace ** 2 - 4 * determinant;
  // Two conjugate eigenvalues, whose product is the determinant.
  if (discriminant < 0) return Math.sqrt(determinant);
  return (Math.abs(trace) + Math.sqrt(discriminant)) / 2;
}

/** Of a quadratic with these eigenvalues: the slowest component counts. */
export function closedRate(rule: Rule, rate: number, beta: number, eigenvalues: readonly number[]): number {
  return Math.max(...eigenvalues.map((lambda) => rateAlong(rule, rate, beta, lambda)));
}

/**
 * The same, measured: errors of 1 are iterated, and the change of their length between `steps` and twice as many is shared
 * among the steps. Two errors in a row count, for one alone may just pass through 0.
 */
export function measuredRate(
  rule: Rule,
  rate: number,
  beta: number,
  eigenvalues: readonly number[],
  steps: number,
): number {
  const middle: number[] = [];
  const end: number[] = [];
  for (const lambda of eigenvalues) {
    const [trace, determinant] = iteration(rule, rate, beta, lambda);
    // The velocity is 0 at first; Nesterov's parameters are where the first gradient is taken.
    let before = 1;
    let now = 1 - rate * lambda * (rule === 'nesterov' ? 1 + beta : 1);
    let shift = 0;
    const length = (): number => Math.log(Math.hypot(before, now)) + shift;
    for (let step = 1; step < 2 * steps; step++) {
      if (step === steps) middle.push(length());
      [before, now] = [now, trace * now - determinant * before];
      const size = Math.abs(now) + Math.abs(before);
      // An error of exactly 0 stays so.
      if (size === 0 || (size > 1e-100 && size < 1e100)) continue;
      [before, now, shift] = [before / size, now / size, shift + Math.log(size)];
    }
    end.push(length());
  }
  return Math.exp((joined(end) - joined(middle)) / steps);
}

/** The logarithm of the length of a vector from those of its components. */
function joined(logarithms: readonly number[]): number {
  const most = Math.max(...logarithms);
  return most + Math.log(Math.hypot(...logarithms.map((each) => Math.exp(each - most))));
}

/** The learning rate and momentum with the fastest convergence, and its rate, for eigenvalues from `low` to `high`. */
export interface Best {
  readonly rate: number;
  readonly beta: number;
  readonly convergence: number;
}

/**
 * ```text
 * none:        α = 2/(L + μ)           ρ = (κ − 1)/(κ + 1)
 * heavy ball:  α = 4/(√L + √μ)²        β = ρ²,  ρ = (√κ − 1)/(√κ + 1)
 * Nesterov:    α = 4/(3L + μ)          β = (√(3κ + 1) − 2)/(√(3κ + 1) + 2),  ρ = 1 − 2/√(3κ + 1)
 * ```
 *
 * @see Polyak, Some methods of speeding up the convergence of iteration methods, 1964
 * @see Lessard, Recht and Packard, Analysis and design of optimization algorithms, SIAM Journal on Optimization 26, 2016
 */
export function best(rule: Rule | 'none', low: number, high: number): Best {
  const condition = high / low;
  if (rule === 'none') return { rate: 2 / (high + low), beta: 0, convergence: (condition - 1) / (condition + 1) };
  if (rule === 'heavy-ball') {
    const convergence = (Math.sqrt(condition) - 1) / (Math.sqrt(condition) + 1);
    return { rate: 4 / (Math.sqrt(high) + Math.sqrt(low)) ** 2, beta: convergence ** 2, convergence };
  }
  const root = Math.sqrt(3 * condition + 1);
  return { rate: 4 / (3 * high + low), beta: (root - 2) / (root + 2), convergence: 1 - 2 / root };
}
