import { lu } from '../dense/lu.ts';
import type { Box } from '../problem/bounds.ts';
import type { CauchySearch } from './cauchy-point.ts';
import type { CompactHessian } from './compact-hessian.ts';

/** Writes into `out` the way from `x` to where the model is least in the variables that the Cauchy point has not at a bound. */
export type SubspaceStep = (x: Float64Array, gradient: Float64Array, out: Float64Array) => void;

/**
 * Minimises the model over the free variables, the others staying where the Cauchy point has them: the system of n unknowns becomes one of
 * 2k by the formula of Sherman, Morrison and Woodbury. The result is projected onto the bounds; if that is no descent direction, the way to
 * it is cut at the first bound.
 * @see Morales and Nocedal, Remark on algorithm 778: L-BFGS-B, ACM Transactions on Mathematical Software 38, 2011
 */
export function subspaceStep(
  hessian: CompactHessian,
  cauchy: CauchySearch,
  { lower, upper }: Box,
  memory: number,
): SubspaceStep {
  const n = lower.length;
  const most = 2 * memory;
  const free = new Uint32Array(n);
  const step = new Float64Array(n);
  const row = new Float64Array(most);
  const gram = new Float64Array(most * most);
  const system = new Float64Array(most * most);
  const column = new Float64Array(most);
  const p = new Float64Array(most);
  const solver = lu(most);

  /** A move of one variable, as far as its bounds allow. */
  const within = (x: Float64Array, i: number, distance: number): number =>
    Math.min(Math.max(distance, lower[i] - x[i]), upper[i] - x[i]);

  return (x, gradient, out) => {
    const { theta, size } = hessian;
    const { move } = cauchy;
    let count = 0;
    for (let i = 0; i < n; i++) {
      out[i] = move[i];
      if (move[i] > lower[i] - x[i] && move[i] < upper[i] - x[i]) free[count++] = i;
    }
    if (count === 0) return;

    // The gradient of the model at the Cauchy point.
    for (let i = 0; i < size; i++) p[i] = cauchy.c[i];
    hessian.middle(p);
    for (let f = 0; f < count; f++) {
      const i = free[f];
      step[i] = gradient[i] + theta * move[i] - hessian.expand(p, i);
    }
    // v = (I − M·WᵀW/θ)⁻¹·M·Wᵀr over the free rows, and then d = −r/θ − W·v/θ²
    p.fill(0);
    gram.fill(0);
    for (let f = 0; f < count; f++) {
      const i = free[f];
      hessian.row(i, row);
      for (let a = 0; a < size; a++) {
        p[a] += row[a] * step[i];
        for (let b = 0; b <= a; b++) gram[a * size + b] += row[a] * row[b];
      }
    }
    hessian.middle(p);
    for (let b = 0; b < size; b++) {
      for (let a = 0; a < size; a++) column[a] = gram[Math.max(a, b) * size + Math.min(a, b)] / theta;
      hessian.middle(column);
      for (let a = 0; a < size; a++) system[a * size + b] = (a === b ? 1 : 0) - column[a];
    }
    if (size > 0) {
      if (!solver.factor(system, size)) return;
      solver.solve(p);
    }
    for (let f = 0; f < count; f++) {
      const i = free[f];
      step[i] = -(step[i] + hessian.expand(p, i) / theta) / theta;
    }

    let slope = 0;
    for (let f = 0; f < count; f++) {
      const i = free[f];
      out[i] = within(x, i, move[i] + step[i]);
    }
    for (let i = 0; i < n; i++) slope += gradient[i] * out[i];
    if (slope < 0) return;

    let part = 1;
    for (let f = 0; f < count; f++) {
      const i = free[f];
      const room = (step[i] < 0 ? lower[i] : upper[i]) - x[i] - move[i];
      if (step[i] !== 0 && part * Math.abs(step[i]) > Math.abs(room)) part = room / step[i];
    }
    for (let f = 0; f < count; f++) {
      const i = free[f];
      out[i] = within(x, i, move[i] + part * step[i]);
    }
  };
}
