import type { Tensor, TensorLike } from '../tensor.ts';
import { div, neg } from './arithmetic.ts';
import { less, where } from './comparison.ts';
import { logicalOr, logicalXor } from './logical.ts';
import { floatPair, floatTensor } from './operand.ts';

/**
 * Whether elements have a minus sign, as bool: negative numbers and −0. A NaN counts as positive.
 *
 * @throws DTypeError unless the element type is float32 or float64
 * @example
 * ```ts
 * import { signBit, tensor } from '@gradkit/core';
 * console.log(signBit(tensor([-2, -0, 0, 3])).toArray()); // [true, true, false, false]
 * ```
 */
export function signBit(x: TensorLike): Tensor {
  const from = floatTensor('signBit', x);
  // 1 / −0 is −Infinity.
  return logicalOr(less(from, 0), less(div(1, from), 0));
}

/**
 * `|magnitude|` with the sign of `sign`, −0 included; a NaN has a plus sign.
 *
 * Shapes broadcast as in NumPy: aligned at the last axis, extents equal or 1.
 * @throws ShapeError when the shapes do not broadcast; DTypeError when the element types differ or are not float32 or float64
 * @example
 * ```ts
 * import { copySign, tensor } from '@gradkit/core';
 * console.log(copySign(tensor([1, -2, 3]), tensor([-1, 1, -0])).toArray()); // [-1, 2, -3]
 * ```
 */
export function copySign(magnitude: TensorLike, sign: TensorLike): Tensor {
  const [from, like] = floatPair('copySign', magnitude, sign);
  const differs = logicalXor(signBit(from), signBit(like));
  return where(differs, neg(from), from);
}
