import { checkOptions } from '../errors.ts';
import { type Node, node } from '../graph.ts';
import { normalizeAxes, normalizeAxis } from '../shape.ts';
import { Tensor, type TensorLike } from '../tensor.ts';
import { add, div, sub } from './arithmetic.ts';
import { equal, isFinite as finite, where } from './comparison.ts';
import { checkFloat, operand } from './operand.ts';
import { max, type ReduceOptions, reduceKeys, sum } from './reductions.ts';
import { stopGradient } from './stop-gradient.ts';
import { exp, log } from './transcendental.ts';

/** Options of {@link softmax} and {@link logSoftmax}. */
export interface SoftmaxOptions {
  /** The axis whose elements compete, negative from the end; default -1. */
  readonly axis?: number | undefined;
}

/**
 * The softmax `eˣ / Σ eˣ` along an axis: positive numbers that sum to 1.
 *
 * The largest element is subtracted first, so that nothing overflows. Where it is infinite, the softmax is NaN.
 * @throws DTypeError unless the element type is float32 or float64; ArgumentError when an axis does not exist
 * @example
 * ```ts
 * import { softmax, tensor } from '@gradkit/core';
 * console.log(softmax(tensor([[0, 0], [5, -Infinity]])).toArray()); // [[0.5, 0.5], [1, 0]]
 * ```
 */
export function softmax(x: TensorLike, options: SoftmaxOptions = {}): Tensor {
  const { shifted, axis } = belowLargest('softmax', x, options);
  const powers = exp(shifted);
  return div(powers, sum(powers, { axis, keepDims: true }));
}

/**
 * The logarithm of the softmax along an axis, `x − ln Σ eˣ`, without overflow or loss of small probabilities.
 *
 * Where the largest element is infinite, the result is NaN.
 * @throws DTypeError unless the element type is float32 or float64; ArgumentError when an axis does not exist
 * @example
 * ```ts
 * import { logSoftmax, tensor } from '@gradkit/core';
 * console.log(logSoftmax(tensor([1000, 0])).toArray()); // [0, -1000]
 * ```
 */
export function logSoftmax(x: TensorLike, options: SoftmaxOptions = {}): Tensor {
  const { shifted, axis } = belowLargest('logSoftmax', x, options);
  return sub(shifted, log(sum(exp(shifted), { axis, keepDims: true })));
}

/**
 * `ln Σ eˣ` over axes, without overflow: a smooth maximum.
 *
 * -Infinity of nothing and of elements that are all -Infinity, where the derivative is taken as 0; Infinity if one is
 * Infinity.
 * @throws DTypeError unless the element type is float32 or float64; ArgumentError when an axis does not exist
 * @example
 * ```ts
 * import { logSumExp, tensor } from '@gradkit/core';
 * console.log(logSumExp(tensor([1000, -Infinity])).item()); // 1000
 * ```
 */
export function logSumExp(x: TensorLike, options: ReduceOptions = {}): Tensor {
  const from = operand('logSumExp', x);
  checkFloat('logSumExp', from.dtype);
  checkOptions('logSumExp', options, reduceKeys);
  const axis = normalizeAxes('logSumExp', options.axis, from.shape.length);
  const values = new Tensor(from);
  if (axis.some((i) => from.shape[i] === 0)) return log(sum(values, options));
  const largest = max(values, { axis, keepDims: true });
  // An infinite largest element decides alone; subtracting it would make NaN.
  const shift = stopGradient(where(finite(largest), largest, 0));
  const total = sum(exp(sub(values, shift)), { axis, keepDims: true });
  const none = equal(total, 0);
  const result = add(log(where(none, 1, total)), where(none, -Infinity, shift));
  return options.keepDims === true ? result : new Tensor(drop(result.node, axis));
}

function drop(x: Node, axes: readonly number[]): Node {
  return node('reshape', [x], { shape: x.shape.filter((_, i) => !axes.includes(i)) });
}

function belowLargest(name: string, x: TensorLike, options: SoftmaxOptions): { shifted: Tensor; axis: number } {
  const from = operand(name, x);
  checkFloat(name, from.dtype);
  checkOptions(name, options, ['axis']);
  const axis = normalizeAxis(name, options.axis ?? -1, from.shape.length);
  const values = new Tensor(from);
  if (from.shape[axis] === 0) return { shifted: values, axis };
  // The result does not depend on the shift, and so neither does the derivative.
  return { shifted: sub(values, stopGradient(max(values, { axis, keepDims: true }))), axis };
}
