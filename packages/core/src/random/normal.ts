import type { DType } from '../dtype.ts';
import { ArgumentError, checkOptions } from '../errors.ts';
import { add, mul } from '../functions/arithmetic.ts';
import { erfInv } from '../functions/erf-inv.ts';
import { clip } from '../functions/limits.ts';
import { erfScalar } from '../ops/scalar-meaning.ts';
import type { Shape } from '../shape.ts';
import type { Tensor, TensorLike } from '../tensor.ts';
import { evenly } from './uniform.ts';

/** Options of {@link normal}. */
export interface NormalOptions {
  /** Default 0. */
  readonly mean?: number | undefined;
  /** Standard deviation, not negative; default 1. */
  readonly stddev?: number | undefined;
  /** `float32` or `float64`; default `float32`. */
  readonly dtype?: DType | undefined;
}

/**
 * Normally distributed random numbers, as `jax.random.normal`: `mean + stddev · √2 erf⁻¹(u)` with `u` uniform on (-1, 1).
 *
 * @throws ArgumentError when `from` is not a key, the shape is not one or an option is out of range; DTypeError unless
 * `dtype` is a float one
 * @example
 * ```ts
 * import { key, normal } from '@gradkit/core';
 * console.log(normal(key(0), [1000]).shape); // [1000]
 * ```
 */
export function normal(from: TensorLike, shape: Shape, options: NormalOptions = {}): Tensor {
  checkOptions('normal', options, ['mean', 'stddev', 'dtype']);
  const { dtype = 'float32' } = options;
  return placed('normal', mul(erfInv(evenly('normal', from, shape, lowestOpen(dtype), 1, dtype)), Math.SQRT2), options);
}

/** Options of {@link truncatedNormal}. */
export interface TruncatedNormalOptions extends NormalOptions {
  /** Smallest value before scaling, in standard deviations; default -2. */
  readonly lower?: number | undefined;
  /** Largest value before scaling, in standard deviations; default 2. */
  readonly upper?: number | undefined;
}

/**
 * Normally distributed random numbers, none beyond the bounds, as `jax.random.truncated_normal`.
 *
 * `mean + stddev · z`, where `z` has the standard normal density within `[lower, upper]` and none outside. Truncation at ±2
 * leaves a standard deviation of 0.8796 `stddev`.
 * @throws ArgumentError when `from` is not a key, the shape is not one or an option is out of range; DTypeError unless
 * `dtype` is a float one
 * @example
 * ```ts
 * import { abs, key, max, truncatedNormal } from '@gradkit/core';
 * const x = truncatedNormal(key(0), [1000], { stddev: 0.1 });
 * console.log(max(abs(x)).item() <= 0.2001); // true
 * ```
 */
export function truncatedNormal(from: TensorLike, shape: Shape, options: TruncatedNormalOptions = {}): Tensor {
  checkOptions('truncatedNormal', options, ['lower', 'upper', 'mean', 'stddev', 'dtype']);
  const { lower = -2, upper = 2, dtype = 'float32' } = options;
  if (!(lower < upper)) throw new ArgumentError(`truncatedNormal: needs lower < upper, got ${lower} and ${upper}.`);
  const low = Math.max(lowestOpen(dtype), erfScalar(lower * Math.SQRT1_2));
  const u = evenly('truncatedNormal', from, shape, low, erfScalar(upper * Math.SQRT1_2), dtype);
  return placed('truncatedNormal', clip(mul(erfInv(u), Math.SQRT2), lower, upper), options);
}

/** Scaled and moved. */
function placed(where: string, z: Tensor, { mean = 0, stddev = 1 }: NormalOptions): Tensor {
  if (!Number.isFinite(mean) || !(stddev >= 0 && stddev < Infinity)) {
    throw new ArgumentError(`${where}: needs a finite mean and a stddev not below 0, got ${mean} and ${stddev}.`);
  }
  const scaled = stddev === 1 ? z : mul(z, stddev);
  return mean === 0 ? scaled : add(scaled, mean);
}

/** The next number above -1, where the inverse error function is still finite. */
const lowestOpen = (dtype: DType): number => (dtype === 'float64' ? -1 + 2 ** -53 : -1 + 2 ** -24);
