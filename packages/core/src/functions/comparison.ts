import { broadcastNode, companyType, nodeLike } from '../broadcast.ts';
import { DTypeError } from '../errors.ts';
import { type Node, node } from '../graph.ts';
import { broadcastShapes } from '../shape.ts';
import { Tensor, type TensorLike } from '../tensor.ts';
import { castNode } from './casting.ts';
import { logicalNot } from './logical.ts';
import { binary, operand } from './operand.ts';

/**
 * Whether `a = b`, element by element, as bool.
 *
 * NaN is unequal to everything, itself included.
 * Shapes broadcast as in NumPy: aligned at the last axis, extents equal or 1.
 * @throws ShapeError when the shapes do not broadcast; DTypeError when the element types differ
 * @example
 * ```ts
 * import { equal, tensor } from '@gradkit/core';
 * console.log(equal(tensor([1, 2, 3]), 2).toArray()); // [false, true, false]
 * ```
 */
export function equal(a: TensorLike, b: TensorLike): Tensor {
  return binary('equal', 'eq', a, b, {});
}

/**
 * Whether `a ≠ b`, element by element, as bool.
 *
 * NaN is unequal to everything, itself included.
 * Shapes broadcast as in NumPy: aligned at the last axis, extents equal or 1.
 * @throws ShapeError when the shapes do not broadcast; DTypeError when the element types differ
 * @example
 * ```ts
 * import { notEqual, tensor } from '@gradkit/core';
 * console.log(notEqual(tensor([1, 2, 3]), 2).toArray()); // [true, false, true]
 * ```
 */
export function notEqual(a: TensorLike, b: TensorLike): Tensor {
  return logicalNot(binary('notEqual', 'eq', a, b, {}));
}

/**
 * Whether `a < b`, element by element, as bool.
 *
 * A comparison with NaN is false.
 * Shapes broadcast as in NumPy: aligned at the last axis, extents equal or 1.
 * @throws ShapeError when the shapes do not broadcast; DTypeError when the element types differ
 * @example
 * ```ts
 * import { less, tensor } from '@gradkit/core';
 * console.log(less(tensor([1, 2, 3]), 2).toArray()); // [true, false, false]
 * ```
 */
export function less(a: TensorLike, b: TensorLike): Tensor {
  return binary('less', 'lt', a, b, {});
}

/**
 * Whether `a ≤ b`, element by element, as bool.
 *
 * A comparison with NaN is false.
 * Shapes broadcast as in NumPy: aligned at the last axis, extents equal or 1.
 * @throws ShapeError when the shapes do not broadcast; DTypeError when the element types differ
 * @example
 * ```ts
 * import { lessEqual, tensor } from '@gradkit/core';
 * console.log(lessEqual(tensor([1, 2, 3]), 2).toArray()); // [true, true, false]
 * ```
 */
export function lessEqual(a: TensorLike, b: TensorLike): Tensor {
  return binary('lessEqual', 'le', a, b, {});
}

/**
 * Whether `a > b`, element by element, as bool.
 *
 * A comparison with NaN is false.
 * Shapes broadcast as in NumPy: aligned at the last axis, extents equal or 1.
 * @throws ShapeError when the shapes do not broadcast; DTypeError when the element types differ
 * @example
 * ```ts
 * import { greater, tensor } from '@gradkit/core';
 * console.log(greater(tensor([1, 2, 3]), 2).toArray()); // [false, false, true]
 * ```
 */
export function greater(a: TensorLike, b: TensorLike): Tensor {
  return binary('greater', 'lt', b, a, {});
}

/**
 * Whether `a ≥ b`, element by element, as bool.
 *
 * A comparison with NaN is false.
 * Shapes broadcast as in NumPy: aligned at the last axis, extents equal or 1.
 * @throws ShapeError when the shapes do not broadcast; DTypeError when the element types differ
 * @example
 * ```ts
 * import { greaterEqual, tensor } from '@gradkit/core';
 * console.log(greaterEqual(tensor([1, 2, 3]), 2).toArray()); // [false, true, true]
 * ```
 */
export function greaterEqual(a: TensorLike, b: TensorLike): Tensor {
  return binary('greaterEqual', 'le', b, a, {});
}

/**
 * Whether elements are NaN, as bool; integers never are.
 * @example
 * ```ts
 * import { isNaN, tensor } from '@gradkit/core';
 * console.log(isNaN(tensor([1, Number.NaN])).toArray()); // [false, true]
 * ```
 */
// biome-ignore lint/suspicious/noShadowRestrictedNames: the field's own name; here the global is not used
export function isNaN(x: TensorLike): Tensor {
  return notEqual(new Tensor(operand('isNaN', x)), x);
}

/**
 * Whether elements are neither infinite nor NaN, as bool; integers always are.
 * @example
 * ```ts
 * import { isFinite, tensor } from '@gradkit/core';
 * console.log(isFinite(tensor([1, -Infinity, Number.NaN])).toArray()); // [true, false, false]
 * ```
 */
// biome-ignore lint/suspicious/noShadowRestrictedNames: the field's own name; here the global is not used
export function isFinite(x: TensorLike): Tensor {
  const from = operand('isFinite', x);
  if (from.dtype !== 'float32' && from.dtype !== 'float64') return equal(x, x);
  return less(new Tensor(node('abs', [from], {})), Infinity);
}

/**
 * Whether elements are Infinity or -Infinity, as bool; integers never are.
 * @example
 * ```ts
 * import { isInf, tensor } from '@gradkit/core';
 * console.log(isInf(tensor([1, -Infinity, Number.NaN])).toArray()); // [false, true, false]
 * ```
 */
export function isInf(x: TensorLike): Tensor {
  const from = operand('isInf', x);
  if (from.dtype !== 'float32' && from.dtype !== 'float64') return notEqual(x, x);
  return equal(new Tensor(node('abs', [from], {})), Infinity);
}

/**
 * `a` where the condition holds, `b` elsewhere.
 *
 * A condition that is not bool holds where it is not zero. All three broadcast to one shape.
 * @throws ShapeError when the shapes do not broadcast; DTypeError when `a` and `b` have different element types
 * @example
 * ```ts
 * import { less, tensor, where } from '@gradkit/core';
 * const x = tensor([-1, 2]);
 * console.log(where(less(x, 0), 0, x).toArray()); // [0, 2]
 * ```
 */
export function where(condition: TensorLike, a: TensorLike, b: TensorLike): Tensor {
  const dtype = companyType([a, b]);
  const parts = [
    castNode(operand('where', condition), 'bool'),
    nodeLike('where', a, dtype),
    nodeLike('where', b, dtype),
  ];
  const [, left, right] = parts as [Node, Node, Node];
  if (left.dtype !== right.dtype) {
    throw new DTypeError(`where: element types differ: ${left.dtype} and ${right.dtype}. Use cast() on one of them.`);
  }
  const shape = broadcastShapes('where', ...parts.map((part) => part.shape));
  return new Tensor(
    node(
      'select',
      parts.map((part) => broadcastNode('where', part, shape)),
      {},
    ),
  );
}
