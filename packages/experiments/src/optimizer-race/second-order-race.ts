import { take } from '@gradkit/core';
import {
  conjugateGradient,
  type IterationState,
  lbfgs,
  newton,
  type Objective,
  type OptimizeResult,
  tensorObjective,
  trustExact,
} from '@gradkit/second-order';
import { RecordedPath } from '../path/recorded-path.ts';
import type { SurfaceFunction } from '../surface/surface-functions.ts';
import type { SecondOrder } from './racers.ts';

interface Options {
  readonly gtol: number;
  readonly maxFev: number;
  readonly callback: (state: IterationState) => boolean;
}

const methods: Readonly<
  Record<SecondOrder, (objective: Objective, x0: readonly [number, number], options: Options) => OptimizeResult>
> = { newton, trust: trustExact, cg: conjugateGradient, lbfgs };

/** A method's whole run. */
export interface SecondOrderRun {
  readonly path: RecordedPath;
  /** Evaluations of value and gradient, and products with the Hessian: two for a Hessian of two variables. */
  readonly gradients: number;
  readonly products: number;
  readonly status: OptimizeResult['status'];
}

/**
 * Runs a method of second order to its end. It is told values and gradients with the noise of that evaluation; the path records
 * those without.
 * @param noise of each evaluation: two numbers
 * @param isOver whether to stop at a place
 */
export function secondOrderRun(
  name: SecondOrder,
  f: SurfaceFunction,
  start: readonly [number, number],
  options: {
    readonly budget: number;
    readonly noise: (evaluation: number) => readonly [number, number];
    readonly isOver: (x: number, y: number, value: number) => boolean;
  },
): SecondOrderRun {
  const exact = tensorObjective((w) => f(take(w, 0), take(w, 1)), { shape: [2] });
  const path = new RecordedPath();
  let gradients = 0;
  let products = 0;
  const scratch = new Float64Array(2);
  const objective: Objective = {
    valueAndGrad(x, gradient) {
      const [noiseX, noiseY] = options.noise(gradients++);
      const value = exact.valueAndGrad(x, gradient);
      gradient[0] = (gradient[0] as number) + noiseX;
      gradient[1] = (gradient[1] as number) + noiseY;
      return value + noiseX * (x[0] as number) + noiseY * (x[1] as number);
    },
    hess(x, out) {
      products += 2;
      exact.hess(x, out);
    },
  };
  const result = methods[name](objective, start, {
    gtol: 1e-8,
    maxFev: options.budget,
    callback({ x }) {
      const [atX, atY] = x as unknown as [number, number];
      const value = exact.valueAndGrad(x, scratch);
      path.add(atX, atY, value, gradients + products);
      return options.isOver(atX, atY, value) || gradients + products >= options.budget;
    },
  });
  return { path, gradients, products, status: result.status };
}
