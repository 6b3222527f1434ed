import { checkOptions, div, equal, where } from '@gradkit/core';
import { type Constraint, lengthsOf, type NormConstraintOptions } from './constraint.ts';

/**
 * Brings the weights that enter each unit to length 1, so that only their direction is learned.
 *
 * ```text
 * w ← w / ‖w‖      for each vector along `axis`
 * ```
 *
 * Any shape in, the same shape out. Vectors of zeros stay. The vectors are columns by default, which are the units of a
 * dense kernel `[in, units]`; for a convolution kernel `[height, width, in, filters]` they lie along `axis: [0, 1, 2]`.
 *
 * @throws ArgumentError when the weight has no such axis
 * @see Salimans and Kingma, Weight normalization: a simple reparameterization to accelerate training of deep neural
 * networks, NIPS 2016, for why direction and length are worth separating
 * @example
 * ```ts
 * import { tensor } from '@gradkit/core';
 * import { unitNorm } from '@gradkit/regularizers';
 * console.log(unitNorm()(tensor([[3, 0], [4, 0]])).toArray()); // [[0.6…, 0], [0.8…, 0]]
 * ```
 */
export function unitNorm(options: NormConstraintOptions = {}): Constraint {
  checkOptions('unitNorm', options, ['axis']);
  const { axis = 0 } = options;
  return (value) => {
    const lengths = lengthsOf('unitNorm', value, axis);
    return div(value, where(equal(lengths, 0), 1, lengths));
  };
}
