import { checkOptions } from '@gradkit/core';
import type { LearningRate, OptimizerOptions } from '@gradkit/optimizers';

/** The options of the driver, all of which are named here. */
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
 * The options of an optimizer apart from those of its driver. A bare learning rate stands for the options object.
 * @param keys names of the optimizer's own options
 * @throws ArgumentError when an option is neither
 */
export function driverOptions<Options extends OptimizerOptions>(
  where: string,
  options: Options | LearningRate,
  keys: readonly (keyof Options & string)[],
  defaultRate: number,
): { readonly own: Partial<Options>; readonly driver: OptimizerOptions } {
  if (typeof options === 'number' || typeof options === 'function') {
    return { own: {}, driver: { learningRate: options } };
  }
  checkOptions(where, options, [...Object.keys(driverKeys), ...keys]);
  const driver = Object.fromEntries(Object.entries(options).filter(([key]) => key in driverKeys));
  const { learningRate = defaultRate } = options;
  return { own: options, driver: { ...driver, learningRate } as OptimizerOptions };
}
