import { checkOptions } from '@gradkit/core';
import type { LearningRate } from './learning-rate.ts';
import { type OptimizerOptions, optimizerKeys } from './optimizer.ts';

/**
 * The options of a rule apart from those of the driver. `keys` names the rule's own; a bare learning rate stands for the
 * options object.
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
