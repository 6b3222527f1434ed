import type { LinearOperator } from '../problem/result.ts';
import { dot, norm2, scale } from '../vector.ts';

/** An approximate inverse Hessian that learns from steps. */
export interface InverseHessian {
  /** out ← H·v; returns how much of vᵀHv comes from what no step has taught yet, from 0 to 1. */
  apply(v: Float64Array, out: Float64Array): number;
  /**
   * Takes in a step and the change of the gradient, unless the curvature along the step is not positive: then returns false.
   * Overwrites `change`.
   */
  update(step: Float64Array, change: Float64Array): boolean;
  /** Back to the identity. */
  reset(): void;
  operator(): LinearOperator;
}

/**
 * The inverse update of Broyden, Fletcher, Goldfarb and Shanno in two triangles: what steps have taught, R, is kept apart from
 * what is left of the identity, W, so that the scale of the latter can follow the function.
 *
 * ```text
 * H = γ·W + R        V = I − s·yᵀ/sᵀy      W ← V·W·Vᵀ      R ← V·R·Vᵀ + s·sᵀ/sᵀy
 * γ = 2·sᵀs/sᵀy      twice the inverse of the curvature along the last step
 * ```
 *
 * A γ that is too large costs a shorter step, one that is too small many iterations: BFGS corrects small eigenvalues of H slowly.
 *
 * @param given the matrix to begin with, row by row; without it, a multiple of the identity
 */
export function inverseHessian(n: number, given?: Float64Array): InverseHessian {
  const rest = new Float64Array((n * (n + 1)) / 2);
  const learned = new Float64Array((n * (n + 1)) / 2);
  const p = new Float64Array(n);
  const q = new Float64Array(n);
  let gamma = 1;

  const reset = (): void => {
    rest.fill(0);
    learned.fill(0);
    for (let i = 0, diagonal = 0; i < n; i++, diagonal += i + 1) rest[diagonal] = 1;
    gamma = 1;
  };
  if (given === undefined) reset();
  else for (let i = 0, k = 0; i < n; i++) for (let j = 0; j <= i; j++, k++) learned[k] = given[i * n + j];

  const apply = (v: Float64Array, out: Float64Array): number => {
    let untaught = 0;
    for (let i = 0, k = 0; i < n; i++, k++) {
      const vi = v[i];
      let sum = 0;
      let row = 0;
      for (let j = 0; j < i; j++, k++) {
        const [w, vj] = [rest[k], v[j]];
        const h = gamma * w + learned[k];
        row += w * vj;
        sum += h * vj;
        out[j] += h * vi;
      }
      untaught += (2 * row + rest[k] * vi) * vi;
      out[i] = sum + (gamma * rest[k] + learned[k]) * vi;
    }
    return (gamma * untaught) / dot(v, out);
  };

  return {
    apply,
    update(s, y) {
      const size = norm2(y);
      const length = norm2(s);
      // With y of length 1, no product of tiny gradients is 0.
      scale(1 / size, y);
      const curvature = dot(s, y);
      if (!(curvature > 1e-10 * length)) return false;
      for (let i = 0, k = 0; i < n; i++, k++) {
        const yi = y[i];
        let pi = 0;
        let qi = 0;
        for (let j = 0; j < i; j++, k++) {
          const [w, r, yj] = [rest[k], learned[k], y[j]];
          pi += w * yj;
          qi += r * yj;
          p[j] += w * yi;
          q[j] += r * yi;
        }
        p[i] = pi + rest[k] * yi;
        q[i] = qi + learned[k] * yi;
      }
      // V·W·Vᵀ = W + p·sᵀ + s·pᵀ with p for (½·yᵀWy/sᵀy·s − W·y)/sᵀy, and so for R.
      const a = dot(y, p) / curvature / 2;
      const b = (dot(y, q) / curvature + 1 / size) / 2;
      for (let i = 0; i < n; i++) {
        p[i] = (a * s[i] - p[i]) / curvature;
        q[i] = (b * s[i] - q[i]) / curvature;
      }
      for (let i = 0, k = 0; i < n; i++) {
        const [pi, qi, si] = [p[i], q[i], s[i]];
        for (let j = 0; j <= i; j++, k++) {
          const sj = s[j];
          rest[k] += pi * sj + si * p[j];
          learned[k] += qi * sj + si * q[j];
        }
      }
      gamma = ((2 * length) / curvature) * (length / size);
      return true;
    },
    reset,
    operator: () => ({
      n,
      apply(v, out = new Float64Array(n)) {
        apply(v, out);
        return out;
      },
    }),
  };
}
