import { ArgumentError, checkOptions } from '../errors.ts';
import { normalizeAxes, sizeOf } from '../shape.ts';
import type { Tensor, TensorLike } from '../tensor.ts';
import { div, square, sub } from './arithmetic.ts';
import { equal, where } from './comparison.ts';
import { floatTensor } from './operand.ts';
import { fold, type ReduceOptions, reduceKeys } from './reductions.ts';
import { sqrt } from './transcendental.ts';

/** Options of {@link variance} and {@link std}. */
export interface VarianceOptions extends ReduceOptions {
  /** Subtracted from the count in the divisor; 1 gives the unbiased estimate of a sample; default 0. */
  readonly ddof?: number | undefined;
}

/**
 * The arithmetic mean `Σ x / n` over axes; NaN of nothing.
 *
 * @throws DTypeError unless the element type is float32 or float64; ArgumentError when an axis does not exist
 * @example
 * ```ts
 * import { mean, tensor } from '@gradkit/core';
 * const x = tensor([[1, 2], [3, 4]]);
 * console.log(mean(x).item(), mean(x, { axis: 0 }).toArray()); // 2.5 [2, 3]
 * ```
 */
export function mean(x: TensorLike, options: ReduceOptions = {}): Tensor {
  const from = floatTensor('mean', x);
  checkOptions('mean', options, reduceKeys);
  return average('mean', from, options);
}

/**
 * The variance `Σ (x − mean)² / (n − ddof)` over axes, computed in two passes.
 *
 * `ddof: 1` gives the unbiased estimate from a sample. Not finite when `n ≤ ddof`.
 * @throws DTypeError unless the element type is float32 or float64; ArgumentError when an axis does not exist
 * @example
 * ```ts
 * import { tensor, variance } from '@gradkit/core';
 * console.log(variance(tensor([1, 2, 3, 4])).item()); // 1.25
 * ```
 */
export function variance(x: TensorLike, options: VarianceOptions = {}): Tensor {
  return spread('variance', x, options);
}

/**
 * The standard deviation `√(Σ (x − mean)² / (n − ddof))` over axes; its derivative where it is 0 is taken as 0.
 *
 * @throws DTypeError unless the element type is float32 or float64; ArgumentError when an axis does not exist
 * @example
 * ```ts
 * import { std, tensor } from '@gradkit/core';
 * console.log(std(tensor([2, 4, 4, 4, 5, 5, 7, 9])).item()); // 2
 * ```
 */
export function std(x: TensorLike, options: VarianceOptions = {}): Tensor {
  return root(spread('std', x, options));
}

function average(name: string, x: Tensor, options: ReduceOptions): Tensor {
  return div(fold(name, 'reduceSum', x.node, options), count(name, x, options));
}

function spread(name: string, x: TensorLike, options: VarianceOptions): Tensor {
  const from = floatTensor(name, x);
  checkOptions(name, options, [...reduceKeys, 'ddof']);
  const { ddof = 0, ...reduce } = options;
  if (!(ddof >= 0)) throw new ArgumentError(`${name}: ddof is a number not below 0, got ${String(ddof)}.`);
  // Two passes: the mean of squares minus the square of the mean cancels digits when the mean is large.
  const centred = sub(from, average(name, from, { ...reduce, keepDims: true }));
  return div(fold(name, 'reduceSum', square(centred).node, reduce), Math.max(0, count(name, from, reduce) - ddof));
}

/** The square root of sums of squares, with derivative 0 instead of infinite at 0. */
export function root(squares: Tensor): Tensor {
  const zero = equal(squares, 0);
  return where(zero, 0, sqrt(where(zero, 1, squares)));
}

function count(name: string, { shape }: Tensor, { axis }: ReduceOptions): number {
  return sizeOf(normalizeAxes(name, axis, shape.length).map((i) => shape[i] as number));
}
