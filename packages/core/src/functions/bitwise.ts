import { numberAs } from '../broadcast.ts';
import { literal } from '../graph.ts';
import { Tensor, type TensorLike } from '../tensor.ts';
import { shiftLeftCode, shiftRightCode } from '../wasm/emit/integers.ts';
import { binary, operand } from './operand.ts';

/**
 * The bits that are set in both of two integers; on bool, the logical operation.
 *
 * Shapes broadcast as in NumPy: aligned at the last axis, extents equal or 1.
 * @throws ShapeError when the shapes do not broadcast; DTypeError when the element types differ
 * @example
 * ```ts
 * import { bitwiseAnd, tensor } from '@gradkit/core';
 * console.log(bitwiseAnd(tensor([6, 8], { dtype: 'int32' }), tensor([5, 3], { dtype: 'int32' })).toArray()); // [4, 0]
 * ```
 */
export function bitwiseAnd(a: TensorLike, b: TensorLike): Tensor {
  return binary('bitwiseAnd', 'and', a, b, {});
}

/**
 * The bits that are set in at least one of two integers; on bool, the logical operation.
 *
 * Shapes broadcast as in NumPy: aligned at the last axis, extents equal or 1.
 * @throws ShapeError when the shapes do not broadcast; DTypeError when the element types differ
 * @example
 * ```ts
 * import { bitwiseOr, tensor } from '@gradkit/core';
 * console.log(bitwiseOr(tensor([6, 8], { dtype: 'int32' }), tensor([5, 3], { dtype: 'int32' })).toArray()); // [7, 11]
 * ```
 */
export function bitwiseOr(a: TensorLike, b: TensorLike): Tensor {
  return binary('bitwiseOr', 'or', a, b, {});
}

/**
 * The bits that are set in exactly one of two integers; on bool, the logical operation.
 *
 * Shapes broadcast as in NumPy: aligned at the last axis, extents equal or 1.
 * @throws ShapeError when the shapes do not broadcast; DTypeError when the element types differ
 * @example
 * ```ts
 * import { bitwiseXor, tensor } from '@gradkit/core';
 * console.log(bitwiseXor(tensor([6, 8], { dtype: 'int32' }), tensor([5, 3], { dtype: 'int32' })).toArray()); // [3, 11]
 * ```
 */
export function bitwiseXor(a: TensorLike, b: TensorLike): Tensor {
  return binary('bitwiseXor', 'xor', a, b, {});
}

/**
 * Every bit of an integer inverted; on bool, the negation.
 *
 * @throws DTypeError for floats
 * @example
 * ```ts
 * import { bitwiseNot, tensor } from '@gradkit/core';
 * console.log(bitwiseNot(tensor([0, 5], { dtype: 'int32' })).toArray()); // [-1, -6]
 * ```
 */
export function bitwiseNot(x: TensorLike): Tensor {
  const from = operand('bitwiseNot', x);
  const ones = literal(numberAs('bitwiseNot', -1, from.dtype), from.dtype);
  return binary('bitwiseNot', 'xor', new Tensor(from), new Tensor(ones), {});
}

/**
 * The bits of an integer moved up: `x · 2^count`, modulo the width of the type.
 *
 * The count is taken modulo the number of bits.
 * Shapes broadcast as in NumPy: aligned at the last axis, extents equal or 1.
 * @throws ShapeError when the shapes do not broadcast; DTypeError when the element types differ
 * @example
 * ```ts
 * import { leftShift, tensor } from '@gradkit/core';
 * console.log(leftShift(tensor([1, 3], { dtype: 'int32' }), 4).toArray()); // [16, 48]
 * ```
 */
export function leftShift(x: TensorLike, count: TensorLike): Tensor {
  return binary('leftShift', 'shl', x, count, { code: shiftLeftCode });
}

/**
 * The bits of an integer moved down: `⌊x / 2^count⌋`; int32 keeps its sign.
 *
 * The count is taken modulo the number of bits.
 * Shapes broadcast as in NumPy: aligned at the last axis, extents equal or 1.
 * @throws ShapeError when the shapes do not broadcast; DTypeError when the element types differ
 * @example
 * ```ts
 * import { rightShift, tensor } from '@gradkit/core';
 * console.log(rightShift(tensor([16, -16], { dtype: 'int32' }), 2).toArray()); // [4, -4]
 * ```
 */
export function rightShift(x: TensorLike, count: TensorLike): Tensor {
  return binary('rightShift', 'shr', x, count, { code: shiftRightCode });
}
