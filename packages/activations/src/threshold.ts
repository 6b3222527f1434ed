import { ArgumentError, checkOptions, describe, lessEqual, type Tensor, where } from '@gradkit/core';

/** Options of {@link threshold}. */
export interface ThresholdOptions {
  /** What is above passes. */
  readonly threshold: number;
  /** What everything else becomes. */
  readonly defaultValue: number;
}

/**
 * Keeps what is above a threshold and replaces the rest by one value.
 *
 * ```text
 * threshold(x) = x where x > threshold,  defaultValue elsewhere
 * ```
 *
 * Any shape in, the same shape out. NaN stays NaN. The derivative is 0 at the threshold. As the activation of a layer:
 * `(x) => threshold(x, { threshold: 1, defaultValue: 0 })`.
 *
 * @throws ArgumentError when an option is missing or not finite
 * @example
 * ```ts
 * import { threshold } from '@gradkit/activations';
 * import { tensor } from '@gradkit/core';
 * console.log(threshold(tensor([-2, 1, 3]), { threshold: 1, defaultValue: -1 }).toArray()); // [-1, -1, 3]
 * ```
 */
export function threshold(x: Tensor, options: ThresholdOptions): Tensor {
  checkOptions('threshold', options ?? {}, ['threshold', 'defaultValue']);
  const { threshold: limit, defaultValue } = options ?? {};
  for (const [name, value] of Object.entries({ threshold: limit, defaultValue })) {
    if (!Number.isFinite(value)) {
      throw new ArgumentError(`threshold: ${name} must be a finite number, got ${describe(value)}.`);
    }
  }
  return where(lessEqual(x, limit), defaultValue, x);
}
