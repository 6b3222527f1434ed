import { dtypes } from '../dtype.ts';
import { ArgumentError, checkFlags, checkOptions } from '../errors.ts';
import { checkPair, type Node } from '../graph.ts';
import { broadcastShapes } from '../shape.ts';
import { Tensor, type TensorLike } from '../tensor.ts';
import { abs, add, mul, sub } from './arithmetic.ts';
import { castNode } from './casting.ts';
import { equal, isFinite as finite, lessEqual, isNaN as notANumber, where } from './comparison.ts';
import { logicalAnd, logicalOr } from './logical.ts';
import { operands } from './operand.ts';
import { all } from './reductions.ts';

/** Options of {@link isClose} and {@link allClose}. */
export interface CloseOptions {
  /** Largest difference relative to `|b|`, not below 0; default 1e-5. */
  readonly rtol?: number | undefined;
  /** Largest difference that is allowed whatever `b` is, not below 0; default 1e-8. */
  readonly atol?: number | undefined;
  /** Whether NaN is close to NaN; default `false`. */
  readonly equalNaN?: boolean | undefined;
}

/**
 * Whether `|a − b| ≤ atol + rtol · |b|`, element by element, as bool and as NumPy's `isclose`.
 *
 * An infinite number is close to itself only. Integers are compared in float64.
 * Shapes broadcast as in NumPy: aligned at the last axis, extents equal or 1.
 * @param options `rtol` (1e-5), `atol` (1e-8), `equalNaN` (false)
 * @throws ShapeError when the shapes do not broadcast; DTypeError when the element types differ; ArgumentError for a
 * tolerance below 0
 * @example
 * ```ts
 * import { isClose, tensor } from '@gradkit/core';
 * console.log(isClose(tensor([1, 2]), tensor([1.000001, 2.1])).toArray()); // [true, false]
 * ```
 */
export function isClose(a: TensorLike, b: TensorLike, options: CloseOptions = {}): Tensor {
  return close('isClose', a, b, options);
}

/**
 * Whether all elements are close, `|a − b| ≤ atol + rtol · |b|`, as a bool scalar and as NumPy's `allclose`.
 *
 * An infinite number is close to itself only. Integers are compared in float64. True of nothing.
 * Shapes broadcast as in NumPy: aligned at the last axis, extents equal or 1.
 * @param options `rtol` (1e-5), `atol` (1e-8), `equalNaN` (false)
 * @throws ShapeError when the shapes do not broadcast; DTypeError when the element types differ; ArgumentError for a
 * tolerance below 0
 * @example
 * ```ts
 * import { allClose, tensor } from '@gradkit/core';
 * console.log(allClose(tensor([1, 2]), tensor([1, 2.1]), { atol: 0.2 }).toArray()); // true
 * ```
 */
export function allClose(a: TensorLike, b: TensorLike, options: CloseOptions = {}): Tensor {
  return all(close('allClose', a, b, options));
}

function close(name: string, a: TensorLike, b: TensorLike, options: CloseOptions): Tensor {
  checkOptions(name, options, ['rtol', 'atol', 'equalNaN']);
  const { rtol = 1e-5, atol = 1e-8, equalNaN = false } = options;
  checkFlags(name, { equalNaN });
  for (const [key, value] of Object.entries({ rtol, atol })) {
    if (!(value >= 0)) throw new ArgumentError(`${name}: ${key} is a number not below 0, got ${String(value)}.`);
  }
  const nodes = operands(name, [a, b]) as [Node, Node];
  checkPair(name, 'eq', ...nodes);
  broadcastShapes(name, ...nodes.map((n) => n.shape));
  const [left, right] = nodes.map((n) => new Tensor(dtypes[n.dtype].float ? n : castNode(n, 'float64'))) as [
    Tensor,
    Tensor,
  ];
  const near = lessEqual(abs(sub(left, right)), add(mul(abs(right), rtol), atol));
  const same = where(logicalAnd(finite(left), finite(right)), near, equal(left, right));
  return equalNaN ? logicalOr(same, logicalAnd(notANumber(left), notANumber(right))) : same;
}
