import { conjugateGradientSteps, linearSystem } from '../linear/conjugate-gradient-steps.ts';
import { type Method, minimize } from '../problem/minimize.ts';
import type { AsyncObjective, Objective } from '../problem/objective.ts';
import type { OptimizeResult } from '../problem/result.ts';
import type { Run } from '../problem/run.ts';
import { dot, negate, norm2, scale } from '../vector.ts';
import { curvatureOf } from './curvature.ts';
import { findNegativeCurvature } from './negative-curvature.ts';
import { confirms } from './newton-search.ts';
import {
  type Model,
  type TrustRegionOptions,
  trustRegionKeys,
  trustRegionOf,
  trustRegionSteps,
} from './trust-region.ts';

/** Options of {@link trustNcg}. */
export type TrustNcgOptions = TrustRegionOptions;

/**
 * Trust region by conjugate gradients: follows them towards the minimum of the parabola until they leave the ball in which
 * it has proved right.
 *
 * ```text
 * min gᵀ·p + ½·pᵀ·H·p,  ‖p‖ ≤ Δ        until ‖H·p + g‖ ≤ min(0.01, √‖g‖)·‖g‖
 * ρ = (f(x) − f(x + p)) / (m(0) − m(p))        Δ shrinks for ρ < ¼ and grows for ρ > ¾ at the sphere
 * ```
 *
 * Directions of negative curvature are followed to the end of the ball. A point where the gradient is small is left again
 * if a few products find negative curvature there. Memory grows with n.
 *
 * `hessp` of the objective is used if it is there, or `hess`; otherwise each product is a difference of gradients.
 *
 * @param options `initialRadius` (by default the length of the step to the minimum along the gradient, or a tenth of the
 * length of the start if that is more),
 * `maxRadius` (none), `eta` (a step is taken if ρ is above it: in [0, 0.25), default 1e-4) and those of all minimisers
 * @throws ArgumentError for an objective, a start or options that are none
 * @see Steihaug, The conjugate gradient method and trust regions in large scale optimization, SIAM Journal on Numerical Analysis 20, 1983
 * @see Conn, Gould and Toint, Trust-region methods, 2000, section 7.5
 *
 * @example
 * ```ts
 * import { trustNcg } from '@gradkit/second-order';
 * const rosenbrock = {
 *   valueAndGrad([x, y]: Float64Array, gradient: Float64Array) {
 *     gradient.set([-2 * (1 - x) - 400 * x * (y - x * x), 200 * (y - x * x)]);
 *     return (1 - x) ** 2 + 100 * (y - x * x) ** 2;
 *   },
 *   hessp([x, y]: Float64Array, [v, w]: Float64Array, out: Float64Array) {
 *     out.set([(2 - 400 * y + 1200 * x * x) * v - 400 * x * w, -400 * x * v + 200 * w]);
 *   },
 * };
 * const result = trustNcg(rosenbrock, [-1.2, 1], { gtol: 1e-8 });
 * console.log(result.status, result.x[0].toFixed(6), result.x[1].toFixed(6)); // gtol 1.000000 1.000000
 * ```
 */
export function trustNcg(
  objective: AsyncObjective,
  x0: ArrayLike<number>,
  options?: TrustNcgOptions,
): Promise<OptimizeResult>;
export function trustNcg(objective: Objective, x0: ArrayLike<number>, options?: TrustNcgOptions): OptimizeResult;
export function trustNcg(
  objective: Objective | AsyncObjective,
  x0: ArrayLike<number>,
  options: TrustNcgOptions = {},
): OptimizeResult | Promise<OptimizeResult> {
  const region = trustRegionOf('trustNcg', options);
  const method: Method = {
    name: 'trustNcg',
    keys: trustRegionKeys,
    confirms,
    steps: (run) => trustRegionSteps(run, krylovModel(run), region),
  };
  return minimize(method, objective, x0, options);
}

function krylovModel(run: Run): Model {
  const { n } = run;
  const curvature = curvatureOf(run);
  const { accuracy } = curvature;
  const system = linearSystem(n);
  const { x: step, residual, direction, product } = system;
  let predicted = 0;
  return {
    step,
    get predicted() {
      return predicted;
    },
    *isSaddle() {
      return yield* findNegativeCurvature(run, curvature, system);
    },
    *solve(radius) {
      const { gradient } = run;
      if (run.isStationary) {
        // Along what `isSaddle` has found.
        const slope = dot(gradient, direction);
        step.set(direction);
        scale(slope > 0 ? -radius : radius, step);
        predicted = radius * (Math.abs(slope) - 0.5 * radius * system.curvature);
        return;
      }
      // With a gradient of length 1, for squares of a small one may be 0.
      const length = norm2(gradient);
      negate(gradient, residual);
      scale(1 / length, residual);
      step.fill(0);
      const tolerance = Math.min(0.01, Math.sqrt(length));
      const steps = conjugateGradientSteps(system, {
        tolerance,
        accuracy,
        maxIter: 2 * n + 10,
        radius: radius / length,
      });
      for (;;) {
        const next = steps.next();
        if (next.done === true) break;
        yield* curvature.product(direction, product);
      }
      if (norm2(step) === 0) {
        negate(gradient, step);
        scale(radius / length, step);
        predicted = radius * length;
        return;
      }
      scale(length, step);
      // −m(p) = −½·pᵀ·(g + (g + H·p))
      predicted = 0.5 * length * dot(step, residual) - 0.5 * dot(gradient, step);
    },
    *curvatureAlongGradient() {
      step.set(run.gradient);
      scale(1 / norm2(run.gradient), step);
      yield* curvature.product(step, product);
      return dot(step, product);
    },
  };
}
