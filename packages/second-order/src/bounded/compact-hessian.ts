import { lu } from '../dense/lu.ts';
import { dot, norm2 } from '../vector.ts';

/**
 * The approximate Hessian of L-BFGS in compact form:
 *
 * ```text
 * B = θ·I − W·M·Wᵀ,   W = [Y  θ·S],   M = [−D  Lᵀ; L  θ·SᵀS]⁻¹
 * ```
 *
 * with the steps S and changes of the gradient Y, D the diagonal and L what is below the diagonal of SᵀY. Vectors of the small space have 2k
 * numbers, for k pairs.
 *
 * @see Byrd, Nocedal and Schnabel, Representations of quasi-Newton matrices and their use in limited memory methods, Mathematical
 * Programming 63, 1994
 */
export interface CompactHessian {
  readonly theta: number;
  /** 2k */
  readonly size: number;
  /** Takes in a pair, unless its curvature is not positive; returns whether it did. Gradients are multiplied by `unit`. */
  add(
    x: Float64Array,
    xBefore: Float64Array,
    gradient: Float64Array,
    gradientBefore: Float64Array,
    unit: number,
  ): boolean;
  clear(): void;
  /** out ← row i of W */
  row(i: number, out: Float64Array): void;
  /** out ← Wᵀ·v */
  project(v: Float64Array, out: Float64Array): void;
  /** (W·p)ᵢ */
  expand(p: Float64Array, i: number): number;
  /** p ← M·p */
  middle(p: Float64Array): void;
}

export function compactHessian(n: number, memory: number): CompactHessian {
  const steps = Array.from({ length: memory }, () => new Float64Array(n));
  const changes = Array.from({ length: memory }, () => new Float64Array(n));
  // Inner products by slots, not by age.
  const ss = new Float64Array(memory * memory);
  const sy = new Float64Array(memory * memory);
  const most = 2 * memory;
  const matrix = new Float64Array(most * most);
  const inverse = lu(most);
  let count = 0;
  let next = 0;
  let theta = 1;
  /** The slot of the pair with this age, 0 being the oldest. */
  const slot = (age: number): number => (next - count + age + memory) % memory;

  const factor = (): boolean => {
    const size = 2 * count;
    for (let a = 0; a < count; a++) {
      for (let b = 0; b < count; b++) {
        const [i, j] = [slot(a), slot(b)];
        const lower = a > b ? sy[i * memory + j] : 0;
        matrix[a * size + b] = a === b ? -sy[i * memory + i] : 0;
        matrix[(count + a) * size + b] = lower;
        matrix[b * size + count + a] = lower;
        matrix[(count + a) * size + count + b] = theta * ss[i * memory + j];
      }
    }
    return inverse.factor(matrix, size);
  };

  const clear = (): void => {
    count = 0;
    theta = 1;
  };

  return {
    get theta() {
      return theta;
    },
    get size() {
      return 2 * count;
    },
    add(x, xBefore, gradient, gradientBefore, unit) {
      const s = steps[next];
      const y = changes[next];
      for (let i = 0; i < n; i++) {
        s[i] = x[i] - xBefore[i];
        y[i] = unit * (gradient[i] - gradientBefore[i]);
      }
      const curvature = dot(s, y);
      const size = norm2(y);
      if (!(curvature > 2 ** -52 * unit * -dot(s, gradientBefore) && curvature > 1e-10 * norm2(s) * size)) return false;
      theta = (size / curvature) * size;
      next = (next + 1) % memory;
      count = Math.min(count + 1, memory);
      const own = slot(count - 1);
      for (let age = 0; age < count; age++) {
        const i = slot(age);
        ss[i * memory + own] = ss[own * memory + i] = dot(steps[i], s);
        sy[own * memory + i] = dot(s, changes[i]);
        sy[i * memory + own] = dot(steps[i], y);
      }
      if (factor()) return true;
      clear();
      return false;
    },
    clear,
    row(i, out) {
      for (let age = 0; age < count; age++) {
        const at = slot(age);
        out[age] = changes[at][i];
        out[count + age] = theta * steps[at][i];
      }
    },
    project(v, out) {
      for (let age = 0; age < count; age++) {
        const at = slot(age);
        out[age] = dot(changes[at], v);
        out[count + age] = theta * dot(steps[at], v);
      }
    },
    expand(p, i) {
      let sum = 0;
      for (let age = 0; age < count; age++) {
        const at = slot(age);
        sum += changes[at][i] * p[age] + theta * steps[at][i] * p[count + age];
      }
      return sum;
    },
    middle(p) {
      if (count > 0) inverse.solve(p);
    },
  };
}
