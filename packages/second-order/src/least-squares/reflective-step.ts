import type { Box } from '../problem/bounds.ts';
import { dot } from '../vector.ts';
import { type DampedStep, productOfTriangle } from './damped-step.ts';

/** The linear model of least squares in scaled variables, x + d∘s, and the region where it is believed. */
export interface ReflectiveModel {
  readonly step: DampedStep;
  readonly box: Box;
  /** The scale d of each variable and the gradient in scaled variables. */
  readonly scale: Float64Array;
  readonly gradient: Float64Array;
}

/** How far s may go from `from` along `direction` until a bound; infinite without one. */
function strideToBound(
  { box: { lower, upper }, scale }: ReflectiveModel,
  x: Float64Array,
  from: Float64Array,
  direction: Float64Array,
): number {
  let stride = Infinity;
  for (let j = 0; j < x.length; j++) {
    const change = scale[j] * direction[j];
    if (change === 0) continue;
    const bound = change > 0 ? upper[j] : lower[j];
    stride = Math.min(stride, Math.max(0, (bound - x[j] - scale[j] * from[j]) / change));
  }
  return stride;
}

/** How far s may go from `from`, which is within the radius, along `direction` until the radius is reached. */
function strideToRadius(from: Float64Array, direction: Float64Array, radius: number): number {
  const [a, b, c] = [dot(direction, direction), dot(from, direction), Math.min(0, dot(from, from) - radius ** 2)];
  if (a === 0) return 0;
  const root = Math.sqrt(b * b - a * c);
  return b > 0 ? -c / (b + root) : (root - b) / a;
}

/** A step that may be taken, what the model says of it, and whether it is the solution within the radius itself. */
interface ReflectiveStep {
  readonly s: Float64Array;
  value: number;
  isWhole: boolean;
}

/**
 * Makes of `s`, the solution at `x` within the radius, the best step that stays within the bounds, of those that go no further
 * than the part `theta` of the way to a bound. What it returns is written over by the next call.
 */
export type ReflectiveSearch = (x: Float64Array, s: Float64Array, radius: number, theta: number) => ReflectiveStep;

/**
 * Steps that stay strictly within bounds. If the solution within the radius does, it is the step; otherwise it is the best of
 *
 * - the solution, cut back before the bound that it meets,
 * - that, and from there on reflected by the bound,
 * - the direction of steepest descent.
 *
 * @see Branch, Coleman and Li, A subspace, interior, and conjugate gradient method for large-scale bound-constrained
 * minimization problems, SIAM J. Sci. Comput. 21 (1999)
 */
export function reflectiveSearch(model: ReflectiveModel): ReflectiveSearch {
  const { step, gradient, scale, box } = model;
  const n = scale.length;
  const vector = (): Float64Array => new Float64Array(n);
  const [zero, product, other, direction, hit] = [vector(), vector(), vector(), vector(), vector()];
  const best: ReflectiveStep = { s: vector(), value: 0, isWhole: true };

  /** ½‖A·s‖² + gᵀs */
  const valueAt = (s: Float64Array): number => {
    productOfTriangle(step, s, product);
    return dot(product, product) / 2 + dot(gradient, s);
  };

  /** Offers the lowest point of the model among `from` + t·direction, `least` ≤ t ≤ `most`. */
  const offerAlong = (from: Float64Array, least: number, most: number): void => {
    if (!(least <= most)) return;
    productOfTriangle(step, direction, product);
    productOfTriangle(step, from, other);
    const curvature = dot(product, product);
    const slope = dot(product, other) + dot(gradient, direction);
    const value = (t: number): number => (curvature / 2) * t * t + slope * t;
    let lowest = value(least) <= value(most) ? least : most;
    const stationary = -slope / curvature;
    if (stationary > least && stationary < most && value(stationary) < value(lowest)) lowest = stationary;
    const total = value(lowest) + dot(other, other) / 2 + dot(gradient, from);
    if (total < best.value) {
      best.value = total;
      for (let j = 0; j < n; j++) best.s[j] = from[j] + lowest * direction[j];
    }
  };

  return (x, s, radius, theta) => {
    const stride = strideToBound(model, x, zero, s);
    best.s.set(s);
    best.isWhole = stride > 1;
    best.value = Infinity;
    if (best.isWhole) {
      best.value = valueAt(s);
      return best;
    }
    // To the bound, then reflected: what meets a bound turns round.
    for (let j = 0; j < n; j++) {
      hit[j] = stride * s[j];
      const bound = scale[j] * s[j] > 0 ? box.upper[j] : box.lower[j];
      const meets = s[j] !== 0 && (bound - x[j]) / (scale[j] * s[j]) <= stride;
      direction[j] = meets ? -s[j] : s[j];
    }
    const toRadius = strideToRadius(hit, direction, radius);
    const toBound = strideToBound(model, x, hit, direction);
    const reach = Math.min(toRadius, toBound);
    if (reach > 0) {
      offerAlong(hit, ((1 - theta) * stride) / reach, toBound <= toRadius ? theta * toBound : toRadius);
    }
    // Cut back before the bound.
    for (let j = 0; j < n; j++) direction[j] = theta * stride * s[j];
    offerAlong(zero, 1, 1);
    // Steepest descent.
    for (let j = 0; j < n; j++) direction[j] = -gradient[j];
    const down = strideToBound(model, x, zero, direction);
    const far = strideToRadius(zero, direction, radius);
    offerAlong(zero, 0, down < far ? theta * down : far);
    return best;
  };
}
