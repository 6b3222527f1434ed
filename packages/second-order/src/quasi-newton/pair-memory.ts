import type { LinearOperator } from '../problem/result.ts';
import { dot, norm2 } from '../vector.ts';

/** The last steps s and changes y of the gradient, which stand for the inverse H of the Hessian. */
export interface PairMemory {
  /** How many pairs there are. */
  readonly count: number;
  /**
   * Takes in s = `x` − `xBefore` and y = `gradient` − `gradientBefore`, unless the curvature s·y is not clearly positive:
   * returns whether it did.
   */
  add(x: Float64Array, xBefore: Float64Array, gradient: Float64Array, gradientBefore: Float64Array): boolean;
  clear(): void;
  /** out ← factor·H·v; returns v·out. */
  multiply(factor: number, v: Float64Array, out: Float64Array): number;
  operator(): LinearOperator;
}

/** Curvature, relative to ‖s‖·‖y‖, at or below which a pair says nothing. */
const leastCurvature = 1e-10;

/**
 * Keeps up to `memory` pairs of vectors of length `n`. With no pair, H is a multiple of the identity: `scale`, or what the last
 * pair said before they were cleared.
 */
export function pairMemory(n: number, memory: number, scale: number): PairMemory {
  const steps = Array.from({ length: memory }, () => new Float64Array(n));
  const changes = Array.from({ length: memory }, () => new Float64Array(n));
  const rho = new Float64Array(memory);
  const alpha = new Float64Array(memory);
  let count = 0;
  let next = 0;
  let gamma = scale;
  /** Where the pair is that came k-th to last. */
  const place = (k: number): number => (next - k + memory) % memory;

  // The two loops of Nocedal. Reading memory is what takes time: each pass makes the product that the next one starts with.
  const multiply = (factor: number, v: Float64Array, out: Float64Array): number => {
    if (count === 0) return combine(factor * gamma, v, 0, v, out, v);
    let product = factor * dot(steps[place(1)], v);
    for (let k = 1; k <= count; k++) {
      const i = place(k);
      alpha[i] = rho[i] * product;
      const q = k === 1 ? v : out;
      const own = k === 1 ? factor : 1;
      const isLast = k === count;
      const stretch = isLast ? gamma : 1;
      const following = isLast ? changes[i] : steps[place(k + 1)];
      product = combine(stretch * own, q, -stretch * alpha[i], changes[i], out, following);
    }
    for (let k = count; k >= 1; k--) {
      const i = place(k);
      product = combine(1, out, alpha[i] - rho[i] * product, steps[i], out, k === 1 ? v : changes[place(k - 1)]);
    }
    return product;
  };

  return {
    get count() {
      return count;
    },
    add(x, xBefore, gradient, gradientBefore) {
      const s = steps[next];
      const y = changes[next];
      let sy = 0;
      let ss = 0;
      let yy = 0;
      for (let i = 0; i < n; i++) {
        const step = x[i] - xBefore[i];
        const change = gradient[i] - gradientBefore[i];
        s[i] = step;
        y[i] = change;
        sy += step * change;
        ss += step * step;
        yy += change * change;
      }
      const length = lengthOf(yy, y);
      if (!(sy > leastCurvature * lengthOf(ss, s) * length)) return false;
      rho[next] = 1 / sy;
      gamma = sy / length / length;
      next = (next + 1) % memory;
      count = Math.min(count + 1, memory);
      return true;
    },
    clear() {
      count = 0;
    },
    multiply,
    operator: () => ({
      n,
      apply(v, out = new Float64Array(n)) {
        multiply(1, v, out);
        return out;
      },
    }),
  };
}

/** √`squares`, or the norm of `v` where the sum of squares leaves the range of numbers. */
const lengthOf = (squares: number, v: Float64Array): number =>
  squares > 1e-280 && squares < 1e280 ? Math.sqrt(squares) : norm2(v);

/** out ← a·u + b·v; returns w·out. */
function combine(a: number, u: Float64Array, b: number, v: Float64Array, out: Float64Array, w: Float64Array): number {
  const n = out.length;
  let even = 0;
  let odd = 0;
  let i = 0;
  for (; i + 1 < n; i += 2) {
    const first = a * u[i] + b * v[i];
    const second = a * u[i + 1] + b * v[i + 1];
    out[i] = first;
    out[i + 1] = second;
    even += first * w[i];
    odd += second * w[i + 1];
  }
  if (i < n) {
    out[i] = a * u[i] + b * v[i];
    even += out[i] * w[i];
  }
  return even + odd;
}
