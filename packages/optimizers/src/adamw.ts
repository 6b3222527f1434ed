import type { AdamOptions } from './adam.ts';
import { adamKeys, adamNumbers, adamRule } from './adam-rule.ts';
import type { LearningRate } from './learning-rate.ts';
import { createOptimizer, type Optimizer } from './optimizer.ts';
import { ruleOptions } from './rule-options.ts';

/**
 * Adam with decoupled weight decay: weights shrink by the same share whatever their gradients were.
 *
 * ```text
 * p ← p − learningRate · weightDecay · p
 * p ← adam(g, p)
 * ```
 *
 * All options are those of `adam`; `weightDecay` is 0.004 unless told otherwise, and the learning rate 0.001. Biases and
 * the scales of normalisation are usually left out: `excludeFromWeightDecay: ['bias', 'gamma', 'beta']`.
 *
 * @throws ArgumentError when an option is out of range
 * @see Loshchilov and Hutter, Decoupled weight decay regularization, ICLR 2019
 * @example
 * ```ts
 * import { tensor, variable } from '@gradkit/core';
 * import { adamw } from '@gradkit/optimizers';
 * const w = variable([1, 2]);
 * adamw({ learningRate: 0.5, weightDecay: 0.1 }).apply([tensor([1, 6])], [{ name: 'w', variable: w }]);
 * console.log(w.value.toArray()); // 5 % less, then 0.5: [0.4500…, 1.4000…]
 * ```
 */
export function adamw(options: AdamOptions | LearningRate = {}): Optimizer {
  const { own, driver } = ruleOptions<AdamOptions>('adamw', options, adamKeys, 0.001);
  const { weightDecay = 0.004 } = driver;
  return createOptimizer(adamRule('adamw', adamNumbers('adamw', own)), { ...driver, weightDecay });
}
