import type { DType } from '../dtype.ts';
import { literal } from '../graph.ts';
import { Tensor, type TensorLike } from '../tensor.ts';
import { abs, add, div, mul, pow, square, sub } from './arithmetic.ts';
import { equal, isFinite as finite, less, notEqual, where } from './comparison.ts';
import { maximum } from './limits.ts';
import { logicalAnd, logicalOr } from './logical.ts';
import { floatPair, floatTensor } from './operand.ts';
import { odd } from './polynomial.ts';
import { root } from './statistics.ts';

/**
 * The cube root `∛x`, also of negative numbers; its slope at 0 is infinite.
 *
 * Largest error found against 40 digits at 10⁴ points: 0.8 ulp.
 * @throws DTypeError unless the element type is float32 or float64
 * @example
 * ```ts
 * import { cbrt, tensor } from '@gradkit/core';
 * console.log(cbrt(tensor([-8, 0, 27])).toArray()); // [-2, 0, 3]
 * ```
 */
export function cbrt(x: TensorLike): Tensor {
  return odd(floatTensor('cbrt', x), (magnitude) => {
    const estimate = pow(magnitude, 1 / 3);
    const ordinary = logicalAnd(finite(magnitude), notEqual(magnitude, 0));
    const [y, a] = [where(ordinary, estimate, 1), where(ordinary, magnitude, 1)];
    // ⅓ is not a number of the format: one step of Newton's method for y³ = a.
    return add(estimate, div(sub(div(a, square(y)), y), 3));
  });
}

/** Bounds for numbers whose squares are normal, and what brings others between them. */
const scalesOf = (dtype: DType) =>
  dtype === 'float32'
    ? { high: 2 ** 60, low: 2 ** -40, shrink: 2 ** -70, grow: 2 ** 90 }
    : { high: 2 ** 500, low: 2 ** -450, shrink: 2 ** -700, grow: 2 ** 700 };

/**
 * The length `√(a² + b²)` without overflow or underflow of the squares; its derivative at the origin is taken as 0.
 *
 * Infinite if either is, also when the other is NaN. Largest error found against 40 digits at 10⁴ points: 1.2 ulp.
 * Shapes broadcast as in NumPy: aligned at the last axis, extents equal or 1.
 * @throws ShapeError when the shapes do not broadcast; DTypeError when the element types differ or are not float32 or float64
 * @example
 * ```ts
 * import { hypot, tensor } from '@gradkit/core';
 * console.log(hypot(tensor([3, 3e30]), tensor([4, 4e30])).dataSync()[0]); // 5
 * ```
 */
export function hypot(a: TensorLike, b: TensorLike): Tensor {
  const [left, right] = floatPair('hypot', a, b);
  const larger = maximum(abs(left), abs(right));
  const infinite = logicalOr(equal(abs(left), Infinity), equal(abs(right), Infinity));
  const { high, low, shrink, grow } = scalesOf(left.dtype);
  // Powers of 2 scale exactly, and being constants they have no part in derivatives.
  const one = new Tensor(literal(1, left.dtype));
  const scale = where(less(high, larger), shrink, where(less(larger, low), grow, one));
  const length = div(root(add(square(mul(left, scale)), square(mul(right, scale)))), scale);
  return where(infinite, Infinity, length);
}
