import { checkOptions } from '@gradkit/core';
import type { LearningRate, OptimizerOptions } from '@gradkit/optimizers';

/**
 * The options of a method apart from those of the driver, which checks its own and that there are no others. `keys` names the
 * method's; a bare learning rate stands for the options object.
 */
export function ownOptions<Options extends OptimizerOptions>(
  where: string,
  options: Options | LearningRate,
  keys: readonly (keyof Options & string)[],
  defaultRate: number,
): { readonly own: Partial<Options>; readonly driver: OptimizerOptions } {
  if (typeof options === 'number' || typeof options === 'function') {
    return { own: {}, driver: { learningRate: options } };
  }
  checkOptions(where, options, Object.keys(Object(options)));
  const driver = Object.fromEntries(Object.entries(options).filter(([key]) => !keys.includes(key as never)));
  const { learningRate = defaultRate } = options;
  return { own: options, driver: { ...driver, learningRate } as OptimizerOptions };
}
