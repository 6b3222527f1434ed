import { isFloat } from '../dtype.ts';
import { DTypeError } from '../errors.ts';
import { Tensor, type TensorLike } from '../tensor.ts';
import { mul, neg, sub } from './arithmetic.ts';
import { equal, less, notEqual, where } from './comparison.ts';
import { logicalAnd, logicalOr } from './logical.ts';
import { operand, unary } from './operand.ts';

/**
 * The largest integer `⌊x⌋` not above `x`, in the type of `x`.
 *
 * @throws DTypeError for bool
 * @example
 * ```ts
 * import { floor, tensor } from '@gradkit/core';
 * console.log(floor(tensor([1.5, -1.5])).toArray()); // [1, -2]
 * ```
 */
export function floor(x: TensorLike): Tensor {
  return rounded('floor', x, (y) => unary('floor', y, {}));
}

/**
 * The smallest integer `⌈x⌉` not below `x`, in the type of `x`.
 *
 * @throws DTypeError for bool
 * @example
 * ```ts
 * import { ceil, tensor } from '@gradkit/core';
 * console.log(ceil(tensor([1.5, 2.25])).toArray()); // [2, 3]
 * ```
 */
export function ceil(x: TensorLike): Tensor {
  return rounded('ceil', x, (y) => neg(unary('floor', neg(y), {})));
}

/**
 * The nearest integer, in the type of `x`; halves go to the even neighbour, as in IEEE 754.
 *
 * @throws DTypeError for bool
 * @example
 * ```ts
 * import { round, tensor } from '@gradkit/core';
 * console.log(round(tensor([0.5, 1.5, 2.4])).toArray()); // [0, 2, 2]
 * ```
 */
export function round(x: TensorLike): Tensor {
  return rounded('round', x, (y) => {
    const below = unary('floor', y, {});
    const fraction = sub(y, below);
    const half = mul(below, 0.5);
    const odd = notEqual(half, unary('floor', half, {}));
    const up = logicalOr(less(0.5, fraction), logicalAnd(equal(fraction, 0.5), odd));
    // −(−⌊x⌋ − 1) is ⌊x⌋ + 1 with the sign of x where that is zero.
    return where(up, neg(sub(neg(below), 1)), below);
  });
}

/**
 * The integer part, rounded towards zero, in the type of `x`.
 *
 * @throws DTypeError for bool
 * @example
 * ```ts
 * import { tensor, trunc } from '@gradkit/core';
 * console.log(trunc(tensor([1.7, -1.7])).toArray()); // [1, -1]
 * ```
 */
export function trunc(x: TensorLike): Tensor {
  return rounded('trunc', x, (y) => where(less(y, 0), ceil(y), floor(y)));
}

/** Integers are their own rounding. */
function rounded(name: string, x: TensorLike, rule: (y: Tensor) => Tensor): Tensor {
  const from = new Tensor(operand(name, x));
  if (from.dtype === 'bool') throw new DTypeError(`${name}: bool is not supported. Use cast().`);
  return isFloat(from.dtype) ? rule(from) : from;
}
