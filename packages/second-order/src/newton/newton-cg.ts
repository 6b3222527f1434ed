import { newTrial } from '../line-search/search-along.ts';
import { conjugateGradientSteps, distanceToSphere, linearSystem } from '../linear/conjugate-gradient-steps.ts';
import { type Method, minimize } from '../problem/minimize.ts';
import type { AsyncObjective, Objective } from '../problem/objective.ts';
import type { CommonOptions } from '../problem/options.ts';
import type { OptimizeResult } from '../problem/result.ts';
import type { Request, Run, Steps } from '../problem/run.ts';
import { axpy, negate, norm2, scale } from '../vector.ts';
import { curvatureOf } from './curvature.ts';
import { leaveSaddle } from './leave-saddle.ts';
import { findNegativeCurvature } from './negative-curvature.ts';
import { confirms, searchDown, take } from './newton-search.ts';

/**
 * Truncated Newton: the direction of Newton's method by a few conjugate gradients, which need products with the Hessian and
 * never the Hessian itself.
 *
 * ```text
 * H·d ≈ −g        ‖H·d + g‖ ≤ min(0.1, √‖g‖)·‖g‖
 * ```
 *
 * Where conjugate gradients meet a direction in which the function curves downwards, they end and follow it. A line search
 * makes the step. It has converged by its gradient, never by the length of a step; and a point where the gradient is small
 * is left again if a few products find negative curvature there. Memory grows with n.
 *
 * `hessp` of the objective is used if it is there, or `hess`; otherwise each product is a difference of gradients.
 *
 * @param options those of all minimisers
 * @throws ArgumentError for an objective, a start or options that are none
 * @see Dembo and Steihaug, Truncated-Newton algorithms for large-scale unconstrained optimization, Mathematical Programming 26, 1983
 * @see Nocedal and Wright, Numerical optimization, 2nd edition 2006, section 7.1
 *
 * @example
 * ```ts
 * import { newtonCG } from '@gradkit/second-order';
 * // Σ i·(xᵢ − 1)² of a thousand variables: the product with the Hessian is one line.
 * const result = newtonCG(
 *   {
 *     valueAndGrad(x, gradient) {
 *       gradient.set(x.map((each, i) => 2 * (i + 1) * (each - 1)));
 *       return x.reduce((sum, each, i) => sum + (i + 1) * (each - 1) ** 2, 0);
 *     },
 *     hessp(x, v, out) {
 *       out.set(v.map((each, i) => 2 * (i + 1) * each));
 *     },
 *   },
 *   new Float64Array(1000),
 * );
 * console.log(result.status, result.x[999].toFixed(6)); // gtol 1.000000
 * ```
 */
export function newtonCG(
  objective: AsyncObjective,
  x0: ArrayLike<number>,
  options?: CommonOptions,
): Promise<OptimizeResult>;
export function newtonCG(objective: Objective, x0: ArrayLike<number>, options?: CommonOptions): OptimizeResult;
export function newtonCG(
  objective: Objective | AsyncObjective,
  x0: ArrayLike<number>,
  options: CommonOptions = {},
): OptimizeResult | Promise<OptimizeResult> {
  return minimize(method, objective, x0, options);
}

const method: Method = { name: 'newtonCG', keys: [], confirms, steps: newtonCGSteps };

function* newtonCGSteps(run: Run): Steps {
  const { n } = run;
  const curvature = curvatureOf(run);
  const { accuracy } = curvature;
  const system = linearSystem(n);
  const trial = newTrial(n);
  const { x: direction, residual } = system;

  /** How far directions of negative curvature were followed last, and how much further the next one is. */
  let reach = 0;
  let further = 2;

  /** direction ← about −H⁻¹·g; returns whether it ends with negative curvature. */
  function* solve(): Generator<Request, boolean, void> {
    const length = norm2(run.gradient);
    // With a right side of length 1, for squares of a small gradient may be 0.
    negate(run.gradient, residual);
    scale(1 / length, residual);
    direction.fill(0);
    const steps = conjugateGradientSteps(system, {
      tolerance: Math.min(0.1, Math.sqrt(length)),
      accuracy,
      maxIter: 2 * n + 10,
    });
    let next = steps.next();
    for (; next.done !== true; next = steps.next()) yield* curvature.product(system.direction, system.product);
    const isFalling = next.value === 'negative-curvature';
    if (norm2(direction) === 0) {
      negate(run.gradient, direction);
      scale(1 / Math.abs(system.curvature || length), direction);
      return isFalling;
    }
    if (isFalling) {
      const radius = further * Math.max(norm2(direction), reach / length);
      axpy(distanceToSphere(direction, system.direction, radius), system.direction, direction, direction);
    }
    scale(length, direction);
    return isFalling;
  }

  for (;;) {
    if (run.isStationary) {
      if (!(yield* findNegativeCurvature(run, curvature, system))) return 'gtol';
      yield* leaveSaddle(run, system.direction, system.curvature, trial);
      if (trial.point.step === 0) return 'gtol';
      yield take(run, trial);
      continue;
    }
    const isFalling = yield* solve();
    const end = yield* searchDown(run, direction, trial);
    const { step } = trial.point;
    if (step === 0) return 'line-search-failed';
    if (isFalling) {
      reach = step * norm2(direction);
      further = step < 1 ? 2 : Math.min(2 * further, 1024);
    }
    yield take(run, trial);
    if (end === 'max-step') return 'unbounded';
  }
}
