import { axpy, dot, norm2 } from '../vector.ts';

/** How the iteration ended. */
export type ConjugateGradientEnd = 'tolerance' | 'max-iter' | 'negative-curvature' | 'boundary' | 'non-finite';

/** What the iteration works on: arrays of n numbers, written over. */
export interface LinearSystem {
  /** The solution so far, and b − A·x. */
  readonly x: Float64Array;
  readonly residual: Float64Array;
  /** Where the iteration goes next, and what the product of A with it is. */
  readonly direction: Float64Array;
  readonly product: Float64Array;
  /** The residual, preconditioned. */
  readonly preconditioned: Float64Array;
  residualNorm: number;
  /** Products so far. */
  nit: number;
  /** dᵀ·A·d / ‖d‖² of the last direction. */
  curvature: number;
}

/** Bounds of {@link conjugateGradientSteps}. */
export interface ConjugateGradientLimits {
  /** The residual at which it ends. */
  readonly tolerance: number;
  readonly maxIter: number;
  /** The solution is at most this long: the iteration ends where it leaves the ball. */
  readonly radius?: number | undefined;
  /** Relative accuracy of products; default 2⁻⁵². */
  readonly accuracy?: number | undefined;
  /** Writes M⁻¹·r into `out`. */
  readonly precondition?: ((r: Float64Array, out: Float64Array) => void) | undefined;
}

export function linearSystem(n: number, isPreconditioned = false): LinearSystem {
  const residual = new Float64Array(n);
  return {
    x: new Float64Array(n),
    residual,
    direction: new Float64Array(n),
    product: new Float64Array(n),
    preconditioned: isPreconditioned ? new Float64Array(n) : residual,
    residualNorm: 0,
    nit: 0,
    curvature: 0,
  };
}

/**
 * The iteration of conjugate gradients from a solution and its residual, with the ends of Steihaug and Toint: it yields
 * when it wants the product with its direction.
 *
 * Where a direction of negative curvature shows, the solution stays what it is, or goes along it to the end of the ball.
 *
 * @see Steihaug, The conjugate gradient method and trust regions in large scale optimization, SIAM Journal on Numerical Analysis 20, 1983
 */
export function* conjugateGradientSteps(
  system: LinearSystem,
  { tolerance, maxIter, radius = Infinity, accuracy = 2 ** -52, precondition }: ConjugateGradientLimits,
): Generator<void, ConjugateGradientEnd, void> {
  const { x, residual, direction, product, preconditioned } = system;
  system.nit = 0;
  system.curvature = 0;
  system.residualNorm = norm2(residual);
  precondition?.(residual, preconditioned);
  direction.set(preconditioned);
  let squares = dot(residual, preconditioned);
  for (;;) {
    if (system.residualNorm <= tolerance) return 'tolerance';
    if (system.nit >= maxIter) return 'max-iter';
    yield;
    system.nit++;
    const length = norm2(direction);
    const curvature = dot(direction, product);
    system.curvature = curvature / length / length;
    if (!Number.isFinite(system.curvature)) return 'non-finite';
    // Below the accuracy of the product, the sign says nothing.
    const isPositive = curvature > accuracy * length * norm2(product);
    const step = isPositive ? squares / curvature : Infinity;
    const exit = radius < Infinity ? distanceToSphere(x, direction, radius) : Infinity;
    const leaves = step >= exit && exit < Infinity;
    if (leaves) {
      axpy(exit, direction, x, x);
      axpy(-exit, product, residual, residual);
    }
    if (!isPositive) return 'negative-curvature';
    if (leaves) return 'boundary';
    axpy(step, direction, x, x);
    axpy(-step, product, residual, residual);
    system.residualNorm = norm2(residual);
    precondition?.(residual, preconditioned);
    const next = dot(residual, preconditioned);
    axpy(next / squares, direction, preconditioned, direction);
    squares = next;
  }
}

/** The t ≥ 0 with ‖x + t·d‖ = radius, of an x within. */
export function distanceToSphere(x: Float64Array, d: Float64Array, radius: number): number {
  const length = norm2(d);
  const along = dot(x, d) / length;
  const inside = Math.max(0, (radius - norm2(x)) * (radius + norm2(x)));
  const root = Math.hypot(along, Math.sqrt(inside));
  // Of the two forms, the one that does not cancel.
  return (along > 0 ? inside / (root + along) : root - along) / length;
}
