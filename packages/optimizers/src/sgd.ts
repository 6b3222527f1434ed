import { add, checkFlags, mul, sub, type Tensor } from '@gradkit/core';
import type { LearningRate } from './learning-rate.ts';
import { createOptimizer, type Optimizer, type OptimizerOptions } from './optimizer.ts';
import { checkRange } from './ranges.ts';
import { ruleOptions } from './rule-options.ts';
import type { UpdateRule } from './update-rule.ts';

/** Options of {@link sgd}. */
export type SgdOptions = OptimizerOptions & {
  /** Share of the last movement that goes on, in [0, 1); default 0. */
  readonly momentum?: number | undefined;
  /** Whether to look ahead along the movement; default `false`. */
  readonly nesterov?: boolean | undefined;
};

/**
 * Stochastic gradient descent, with optional momentum.
 *
 * ```text
 * momentum = 0:  p ← p − learningRate · g
 * otherwise:     v ← momentum · v − learningRate · g
 *                p ← p + v                              plain
 *                p ← p + momentum · v − learningRate · g   nesterov
 * ```
 *
 * A bare number or schedule is the learning rate; its default is 0.01. Whether this is batch, mini-batch or single-sample
 * descent is decided by the batch that the gradient comes from.
 *
 * @throws ArgumentError when an option is out of range
 * @see Sutskever, Martens, Dahl and Hinton, On the importance of initialization and momentum in deep learning, ICML 2013
 * @example
 * ```ts
 * import { tensor, variable } from '@gradkit/core';
 * import { sgd } from '@gradkit/optimizers';
 * const w = variable([1, 2]);
 * sgd(0.5).apply([tensor([1, 6])], [{ name: 'w', variable: w }]);
 * console.log(w.value.toArray()); // [0.5, -1]
 * ```
 */
export function sgd(options: SgdOptions | LearningRate = {}): Optimizer {
  const { own, driver } = ruleOptions<SgdOptions>('sgd', options, ['momentum', 'nesterov'], 0.01);
  const { momentum = 0, nesterov = false } = own;
  checkRange('sgd', 'in [0, 1)', { momentum });
  checkFlags('sgd', { nesterov });

  const rule: UpdateRule<{ readonly momentum: Tensor | undefined }> = {
    name: 'sgd',
    slots: { momentum: momentum > 0 ? 0 : undefined },
    update:
      ({ learningRate }) =>
      (gradient, parameter, slots) => {
        const descent = mul(gradient, learningRate);
        if (slots.momentum === undefined) return { parameter: sub(parameter, descent), slots };
        const movement = sub(mul(slots.momentum, momentum), descent);
        const step = nesterov ? sub(mul(movement, momentum), descent) : movement;
        return { parameter: add(parameter, step), slots: { momentum: movement } };
      },
  };
  return createOptimizer(rule, driver);
}
