import type { LinearOperator } from '../problem/result.ts';
import { axpy, dot, norm2, scale } from '../vector.ts';

/** The last steps and changes of the gradient, which stand for the inverse of the Hessian. */
export interface PairMemory {
  /** How many pairs there are. */
  readonly count: number;
  /** Where the next step and the next change are written. */
  nextStep(): Float64Array;
  nextChange(): Float64Array;
  /** Takes in what was written there, unless the curvature along the step is not positive: then returns false. */
  add(): boolean;
  clear(): void;
  /** v ← H·v, by the two loops of Nocedal. */
  apply(v: Float64Array): void;
  operator(): LinearOperator;
}

export function pairMemory(n: number, memory: number): PairMemory {
  const steps = Array.from({ length: memory }, () => new Float64Array(n));
  const changes = Array.from({ length: memory }, () => new Float64Array(n));
  const rho = new Float64Array(memory);
  const alpha = new Float64Array(memory);
  let count = 0;
  let next = 0;
  let gamma = 1;

  const apply = (v: Float64Array): void => {
    for (let k = 1; k <= count; k++) {
      const i = (next - k + memory) % memory;
      alpha[i] = rho[i] * dot(steps[i], v);
      axpy(-alpha[i], changes[i], v, v);
    }
    if (count > 0) scale(gamma, v);
    for (let k = count; k >= 1; k--) {
      const i = (next - k + memory) % memory;
      axpy(alpha[i] - rho[i] * dot(changes[i], v), steps[i], v, v);
    }
  };

  return {
    get count() {
      return count;
    },
    nextStep: () => steps[next],
    nextChange: () => changes[next],
    add() {
      const [s, y] = [steps[next], changes[next]];
      const curvature = dot(s, y);
      const size = norm2(y);
      if (!(curvature > 1e-10 * norm2(s) * size)) return false;
      rho[next] = 1 / curvature;
      gamma = curvature / size / size;
      next = (next + 1) % memory;
      count = Math.min(count + 1, memory);
      return true;
    },
    clear() {
      count = 0;
    },
    apply,
    operator: () => ({
      n,
      apply(v, out = new Float64Array(n)) {
        out.set(v);
        apply(out);
        return out;
      },
    }),
  };
}
