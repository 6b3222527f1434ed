import { dtypes } from '../dtype.ts';
import { node } from '../graph.ts';
import { Tensor, type TensorLike } from '../tensor.ts';
import { powCode } from '../wasm/math/power.ts';
import { notEqual } from './comparison.ts';
import { binary, operand, unary } from './operand.ts';

/**
 * The sum `a + b` of elements.
 *
 * Integers wrap.
 * Shapes broadcast as in NumPy: aligned at the last axis, extents equal or 1.
 * @throws ShapeError when the shapes do not broadcast; DTypeError when the element types differ
 * @example
 * ```ts
 * import { add, tensor } from '@gradkit/core';
 * console.log(add(tensor([1, 2]), 3).toArray()); // [4, 5]
 * ```
 */
export function add(a: TensorLike, b: TensorLike): Tensor {
  return binary('add', 'add', a, b, {});
}

/**
 * The difference `a − b` of elements.
 *
 * Integers wrap.
 * Shapes broadcast as in NumPy: aligned at the last axis, extents equal or 1.
 * @throws ShapeError when the shapes do not broadcast; DTypeError when the element types differ
 * @example
 * ```ts
 * import { sub, tensor } from '@gradkit/core';
 * console.log(sub(tensor([1, 2]), 3).toArray()); // [-2, -1]
 * ```
 */
export function sub(a: TensorLike, b: TensorLike): Tensor {
  return binary('sub', 'sub', a, b, {});
}

/**
 * The product `a · b` of elements.
 *
 * Integers wrap.
 * Shapes broadcast as in NumPy: aligned at the last axis, extents equal or 1.
 * @throws ShapeError when the shapes do not broadcast; DTypeError when the element types differ
 * @example
 * ```ts
 * import { mul, tensor } from '@gradkit/core';
 * console.log(mul(tensor([[1], [2]]), tensor([3, 4])).toArray()); // [[3, 4], [6, 8]]
 * ```
 */
export function mul(a: TensorLike, b: TensorLike): Tensor {
  return binary('mul', 'mul', a, b, {});
}

/**
 * The quotient `a / b` of elements.
 *
 * Integers are truncated towards zero, and give 0 when divided by 0.
 * Shapes broadcast as in NumPy: aligned at the last axis, extents equal or 1.
 * @throws ShapeError when the shapes do not broadcast; DTypeError when the element types differ
 * @example
 * ```ts
 * import { div, tensor } from '@gradkit/core';
 * console.log(div(tensor([1, 2]), 4).toArray()); // [0.25, 0.5]
 * ```
 */
export function div(a: TensorLike, b: TensorLike): Tensor {
  return binary('div', 'div', a, b, {});
}

/**
 * The power `aᵇ` of elements.
 *
 * Floats only. `1ᵇ` and `a⁰` are 1 whatever the other is, as in IEEE 754-2008.
 * Shapes broadcast as in NumPy: aligned at the last axis, extents equal or 1.
 * @throws ShapeError when the shapes do not broadcast; DTypeError when the element types differ
 * @example
 * ```ts
 * import { pow, tensor } from '@gradkit/core';
 * console.log(pow(tensor([1, 2, 3]), 2).toArray()); // [1, 4, 9]
 * ```
 */
export function pow(a: TensorLike, b: TensorLike): Tensor {
  return binary('pow', 'pow', a, b, { code: powCode });
}

/**
 * The negative `−x` of elements; integers wrap.
 *
 * @throws DTypeError for bool
 * @example
 * ```ts
 * import { neg, tensor } from '@gradkit/core';
 * console.log(neg(tensor([1, -2])).toArray()); // [-1, 2]
 * ```
 */
export function neg(x: TensorLike): Tensor {
  return unary('neg', x, {});
}

/**
 * The absolute value `|x|` of elements.
 *
 * @throws DTypeError for bool
 * @example
 * ```ts
 * import { abs, tensor } from '@gradkit/core';
 * console.log(abs(tensor([-1.5, 2])).toArray()); // [1.5, 2]
 * ```
 */
export function abs(x: TensorLike): Tensor {
  const from = operand('abs', x);
  return dtypes[from.dtype].integer && dtypes[from.dtype].lowest === 0 ? new Tensor(from) : unary('abs', x, {});
}

/**
 * -1, 0 or 1 as an element is negative, zero or positive; NaN stays.
 *
 * @throws DTypeError for bool
 * @example
 * ```ts
 * import { sign, tensor } from '@gradkit/core';
 * console.log(sign(tensor([-3, 0, 7])).toArray()); // [-1, 0, 1]
 * ```
 */
export function sign(x: TensorLike): Tensor {
  const from = operand('sign', x);
  if (!dtypes[from.dtype].integer || dtypes[from.dtype].lowest < 0) return unary('sign', x, {});
  return new Tensor(node('cast', [notEqual(x, 0).node], { dtype: from.dtype }));
}

/**
 * The square `x · x` of elements; integers wrap.
 *
 * @throws DTypeError for bool
 * @example
 * ```ts
 * import { square, tensor } from '@gradkit/core';
 * console.log(square(tensor([-3, 2])).toArray()); // [9, 4]
 * ```
 */
export function square(x: TensorLike): Tensor {
  return binary('square', 'mul', x, x, {});
}

/**
 * The reciprocal `1 / x` of elements; integers are truncated.
 *
 * @throws DTypeError for bool
 * @example
 * ```ts
 * import { reciprocal, tensor } from '@gradkit/core';
 * console.log(reciprocal(tensor([2, 4])).toArray()); // [0.5, 0.25]
 * ```
 */
export function reciprocal(x: TensorLike): Tensor {
  return binary('reciprocal', 'div', 1, x, {});
}
