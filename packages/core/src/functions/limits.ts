import { ArgumentError } from '../errors.ts';
import type { Tensor, TensorLike } from '../tensor.ts';
import { binary } from './operand.ts';

/**
 * The larger of two elements; NaN if either is.
 *
 * Shapes broadcast as in NumPy: aligned at the last axis, extents equal or 1.
 * @throws ShapeError when the shapes do not broadcast; DTypeError when the element types differ
 * @example
 * ```ts
 * import { maximum, tensor } from '@gradkit/core';
 * console.log(maximum(tensor([-1, 2]), 0).toArray()); // [0, 2]
 * ```
 */
export function maximum(a: TensorLike, b: TensorLike): Tensor {
  return binary('maximum', 'max', a, b, {});
}

/**
 * The smaller of two elements; NaN if either is.
 *
 * Shapes broadcast as in NumPy: aligned at the last axis, extents equal or 1.
 * @throws ShapeError when the shapes do not broadcast; DTypeError when the element types differ
 * @example
 * ```ts
 * import { minimum, tensor } from '@gradkit/core';
 * console.log(minimum(tensor([-1, 2]), 0).toArray()); // [-1, 0]
 * ```
 */
export function minimum(a: TensorLike, b: TensorLike): Tensor {
  return binary('minimum', 'min', a, b, {});
}

/**
 * Elements limited to `[min, max]`: `min(max(x, min), max)`.
 *
 * Bounds are numbers or tensors, and broadcast. NaN stays.
 * @throws ArgumentError when both bounds are numbers and `min > max`; ShapeError when the shapes do not broadcast;
 * DTypeError when the element types differ
 * @example
 * ```ts
 * import { clip, tensor } from '@gradkit/core';
 * console.log(clip(tensor([-2, 0.5, 3]), 0, 1).toArray()); // [0, 0.5, 1]
 * ```
 */
export function clip(x: TensorLike, min: TensorLike, max: TensorLike): Tensor {
  if (typeof min === 'number' && typeof max === 'number' && min > max) {
    throw new ArgumentError(`clip: min ${min} is larger than max ${max}.`);
  }
  return binary('clip', 'min', binary('clip', 'max', x, min, {}), max, {});
}
