import { ArgumentError } from '../errors.ts';
import { Tensor, type TensorLike } from '../tensor.ts';
import { binary, operand } from './operand.ts';

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
 * Bounds are numbers or tensors, and broadcast; an undefined one does not limit. NaN stays.
 * @throws ArgumentError when both bounds are numbers and `min > max`; ShapeError when the shapes do not broadcast;
 * DTypeError when the element types differ
 * @example
 * ```ts
 * import { clip, tensor } from '@gradkit/core';
 * console.log(clip(tensor([-2, 0.5, 3]), 0, 1).toArray()); // [0, 0.5, 1]
 * console.log(clip(tensor([-2, 3]), undefined, 1).toArray()); // [-2, 1]
 * ```
 */
export function clip(x: TensorLike, min: TensorLike | undefined, max: TensorLike | undefined): Tensor {
  if (typeof min === 'number' && typeof max === 'number' && min > max) {
    throw new ArgumentError(`clip: min ${min} is larger than max ${max}.`);
  }
  const above = min === undefined ? new Tensor(operand('clip', x)) : binary('clip', 'max', x, min, {});
  return max === undefined ? above : binary('clip', 'min', above, max, {});
}
