import type { Box } from '../problem/bounds.ts';
import { dot } from '../vector.ts';
import type { CompactHessian } from './compact-hessian.ts';

/** What the search for a Cauchy point keeps. */
export interface CauchySearch {
  /** The way from `x` to the point: more digits than the point itself has where steps are small. */
  readonly move: Float64Array;
  /** Wᵀ·move, in the small space. */
  readonly c: Float64Array;
  /** Finds it, from `x` downhill. */
  find(x: Float64Array, gradient: Float64Array): void;
}

/**
 * The generalised Cauchy point: the first minimum of the quadratic model along the path of steepest descent, which bends
 * where it meets a bound.
 * @see Byrd, Lu, Nocedal and Zhu, A limited memory algorithm for bound constrained optimization, SIAM Journal on Scientific
 * Computing 16, 1995
 */
export function cauchySearch(hessian: CompactHessian, { lower, upper }: Box, memory: number): CauchySearch {
  const n = lower.length;
  const move = new Float64Array(n);
  const direction = new Float64Array(n);
  /** How far along the path each variable meets its bound. */
  const times = new Float64Array(n);
  const order = new Uint32Array(n);
  const p = new Float64Array(2 * memory);
  const c = new Float64Array(2 * memory);
  const row = new Float64Array(2 * memory);
  const scratch = new Float64Array(2 * memory);

  /** aᵀ·M·b */
  const form = (a: Float64Array, b: Float64Array): number => {
    const { size } = hessian;
    for (let i = 0; i < size; i++) scratch[i] = b[i];
    hessian.middle(scratch);
    let sum = 0;
    for (let i = 0; i < size; i++) sum += a[i] * scratch[i];
    return sum;
  };

  const find = (x: Float64Array, gradient: Float64Array): void => {
    const { theta, size } = hessian;
    let breaks = 0;
    for (let i = 0; i < n; i++) {
      const g = gradient[i];
      move[i] = 0;
      times[i] = g < 0 ? (x[i] - upper[i]) / g : g > 0 ? (x[i] - lower[i]) / g : Infinity;
      direction[i] = times[i] > 0 ? -g : 0;
      if (times[i] > 0 && times[i] < Infinity) order[breaks++] = i;
    }
    const heap = breakHeap(order, times, breaks);
    c.fill(0);
    hessian.project(direction, p);
    let slope = -dot(direction, direction);
    if (slope === 0) return;
    let curvature = -theta * slope - form(p, p);
    const least = 2 ** -52 * -theta * slope;
    curvature = Math.max(curvature, least);
    let time = 0;
    let wait = -slope / curvature;
    for (;;) {
      const b = heap.first();
      if (b < 0) break;
      const span = times[b] - time;
      if (wait < span) break;
      heap.drop();
      time = times[b];
      const g = gradient[b];
      const z = (g < 0 ? upper[b] : lower[b]) - x[b];
      move[b] = z;
      direction[b] = 0;
      for (let i = 0; i < size; i++) c[i] += span * p[i];
      hessian.row(b, row);
      slope += span * curvature + g * g + theta * g * z - g * form(row, c);
      curvature += -theta * g * g - 2 * g * form(row, p) - g * g * form(row, row);
      curvature = Math.max(curvature, least);
      for (let i = 0; i < size; i++) p[i] += g * row[i];
      wait = slope < 0 ? -slope / curvature : 0;
    }
    // With every variable at a bound nothing is left of the direction.
    const total = time + wait;
    for (let i = 0; i < n; i++) {
      if (direction[i] === 0) continue;
      move[i] = Math.min(Math.max(total * direction[i], lower[i] - x[i]), upper[i] - x[i]);
    }
    for (let i = 0; i < size; i++) c[i] += wait * p[i];
  };
  return { move, c, find };
}

/** The variables whose bounds are met, the next one first: only as many are sorted as are looked at. */
function breakHeap(order: Uint32Array, times: Float64Array, length: number): { first(): number; drop(): void } {
  let count = length;
  const sink = (from: number): void => {
    const moved = order[from];
    let at = from;
    for (;;) {
      let child = 2 * at + 1;
      if (child >= count) break;
      if (child + 1 < count && times[order[child + 1]] < times[order[child]]) child++;
      if (times[order[child]] >= times[moved]) break;
      order[at] = order[child];
      at = child;
    }
    order[at] = moved;
  };
  for (let i = (count >> 1) - 1; i >= 0; i--) sink(i);
  return {
    first: () => (count > 0 ? order[0] : -1),
    drop() {
      count--;
      order[0] = order[count];
      if (count > 0) sink(0);
    },
  };
}
