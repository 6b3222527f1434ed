import type { DType } from '../dtype.ts';
import { checkOptions } from '../errors.ts';
import { mul, neg, sub } from '../functions/arithmetic.ts';
import { less, where } from '../functions/comparison.ts';
import { log, log1p } from '../functions/transcendental.ts';
import type { Shape } from '../shape.ts';
import type { Tensor, TensorLike } from '../tensor.ts';
import { openUnit } from './uniform.ts';

/** Options of {@link exponential}, {@link gumbel} and {@link laplace}. */
export interface StandardOptions {
  /** `float32` or `float64`; default `float32`. */
  readonly dtype?: DType | undefined;
}

/**
 * Exponentially distributed random numbers of mean 1: `-ln(1 - u)` with `u` uniform on (0, 1).
 *
 * Density `exp(-x)` for `x > 0`. Divide by a rate, or multiply by a mean, for others.
 * @throws ArgumentError when `from` is not a key or the shape is not one; DTypeError unless `dtype` is a float one
 * @example
 * ```ts
 * import { exponential, key, min } from '@gradkit/core';
 * console.log(min(exponential(key(0), [1000])).item() > 0); // true
 * ```
 */
export function exponential(from: TensorLike, shape: Shape, options: StandardOptions = {}): Tensor {
  return waiting('exponential', from, shape, options);
}

/**
 * Random numbers with the standard Gumbel distribution, that of the largest of many: `-ln(e)` with `e` exponential.
 *
 * Distribution function `exp(-exp(-x))`. The position of the largest of `logits + gumbel` is a sample of the categorical
 * distribution with those logits.
 * @throws ArgumentError when `from` is not a key or the shape is not one; DTypeError unless `dtype` is a float one
 * @example
 * ```ts
 * import { gumbel, key } from '@gradkit/core';
 * console.log(gumbel(key(0), [2, 3]).shape); // [2, 3]
 * ```
 */
export function gumbel(from: TensorLike, shape: Shape, options: StandardOptions = {}): Tensor {
  return neg(log(waiting('gumbel', from, shape, options)));
}

/**
 * Random numbers with the standard Laplace distribution: exponential on both sides of 0.
 *
 * Density `exp(-|x|) / 2`, variance 2.
 * @throws ArgumentError when `from` is not a key or the shape is not one; DTypeError unless `dtype` is a float one
 * @example
 * ```ts
 * import { key, laplace } from '@gradkit/core';
 * console.log(laplace(key(0), [4]).shape); // [4]
 * ```
 */
export function laplace(from: TensorLike, shape: Shape, options: StandardOptions = {}): Tensor {
  checkOptions('laplace', options, ['dtype']);
  const u = openUnit('laplace', from, shape, options.dtype ?? 'float32');
  // Below the median 2u is the distribution function of -x, above it that of x from the other end.
  return where(less(u, 0.5), log(mul(u, 2)), neg(log(mul(sub(1, u), 2))));
}

function waiting(where: string, from: TensorLike, shape: Shape, options: StandardOptions): Tensor {
  checkOptions(where, options, ['dtype']);
  return neg(log1p(neg(openUnit(where, from, shape, options.dtype ?? 'float32'))));
}
