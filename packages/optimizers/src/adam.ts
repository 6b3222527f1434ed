import { type AdamNumbers, adamKeys, adamNumbers, adamRule } from './adam-rule.ts';
import type { LearningRate } from './learning-rate.ts';
import { createOptimizer, type Optimizer, type OptimizerOptions } from './optimizer.ts';
import { ruleOptions } from './rule-options.ts';

/** Options of {@link adam}. */
export type AdamOptions = OptimizerOptions & AdamNumbers;

/**
 * Adaptive moments: momentum, divided by the recent root mean square of the gradient, both corrected for starting at 0.
 *
 * ```text
 * m ← m + (1 − beta1) · (g − m)
 * v ← v + (1 − beta2) · (g² − v)
 * α = learningRate · √(1 − beta2ᵗ) / (1 − beta1ᵗ)      t = 1, 2, …
 * p ← p − α · m / (√v + epsilon)                       amsgrad: the largest v so far
 * ```
 *
 * A bare number or schedule is the learning rate; its default is 0.001. `epsilon` stands where the paper has ε̂, in the
 * formula before its section 2.1.
 *
 * @throws ArgumentError when an option is out of range
 * @see Kingma and Ba, Adam: a method for stochastic optimization, ICLR 2015; amsgrad: Reddi, Kale and Kumar, On the
 * convergence of Adam and beyond, ICLR 2018
 * @example
 * ```ts
 * import { tensor, variable } from '@gradkit/core';
 * import { adam } from '@gradkit/optimizers';
 * const w = variable([1, 2]);
 * adam(0.5).apply([tensor([1, 6])], [{ name: 'w', variable: w }]);
 * console.log(w.value.toArray()); // both 0.5 less: [0.5000…, 1.5000…]
 * ```
 */
export function adam(options: AdamOptions | LearningRate = {}): Optimizer {
  const { own, driver } = ruleOptions<AdamOptions>('adam', options, adamKeys, 0.001);
  return createOptimizer(adamRule('adam', adamNumbers('adam', own)), driver);
}
