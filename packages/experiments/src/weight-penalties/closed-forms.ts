import type { LinearProblem } from './linear-problem.ts';

/** What the squared error of a linear problem is made of: `error(w) = wᵀ·gram·w − 2·momentᵀ·w + constant`, in float64. */
export interface Quadratic {
  readonly features: number;
  /** `xᵀx / n`, row by row. */
  readonly gram: Float64Array;
  /** `xᵀy / n`. */
  readonly moment: Float64Array;
  /** `yᵀy / n`. */
  readonly constant: number;
}

/** The quadratic form of a problem. */
export function quadraticOf({ samples, features, x, y }: LinearProblem): Quadratic {
  const gram = new Float64Array(features * features);
  const moment = new Float64Array(features);
  let constant = 0;
  for (let i = 0; i < samples; i++) {
    const row = x.subarray(i * features, (i + 1) * features);
    const target = y[i] as number;
    constant += target ** 2 / samples;
    for (let j = 0; j < features; j++) {
      const value = row[j] as number;
      moment[j] = (moment[j] as number) + (value * target) / samples;
      for (let k = 0; k < features; k++) {
        gram[j * features + k] = (gram[j * features + k] as number) + (value * (row[k] as number)) / samples;
      }
    }
  }
  return { features, gram, moment, constant };
}

/** The same of some features only; the others have fixed weights. */
export function restricted(problem: Quadratic, kept: readonly number[], weights: readonly number[]): Quadratic {
  const { features, gram, moment } = problem;
  const entry = (j: number, k: number): number => gram[j * features + k] as number;
  const fixed = Array.from({ length: features }, (_, j) => (kept.includes(j) ? 0 : (weights[j] ?? 0)));
  const others = (j: number): number => fixed.reduce((sum, w, k) => sum + w * entry(j, k), 0);
  return {
    features: kept.length,
    gram: Float64Array.from(kept.flatMap((j) => kept.map((k) => entry(j, k)))),
    moment: Float64Array.from(kept, (j) => (moment[j] as number) - others(j)),
    constant: errorOf(problem, fixed),
  };
}

/** The mean squared error of weights. */
export function errorOf({ features, gram, moment, constant }: Quadratic, weights: ArrayLike<number>): number {
  let sum = constant;
  for (let j = 0; j < features; j++) {
    const w = weights[j] as number;
    sum -= 2 * w * (moment[j] as number);
    for (let k = 0; k < features; k++) sum += w * (gram[j * features + k] as number) * (weights[k] as number);
  }
  return sum;
}

/**
 * The least error with the L2 penalty `λ·Σw²`: the normal equations `(gram + λ·I)·w = moment`, solved by Cholesky's factors.
 * With λ = 0 that is least squares.
 */
export function ridge({ features: n, gram, moment }: Quadratic, lambda: number): Float64Array {
  const factor = Float64Array.from(gram);
  const at = (j: number, k: number): number => factor[j * n + k] as number;
  for (let j = 0; j < n; j++) {
    for (let k = 0; k <= j; k++) {
      let sum = at(j, k) + (j === k ? lambda : 0);
      for (let l = 0; l < k; l++) sum -= at(j, l) * at(k, l);
      factor[j * n + k] = j === k ? Math.sqrt(sum) : sum / at(k, k);
    }
  }
  const w = Float64Array.from(moment);
  for (let j = 0; j < n; j++) {
    for (let k = 0; k < j; k++) w[j] = (w[j] as number) - at(j, k) * (w[k] as number);
    w[j] = (w[j] as number) / at(j, j);
  }
  for (let j = n - 1; j >= 0; j--) {
    for (let k = j + 1; k < n; k++) w[j] = (w[j] as number) - at(k, j) * (w[k] as number);
    w[j] = (w[j] as number) / at(j, j);
  }
  return w;
}

/** Moves towards 0 by a threshold, and stops there. */
export function softThreshold(value: number, threshold: number): number {
  return Math.sign(value) * Math.max(Math.abs(value) - threshold, 0);
}

/**
 * The least error with the L1 penalty `λ·Σ|w|`, by coordinate descent: `wⱼ = soft(momentⱼ − Σ_{k≠j} gramⱼₖ·wₖ, λ/2) / gramⱼⱼ`
 * in turn until nothing moves. On an orthogonal design (gram = I) one turn is the whole solution, `soft(moment, λ/2)`.
 */
export function lasso(
  { features: n, gram, moment }: Quadratic,
  lambda: number,
  start: ArrayLike<number> = new Float64Array(n),
): Float64Array {
  const w = Float64Array.from(start);
  for (let turn = 0; turn < 10_000; turn++) {
    let moved = 0;
    for (let j = 0; j < n; j++) {
      let rest = moment[j] as number;
      for (let k = 0; k < n; k++) if (k !== j) rest -= (gram[j * n + k] as number) * (w[k] as number);
      const next = softThreshold(rest, lambda / 2) / (gram[j * n + j] as number);
      moved = Math.max(moved, Math.abs(next - (w[j] as number)));
      w[j] = next;
    }
    if (moved < 1e-12) break;
  }
  return w;
}
