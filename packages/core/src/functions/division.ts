import { dtypes } from '../dtype.ts';
import type { Node } from '../graph.ts';
import { Tensor, type TensorLike } from '../tensor.ts';
import { remainderCode } from '../wasm/math/remainder.ts';
import { add, div, sub } from './arithmetic.ts';
import { equal, less, notEqual, where } from './comparison.ts';
import { logicalAnd, logicalXor } from './logical.ts';
import { binary, operands, unary } from './operand.ts';

/**
 * The remainder `a − b · ⌊a / b⌋`, which has the sign of the divisor, as Python's `%`.
 *
 * Division by zero gives NaN in floats and 0 in integers.
 * Shapes broadcast as in NumPy: aligned at the last axis, extents equal or 1.
 * @throws ShapeError when the shapes do not broadcast; DTypeError when the element types differ
 * @example
 * ```ts
 * import { remainder, tensor } from '@gradkit/core';
 * console.log(remainder(tensor([-7, 7]), 3).toArray()); // [2, 1]
 * ```
 */
export function remainder(a: TensorLike, b: TensorLike): Tensor {
  const [left, right] = operands('remainder', [a, b]) as [Node, Node];
  const divisor = new Tensor(right);
  const truncated = binary('remainder', 'rem', new Tensor(left), divisor, { code: remainderCode });
  return where(signsDiffer(truncated, divisor), add(truncated, divisor), truncated);
}

/**
 * The remainder `a − b · trunc(a / b)`, which has the sign of the dividend, as C's `fmod` and JavaScript's `%`.
 *
 * Division by zero gives NaN in floats and 0 in integers.
 * Shapes broadcast as in NumPy: aligned at the last axis, extents equal or 1.
 * @throws ShapeError when the shapes do not broadcast; DTypeError when the element types differ
 * @example
 * ```ts
 * import { fmod, tensor } from '@gradkit/core';
 * console.log(fmod(tensor([-7, 7]), 3).toArray()); // [-1, 1]
 * ```
 */
export function fmod(a: TensorLike, b: TensorLike): Tensor {
  return binary('fmod', 'rem', a, b, { code: remainderCode });
}

/**
 * The quotient rounded down, `⌊a / b⌋`, as Python's `//`.
 *
 * It fits the remainder: `a = b · floorDivide(a, b) + remainder(a, b)`. Integers give 0 when divided by 0.
 * Shapes broadcast as in NumPy: aligned at the last axis, extents equal or 1.
 * @throws ShapeError when the shapes do not broadcast; DTypeError when the element types differ
 * @example
 * ```ts
 * import { floorDivide, tensor } from '@gradkit/core';
 * console.log(floorDivide(tensor([-7, 7]), 2).toArray()); // [-4, 3]
 * ```
 */
export function floorDivide(a: TensorLike, b: TensorLike): Tensor {
  const [left, right] = operands('floorDivide', [a, b]) as [Node, Node];
  const divisor = new Tensor(right);
  const dividend = new Tensor(left);
  const truncated = binary('floorDivide', 'rem', dividend, divisor, { code: remainderCode });
  // Dividing what the remainder leaves is exact up to rounding: ⌊1 / 0.1⌋ is 9, since 0.1 is a little more than a tenth.
  const quotient = div(sub(dividend, truncated), divisor);
  const down = where(signsDiffer(truncated, divisor), sub(quotient, 1), quotient);
  if (!dtypes[left.dtype].float) return down;
  return where(equal(divisor, 0), div(dividend, divisor), unary('floor', add(down, 0.5), {}));
}

function signsDiffer(truncated: Tensor, divisor: Tensor): Tensor {
  return logicalAnd(notEqual(truncated, 0), logicalXor(less(truncated, 0), less(divisor, 0)));
}
