import { checkOptions } from '@gradkit/core';
import type { LearningRate } from './learning-rate.ts';
import { type OptimizerOptions, optimizerKeys } from './optimizer.ts';

/**
 * The options of a rule apart from those of the driver. `keys` names the rule's own; a bare learning rate stands for the
 * options object.
 *
 * @param where the method that got the options, for messages
 * @param defaultRate the learning rate where none is given
 * @throws ArgumentError when an option is neither
 * @example
 * ```ts
 * import { ruleOptions } from '@gradkit/optimizers';
 * const options = { rho: 0.5, clipNorm: 1 };
 * const { own, driver } = ruleOptions<typeof options>('myRule', options, ['rho'], 0.01);
 * console.log(own.rho, driver); // 0.5 { clipNorm: 1, learningRate: 0.01 }
 * ```
 */
export function ruleOptions<Options extends OptimizerOptions>(
  where: string,
  options: Options | LearningRate,
  keys: readonly (keyof Options & string)[],
  defaultRate: number,
): { readonly own: Partial<Options>; readonly driver: OptimizerOptions } {
  if (typeof options === 'number' || typeof options === 'function') {
    return { own: {}, driver: { learningRate: options } };
  }
  checkOptions(where, options, [...optimizerKeys, ...keys]);
  const driver = Object.fromEntries(Object.entries(options).filter(([key]) => optimizerKeys.includes(key)));
  const { learningRate = defaultRate } = options;
  return { own: options, driver: { ...driver, learningRate } as OptimizerOptions };
}
