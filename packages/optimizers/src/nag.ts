import type { LearningRate } from './learning-rate.ts';
import type { Optimizer } from './optimizer.ts';
import { ruleOptions } from './rule-options.ts';
import { type SgdOptions, sgd } from './sgd.ts';

/** Options of {@link nag}: those of `sgd` but for `nesterov`. */
export type NagOptions = SgdOptions & { readonly nesterov?: undefined };

/**
 * Nesterov's accelerated gradient: `sgd` with momentum that looks ahead.
 *
 * ```text
 * v ← momentum · v − learningRate · g
 * p ← p + momentum · v − learningRate · g
 * ```
 *
 * Its options are those of `sgd` but for `nesterov`; the learning rate is 0.01 unless told otherwise. Give a momentum, such
 * as 0.9: it is 0 by default, as for `sgd`, and then there is nothing to look ahead along.
 *
 * @throws ArgumentError when an option is out of range
 * @see Nesterov, A method of solving a convex programming problem with convergence rate O(1/k²), Soviet Mathematics Doklady
 * 27, 1983; in this form: Sutskever, Martens, Dahl and Hinton, ICML 2013
 * @example
 * ```ts
 * import { tensor, variable } from '@gradkit/core';
 * import { nag } from '@gradkit/optimizers';
 * const w = variable([1, 2]);
 * nag({ learningRate: 0.5, momentum: 0.9 }).apply([tensor([1, 6])], [{ name: 'w', variable: w }]);
 * console.log(w.value.toArray()); // 1.9 · 0.5 · g less: [0.05…, -3.7…]
 * ```
 */
export function nag(options: NagOptions | LearningRate = {}): Optimizer {
  const { own, driver } = ruleOptions<SgdOptions>('nag', options, ['momentum'], 0.01);
  return sgd({ ...driver, momentum: own.momentum, nesterov: true });
}
