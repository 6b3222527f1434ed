import {
  ArgumentError,
  add,
  checkOptions,
  describe,
  div,
  hypot,
  lessEqual,
  mul,
  neg,
  type Tensor,
  where,
} from '@gradkit/core';

/** Options of {@link squareplus}. */
export interface SquareplusOptions {
  /** How round the corner is, above 0; default 4, where the value at 0 is 1. */
  readonly b?: number | undefined;
}

/**
 * A smooth rectified linear unit made of a square root only; like softplus it is always positive.
 *
 * ```text
 * squareplus(x) = (x + √(x² + b)) / 2
 *               = ½b / (√(x² + b) − x)      where x ≤ 0: the same, but without cancellation
 * ```
 *
 * Any shape in, the same shape out.
 *
 * @throws ArgumentError when `b` is not a finite number above 0
 * @see Barron, Squareplus: a softplus-like algebraic rectifier, 2021
 * @example
 * ```ts
 * import { squareplus } from '@gradkit/activations';
 * import { tensor } from '@gradkit/core';
 * console.log(squareplus(tensor([-1.5, 0, 1.5])).toArray()); // [0.5, 1, 2]
 * ```
 */
export function squareplus(x: Tensor, options: SquareplusOptions = {}): Tensor {
  checkOptions('squareplus', options, ['b']);
  const { b = 4 } = options;
  if (!(b > 0 && b < Infinity)) {
    throw new ArgumentError(`squareplus: b must be a finite number above 0, got ${describe(b)}.`);
  }
  const negative = lessEqual(x, 0);
  const total = add(hypot(x, Math.sqrt(b)), where(negative, neg(x), x));
  return where(negative, div(b / 2, total), mul(total, 0.5));
}
