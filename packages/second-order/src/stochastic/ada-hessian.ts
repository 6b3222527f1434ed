import {
  add,
  broadcastTo,
  checkFlags,
  div,
  mean,
  mul,
  pow,
  sqrt,
  square,
  sub,
  type Tensor,
  where,
} from '@gradkit/core';
import {
  biasCorrection,
  checkCount,
  checkRange,
  createOptimizer,
  type LearningRate,
  type Optimizer,
  type OptimizerOptions,
  ruleOptions,
} from '@gradkit/optimizers';
import { curvatureOptimizer } from './curvature-optimizer.ts';
import { hutchinsonDiagonal } from './hutchinson.ts';
import { observe } from './observation.ts';
import { scheduledCurvature } from './scheduled-curvature.ts';

/** Options of {@link adaHessian}. */
export type AdaHessianOptions = OptimizerOptions & {
  /** Share of the past in the mean of the gradient, in [0, 1); default 0.9. */
  readonly beta1?: number | undefined;
  /** Share of the past in the mean square of the curvature, in [0, 1); default 0.999. */
  readonly beta2?: number | undefined;
  /** Added to the denominator, above 0; default 10⁻⁴. */
  readonly epsilon?: number | undefined;
  /** The power k of the curvature, in (0, 1]: 1 (default) is Newton's method, less is closer to descent along the gradient. */
  readonly hessianPower?: number | undefined;
  /** Whether the curvature of a convolution's kernel is averaged over its places in space; default `true`. */
  readonly spatialAveraging?: boolean | undefined;
  /** Number of steps from one estimate of the curvature to the next, at least 1; default 1. */
  readonly updatePeriod?: number | undefined;
  /** Of the random signs; default 0. */
  readonly seed?: number | undefined;
};

/**
 * Adam with the curvature in place of the squared gradient: a diagonal of the Hessian, estimated with random signs.
 *
 * ```text
 * D ← z · H z                                  z random signs, one Hessian-vector product; averaged over space
 * m ← beta1 · m + (1 − beta1) · g
 * v ← beta2 · v + (1 − beta2) · D²             at every updatePeriod-th step
 * p ← p − learningRate · m̂ / (v̂^(hessianPower / 2) + epsilon)      both corrected for starting at 0
 * ```
 *
 * A bare number or schedule is the learning rate; its default is 0.15. The kernel of a 2D or 3D convolution has one curvature for
 * all places in space. A step costs a gradient and a Hessian-vector product, together about three to four gradients, and
 * with `updatePeriod` k the product only at every k-th step.
 *
 * It works by `step`, which `fit` and `trainStep` call: the function given to it must return what `gradients` made. Options of
 * the driver (`weightDecay`, clipping, `ema`, `gradientAccumulationSteps`) act on the gradient and the parameters as everywhere; of
 * accumulated gradients, the curvature is that of the last.
 *
 * @throws ArgumentError when an option is out of range, from `apply`, and from `step` when the gradients have no graph
 * @see Yao, Gholami, Shen, Mustafa, Keutzer and Mahoney, ADAHESSIAN: an adaptive second order optimizer for machine learning,
 * AAAI 2021
 * @example
 * ```ts
 * import { gradients } from '@gradkit/autograd';
 * import { mul, square, sum, tensor, variable } from '@gradkit/core';
 * import { adaHessian } from '@gradkit/second-order';
 * const w = variable([3, 2]);
 * const parameters = [{ name: 'w', variable: w }];
 * const loss = () => sum(mul(square(w.value), tensor([0.5, 50]))); // curvatures 1 and 100
 * adaHessian(1).step(() => gradients(loss(), parameters), parameters);
 * console.log(w.value.toArray()); // a step of Newton: both nearly 0
 * ```
 */
export function adaHessian(options: AdaHessianOptions | LearningRate = {}): Optimizer {
  const name = 'adaHessian';
  const keys = ['beta1', 'beta2', 'epsilon', 'hessianPower', 'spatialAveraging', 'updatePeriod', 'seed'] as const;
  const { own, driver } = ruleOptions<AdaHessianOptions>(name, options, keys, 0.15);
  const { beta1 = 0.9, beta2 = 0.999, epsilon = 1e-4, hessianPower = 1 } = own;
  const { spatialAveraging = true, updatePeriod = 1, seed = 0 } = own;
  checkRange(name, 'in [0, 1)', { beta1, beta2 });
  checkRange(name, 'above 0', { epsilon });
  checkRange(name, 'in (0, 1]', { hessianPower });
  checkCount(name, 1, { updatePeriod });
  checkFlags(name, { spatialAveraging });

  const curvature = scheduledCurvature(updatePeriod, seed, driver.gradientAccumulationSteps);
  const base = createOptimizer<{ readonly momentum: Tensor; readonly velocity: Tensor }>(
    {
      name,
      slots: { momentum: 0, velocity: 0 },
      update: ({ learningRate, step }) => {
        const isDue = curvature.isDue(step);
        const alpha = div(learningRate, biasCorrection(beta1, step));
        const share = biasCorrection(beta2, curvature.estimates(step));
        return (gradient, parameter, slots, { variable }) => {
          const momentum = add(slots.momentum, mul(sub(gradient, slots.momentum), 1 - beta1));
          const moved = add(slots.velocity, mul(sub(square(curvature.of(variable)), slots.velocity), 1 - beta2));
          const velocity = where(isDue, moved, slots.velocity);
          const unbiased = div(velocity, share);
          const root = hessianPower === 1 ? sqrt(unbiased) : pow(unbiased, hessianPower / 2);
          const descent = div(mul(momentum, alpha), add(root, epsilon));
          return { parameter: sub(parameter, descent), slots: { momentum, velocity } };
        };
      },
    },
    driver,
  );

  /** All places of a convolution's kernel `[…space, in, out]` get the mean. */
  const averaged = (diagonal: Tensor): Tensor => {
    const { rank } = diagonal;
    if (!spatialAveraging || rank < 4) return diagonal;
    const space = Array.from({ length: rank - 2 }, (_, axis) => axis);
    return broadcastTo(mean(diagonal, { axis: space, keepDims: true }), diagonal.shape);
  };

  return curvatureOptimizer(base, {
    step(evaluate, parameters) {
      const observation = observe(name, evaluate, parameters);
      curvature.during(base, parameters, observation, (random) =>
        hutchinsonDiagonal(observation, random).map(averaged),
      );
    },
  });
}
