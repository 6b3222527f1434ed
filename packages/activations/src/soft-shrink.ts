import { ArgumentError, abs, add, checkOptions, describe, lessEqual, sub, type Tensor, where } from '@gradkit/core';

/** Options of {@link softShrink} and {@link hardShrink}. */
export interface ShrinkOptions {
  /** Up to which absolute value the result is 0; at least 0, default 0.5. */
  readonly threshold?: number | undefined;
}

/**
 * Silences what is small and brings the rest nearer to 0 by the same amount: the proximal step of the absolute value.
 *
 * ```text
 * softShrink(x) = 0                          where |x| ≤ threshold
 *                 x − threshold · sign(x)    elsewhere
 * ```
 *
 * Any shape in, the same shape out. NaN stays NaN. The derivative is 0 at ±threshold.
 *
 * @throws ArgumentError when `threshold` is negative or not finite
 * @see Donoho, De-noising by soft-thresholding, IEEE Transactions on Information Theory 41, 1995
 * @example
 * ```ts
 * import { softShrink } from '@gradkit/activations';
 * import { tensor } from '@gradkit/core';
 * console.log(softShrink(tensor([-2, 0.25, 0.75])).toArray()); // [-1.5, 0, 0.25]
 * ```
 */
export function softShrink(x: Tensor, options: ShrinkOptions = {}): Tensor {
  checkOptions('softShrink', options, ['threshold']);
  const { threshold = 0.5 } = options;
  checkShrinkage('softShrink', threshold);
  const moved = where(lessEqual(x, 0), add(x, threshold), sub(x, threshold));
  return where(lessEqual(abs(x), threshold), 0, moved);
}

/** Throws unless the threshold is finite and at least 0. */
export function checkShrinkage(name: string, threshold: number): void {
  if (threshold >= 0 && threshold < Infinity) return;
  throw new ArgumentError(`${name}: threshold must be a finite number of at least 0, got ${describe(threshold)}.`);
}
