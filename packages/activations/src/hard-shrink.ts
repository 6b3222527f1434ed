import { abs, checkOptions, lessEqual, type Tensor, where } from '@gradkit/core';
import { checkShrinkage, type ShrinkOptions } from './soft-shrink.ts';

/**
 * Silences what is small and keeps the rest as it is.
 *
 * ```text
 * hardShrink(x) = 0 where |x| ≤ threshold,  x elsewhere
 * ```
 *
 * Any shape in, the same shape out. NaN stays NaN. The derivative is 0 at ±threshold, where the function jumps.
 *
 * @throws ArgumentError when `threshold` is negative or not finite
 * @see Donoho and Johnstone, Ideal spatial adaptation by wavelet shrinkage, Biometrika 81, 1994
 * @example
 * ```ts
 * import { hardShrink } from '@gradkit/activations';
 * import { tensor } from '@gradkit/core';
 * console.log(hardShrink(tensor([-2, 0.25, 0.75])).toArray()); // [-2, 0, 0.75]
 * ```
 */
export function hardShrink(x: Tensor, options: ShrinkOptions = {}): Tensor {
  checkOptions('hardShrink', options, ['threshold']);
  const { threshold = 0.5 } = options;
  checkShrinkage('hardShrink', threshold);
  return where(lessEqual(abs(x), threshold), 0, x);
}
