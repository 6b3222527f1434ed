import { checkOptions } from '@gradkit/core';
import type { LearningRate, OptimizerOptions } from '@gradkit/optimizers';

/** The options of the driver. The type asks for all of them. */
const driverKeys: Readonly<Record<keyof Required<OptimizerOptions>, true>> = {
  learningRate: true,
  ema: true,
  gradientAccumulationSteps: true,
  clipNorm: true,
  clipValue: true,
  globalClipNorm: true,
  gradientClip: true,
  weightDecay: true,
  excludeFromWeightDecay: true,
};

/**
 * The options of a method apart from those of the driver. `keys` names the method's; a bare learning rate stands for the options
 * object.
 * @throws ArgumentError when an option is neither
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
  checkOptions(where, options, [...keys, ...Object.keys(driverKeys)]);
  const driver = Object.fromEntries(Object.entries(options).filter(([key]) => Object.hasOwn(driverKeys, key)));
  const { learningRate = defaultRate } = options;
  return { own: options, driver: { ...driver, learningRate } as OptimizerOptions };
}
