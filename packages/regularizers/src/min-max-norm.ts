import { ArgumentError, add, checkOptions, clip, describe, div, equal, mul, where } from '@gradkit/core';
import { type Constraint, checkBound, lengthsOf, type NormConstraintOptions } from './constraint.ts';

/** Options of {@link minMaxNorm}. */
export interface MinMaxNormOptions extends NormConstraintOptions {
  /** The smallest norm, at least 0; default 0. */
  readonly minValue?: number | undefined;
  /** The largest norm, at least `minValue`; default 1. */
  readonly maxValue?: number | undefined;
  /** Which share of the way to the bounds is gone at each update, 0 to 1; default 1. */
  readonly rate?: number | undefined;
}

/**
 * Keeps the length of the weights that enter each unit between two bounds, at once or little by little.
 *
 * ```text
 * w ← w · ((1 − rate) · ‖w‖ + rate · min(max(‖w‖, minValue), maxValue)) / ‖w‖      for each vector along `axis`
 * ```
 *
 * Any shape in, the same shape out. Vectors of zeros stay: they have no direction to grow in. The vectors are columns by
 * default, which are the units of a dense kernel `[in, units]`; for a convolution kernel `[height, width, in, filters]` they
 * lie along `axis: [0, 1, 2]`.
 *
 * @throws ArgumentError when a bound is negative or not finite, `minValue > maxValue`, `rate` is not between 0 and 1, or the
 * weight has no such axis
 * @example
 * ```ts
 * import { tensor } from '@gradkit/core';
 * import { minMaxNorm } from '@gradkit/regularizers';
 * const constraint = minMaxNorm({ minValue: 1, maxValue: 2.5 });
 * console.log(constraint(tensor([[3, 0.5], [4, 0]])).toArray()); // [[1.5, 1], [2, 0]]
 * ```
 */
export function minMaxNorm(options: MinMaxNormOptions = {}): Constraint {
  checkOptions('minMaxNorm', options, ['minValue', 'maxValue', 'rate', 'axis']);
  const { minValue = 0, maxValue = 1, rate = 1, axis = 0 } = options;
  checkBound('minMaxNorm', 'at least 0', { minValue, maxValue });
  if (minValue > maxValue) {
    throw new ArgumentError(`minMaxNorm: minValue must not be above maxValue, got ${minValue} and ${maxValue}.`);
  }
  if (!(typeof rate === 'number' && rate >= 0 && rate <= 1)) {
    throw new ArgumentError(`minMaxNorm: rate is between 0 and 1, got ${describe(rate)}.`);
  }
  return (value) => {
    const lengths = lengthsOf('minMaxNorm', value, axis);
    const bounded = div(clip(lengths, minValue, maxValue), where(equal(lengths, 0), 1, lengths));
    return mul(value, rate === 1 ? bounded : add(mul(bounded, rate), 1 - rate));
  };
}
