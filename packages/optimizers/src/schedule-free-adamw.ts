import { add, div, minimum, mul, reciprocal, sqrt, square, sub, type Tensor } from '@gradkit/core';
import { biasCorrection } from './bias-correction.ts';
import type { LearningRate } from './learning-rate.ts';
import { createOptimizer, type Optimizer, type OptimizerOptions } from './optimizer.ts';
import { checkCount, checkRange } from './ranges.ts';
import { ruleOptions } from './rule-options.ts';
import type { UpdateRule } from './update-rule.ts';

/** Options of {@link scheduleFreeAdamw}. */
export type ScheduleFreeAdamwOptions = OptimizerOptions & {
  /** Where gradients are taken: share of the way from the moving sequence to its mean, in (0, 1); default 0.9. */
  readonly beta1?: number | undefined;
  /** Share of the past in the mean square of the gradient, in [0, 1); default 0.999. */
  readonly beta2?: number | undefined;
  /** Added to the root of the mean square, above 0; default 10⁻⁸. */
  readonly epsilon?: number | undefined;
  /** Number of steps in which the learning rate climbs, at least 0; default 0. */
  readonly warmupSteps?: number | undefined;
};

type ScheduleFreeSlots = {
  /** z: the sequence that moves. */
  readonly momentum: Tensor;
  readonly velocity: Tensor;
  /** x: the mean of that sequence. */
  readonly average: Tensor;
};

/**
 * Adam whose momentum is an average over the whole course, which takes the place of a falling learning rate.
 *
 * ```text
 * α = learningRate · min(1, t / warmupSteps)                        t = 1, 2, …
 * v ← v + (1 − beta2) · (g² − v)
 * z ← z − α · g / (√(v / (1 − beta2ᵗ)) + epsilon)
 * x ← (1 − 1 / t) · x + z / t
 * p ← (1 − beta1) · z + beta1 · x                                   z and x begin as p
 * ```
 *
 * Gradients are taken at p, but x is the result: `averages.swap(parameters)` puts it in the place of the parameters, to
 * evaluate or save, and a second time puts them back to train on. Batch normalisation has to measure its statistics anew for it:
 * `recalibrateBatchNorm`. A bare number is the learning rate; its default is 0.0025. Leave it constant.
 *
 * @throws ArgumentError when an option is out of range
 * @see Defazio, Yang, Mehta, Mishchenko, Khaled and Cutkosky, The road less scheduled, NeurIPS 2024
 * @example
 * ```ts
 * import { tensor, variable } from '@gradkit/core';
 * import { scheduleFreeAdamw } from '@gradkit/optimizers';
 * const w = variable([0]);
 * const parameters = [{ name: 'w', variable: w }];
 * const optimizer = scheduleFreeAdamw(0.5);
 * for (let step = 0; step < 2; step++) optimizer.apply([tensor([-1])], parameters);
 * console.log(w.value.toArray()); // [0.7749…]: a tenth of z = 1, and nine tenths of x
 * optimizer.averages?.swap(parameters);
 * console.log(w.value.toArray()); // [0.75]: x, the mean of 0.5 and 1
 * ```
 */
export function scheduleFreeAdamw(options: ScheduleFreeAdamwOptions | LearningRate = {}): Optimizer {
  const name = 'scheduleFreeAdamw';
  const keys = ['beta1', 'beta2', 'epsilon', 'warmupSteps'] as const;
  const { own, driver } = ruleOptions<ScheduleFreeAdamwOptions>(name, options, keys, 0.0025);
  const { beta1 = 0.9, beta2 = 0.999, epsilon = 1e-8, warmupSteps = 0 } = own;
  checkRange(name, 'in (0, 1)', { beta1 });
  checkRange(name, 'in [0, 1)', { beta2 });
  checkRange(name, 'above 0', { epsilon });
  checkCount(name, 0, { warmupSteps });

  const rule: UpdateRule<ScheduleFreeSlots> = {
    name,
    slots: {
      momentum: ({ variable }) => variable.value,
      velocity: 0,
      average: ({ variable }) => variable.value,
    },
    average: 'average',
    update: ({ learningRate, step }) => {
      const alpha = warmupSteps === 0 ? learningRate : mul(learningRate, minimum(div(step, warmupSteps), 1));
      const correction = biasCorrection(beta2, step);
      const weight = reciprocal(step);
      return (gradient, parameter, slots) => {
        const velocity = add(slots.velocity, mul(sub(square(gradient), slots.velocity), 1 - beta2));
        const descent = div(mul(gradient, alpha), add(sqrt(div(velocity, correction)), epsilon));
        const momentum = sub(slots.momentum, descent);
        // From the parameter and not from its slot, so that what else happened to the parameter, such as decay, counts.
        const past = div(sub(parameter, mul(slots.momentum, 1 - beta1)), beta1);
        const average = add(mul(past, sub(1, weight)), mul(momentum, weight));
        return {
          parameter: add(mul(momentum, 1 - beta1), mul(average, beta1)),
          slots: { momentum, velocity, average },
        };
      };
    },
  };
  return createOptimizer(rule, driver);
}
