import { checkOptions, div, maximum, mul } from '@gradkit/core';
import { type Constraint, checkBound, lengthsOf, type NormConstraintOptions } from './constraint.ts';

/** Options of {@link maxNorm}. */
export interface MaxNormOptions extends NormConstraintOptions {
  /** The largest norm allowed, above 0; default 2. */
  readonly maxValue?: number | undefined;
}

/**
 * Keeps the weights that enter each unit within a ball: longer vectors are shortened to its surface, shorter ones stay.
 *
 * ```text
 * w ← w · min(1, maxValue / ‖w‖)      for each vector along `axis`
 * ```
 *
 * Any shape in, the same shape out. The vectors are columns by default, which are the units of a dense kernel
 * `[in, units]`; for a convolution kernel `[height, width, in, filters]` they lie along `axis: [0, 1, 2]`.
 *
 * @throws ArgumentError when `maxValue` is not a finite number above 0, or the weight has no such axis
 * @see Srivastava, Hinton, Krizhevsky, Sutskever and Salakhutdinov, Dropout: a simple way to prevent neural networks from
 * overfitting, JMLR 15, 2014
 * @example
 * ```ts
 * import { tensor } from '@gradkit/core';
 * import { maxNorm } from '@gradkit/regularizers';
 * console.log(maxNorm({ maxValue: 1 })(tensor([[3, 0.25], [4, 0]])).toArray()); // [[0.6…, 0.25], [0.8…, 0]]
 * ```
 */
export function maxNorm(options: MaxNormOptions = {}): Constraint {
  checkOptions('maxNorm', options, ['maxValue', 'axis']);
  const { maxValue = 2, axis = 0 } = options;
  checkBound('maxNorm', 'above 0', { maxValue });
  return (value) => mul(value, div(maxValue, maximum(lengthsOf('maxNorm', value, axis), maxValue)));
}
