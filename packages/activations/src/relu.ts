import {
  ArgumentError,
  checkOptions,
  greaterEqual,
  less,
  lessEqual,
  mul,
  sub,
  type Tensor,
  where,
} from '@gradkit/core';

/** Options of {@link relu}. */
export interface ReluOptions {
  /** Slope below the threshold; default 0. */
  readonly negativeSlope?: number | undefined;
  /** Largest value, at least the threshold; default: none. `6` gives ReLU6. */
  readonly maxValue?: number | undefined;
  /** Where the unit opens; default 0. */
  readonly threshold?: number | undefined;
}

/**
 * The rectified linear unit: keeps what is positive and silences the rest.
 *
 * ```text
 * relu(x) = maxValue                         where x ≥ maxValue
 *           x                                where threshold ≤ x < maxValue
 *           negativeSlope · (x − threshold)  elsewhere
 * ```
 *
 * Any shape in, the same shape out. NaN stays NaN. Where two branches meet, the derivative is that of the flatter side:
 * it is `negativeSlope` at 0 and 0 at `maxValue`.
 *
 * @throws ArgumentError when an option is not finite or `maxValue < threshold`
 * @see Nair and Hinton, Rectified linear units improve restricted Boltzmann machines, ICML 2010
 * @example
 * ```ts
 * import { relu } from '@gradkit/activations';
 * import { tensor } from '@gradkit/core';
 * const x = tensor([-2, 0, 3, 8]);
 * console.log(relu(x).toArray()); // [0, 0, 3, 8]
 * console.log(relu(x, { maxValue: 6 }).toArray()); // [0, 0, 3, 6]
 * ```
 */
export function relu(x: Tensor, options: ReluOptions = {}): Tensor {
  checkOptions('relu', options, ['negativeSlope', 'maxValue', 'threshold']);
  const { negativeSlope = 0, maxValue = Infinity, threshold = 0 } = options;
  if (!Number.isFinite(negativeSlope) || !Number.isFinite(threshold) || !(maxValue >= threshold)) {
    throw new ArgumentError(
      `relu: needs finite numbers with maxValue ≥ threshold, got negativeSlope ${negativeSlope}, ` +
        `maxValue ${maxValue}, threshold ${threshold}.`,
    );
  }
  // At a threshold of 0 both branches are 0, and the closed side is chosen for its derivative.
  const closed = threshold === 0 ? lessEqual(x, 0) : less(x, threshold);
  const opened = where(closed, negativeSlope === 0 ? 0 : mul(sub(x, threshold), negativeSlope), x);
  return maxValue === Infinity ? opened : where(greaterEqual(x, maxValue), maxValue, opened);
}
