import { type Method, minimize } from '../problem/minimize.ts';
import type { AsyncObjective, Objective } from '../problem/objective.ts';
import type { OptimizeResult } from '../problem/result.ts';
import type { Run } from '../problem/run.ts';
import { negate, norm2, scale } from '../vector.ts';
import { curvatureOf } from './curvature.ts';
import { exactSubproblem } from './exact-subproblem.ts';
import { negligible } from './leave-saddle.ts';
import { confirms } from './newton-search.ts';
import {
  type Model,
  nothing,
  type TrustRegionOptions,
  trustRegionKeys,
  trustRegionOf,
  trustRegionSteps,
} from './trust-region.ts';

/** Options of {@link trustExact}. */
export type TrustExactOptions = TrustRegionOptions;

/**
 * Trust region with an exact solution: the minimum of the parabola within a ball in which it has proved right.
 *
 * ```text
 * min gᵀ·p + ½·pᵀ·H·p,  ‖p‖ ≤ Δ
 * ρ = (f(x) − f(x + p)) / (m(0) − m(p))        Δ shrinks for ρ < ¼ and grows for ρ > ¾ at the sphere
 * ```
 *
 * It uses negative curvature as well as positive, also where the gradient has no part in it, so that it leaves saddles.
 * Memory grows with n², time with n³ for each iteration; for many variables take `trustNcg`.
 *
 * `hess` of the objective is used if it is there; otherwise n products `hessp`, or n differences of gradients.
 *
 * @param options `initialRadius` (by default the length of the step to the minimum along the gradient, or a tenth of the
 * length of the start if that is more),
 * `maxRadius` (none), `eta` (a step is taken if ρ is above it: in [0, 0.25), default 1e-4) and those of all minimisers
 * @throws ArgumentError for an objective, a start or options that are none
 * @see Moré and Sorensen, Computing a trust region step, SIAM Journal on Scientific and Statistical Computing 4, 1983
 * @see Conn, Gould and Toint, Trust-region methods, 2000
 *
 * @example
 * ```ts
 * import { trustExact } from '@gradkit/second-order';
 * // x⁴ − x² + y² from its saddle at 0
 * const result = trustExact(
 *   {
 *     valueAndGrad([x, y], gradient) {
 *       gradient.set([4 * x ** 3 - 2 * x, 2 * y]);
 *       return x ** 4 - x ** 2 + y ** 2;
 *     },
 *     hess([x], out) {
 *       out.set([12 * x ** 2 - 2, 0, 0, 2]);
 *     },
 *   },
 *   [0, 0],
 * );
 * console.log(result.status, result.fun.toFixed(8)); // gtol -0.25000000
 * ```
 */
export function trustExact(
  objective: AsyncObjective,
  x0: ArrayLike<number>,
  options?: TrustExactOptions,
): Promise<OptimizeResult>;
export function trustExact(objective: Objective, x0: ArrayLike<number>, options?: TrustExactOptions): OptimizeResult;
export function trustExact(
  objective: Objective | AsyncObjective,
  x0: ArrayLike<number>,
  options: TrustExactOptions = {},
): OptimizeResult | Promise<OptimizeResult> {
  const region = trustRegionOf('trustExact', options);
  const method: Method = {
    name: 'trustExact',
    keys: trustRegionKeys,
    confirms,
    steps: (run) => trustRegionSteps(run, exactModel(run), region),
  };
  return minimize(method, objective, x0, options);
}

function exactModel(run: Run): Model {
  const { n } = run;
  const curvature = curvatureOf(run);
  const hessian = new Float64Array(n * n);
  const step = new Float64Array(n);
  const subproblem = exactSubproblem(n);
  let isUsable = false;
  let predicted = 0;
  return {
    step,
    get predicted() {
      return predicted;
    },
    *begin() {
      yield* curvature.hessian(hessian);
      isUsable = subproblem.set(hessian, run.gradient);
    },
    *isSaddle() {
      yield* nothing;
      return isUsable && subproblem.lowest() < -negligible;
    },
    *solve(radius) {
      yield* nothing;
      if (isUsable) {
        subproblem.solve(radius, step);
        predicted = subproblem.predicted;
      } else {
        const length = norm2(run.gradient);
        negate(run.gradient, step);
        scale(radius / length, step);
        predicted = radius * length;
      }
    },
    *curvatureAlongGradient() {
      yield* nothing;
      const { gradient } = run;
      const length = norm2(gradient);
      let sum = 0;
      for (let i = 0; i < n; i++) {
        for (let j = 0; j < n; j++) sum += (gradient[i] / length) * hessian[i * n + j] * (gradient[j] / length);
      }
      return sum;
    },
  };
}
