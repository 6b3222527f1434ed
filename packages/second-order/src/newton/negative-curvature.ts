import { conjugateGradientSteps, type LinearSystem } from '../linear/conjugate-gradient-steps.ts';
import type { Request, Run } from '../problem/run.ts';
import { norm2, scale } from '../vector.ts';
import type { CurvatureHere } from './curvature.ts';
import { negligible } from './leave-saddle.ts';

/**
 * Looks for a direction of negative curvature by a few products with the Hessian: conjugate gradients from numbers that
 * have no symmetry, for what starts from the gradient stays within the symmetries of the function, and so may everything
 * before.
 *
 * @returns whether `system.direction` is one, of length 1 and with `system.curvature`
 */
export function* findNegativeCurvature(
  run: Run,
  curvature: CurvatureHere,
  system: LinearSystem,
): Generator<Request, boolean, void> {
  const { residual, direction, product } = system;
  let state = 1;
  for (let i = 0; i < run.n; i++) {
    state = (state * 16807) % 2147483647;
    residual[i] = 0.5 + state / 2147483647;
  }
  system.x.fill(0);
  const steps = conjugateGradientSteps(system, { tolerance: 1e-8 * norm2(residual), maxIter: Math.min(run.n, 20) });
  let largest = 0;
  for (;;) {
    const next = steps.next();
    largest = Math.max(largest, Math.abs(system.curvature));
    if (next.done === true) break;
    yield* curvature.product(direction, product);
  }
  if (!(system.curvature < -negligible * largest)) return false;
  scale(1 / norm2(direction), direction);
  return true;
}
