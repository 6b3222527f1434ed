import { type DType, dtypes } from '../dtype.ts';
import { checkFlags, checkOptions, ShapeError } from '../errors.ts';
import { literal, type Node, node } from '../graph.ts';
import type { ReduceOp } from '../ops/reduce.ts';
import { formatShape, normalizeAxes } from '../shape.ts';
import { Tensor, type TensorLike } from '../tensor.ts';
import { largestPositionCode } from '../wasm/emit/largest-position.ts';
import { castNode } from './casting.ts';
import { operand } from './operand.ts';

/** Options of reductions. */
export interface ReduceOptions {
  /** Axis or axes to fold away, negative from the end; default: all. */
  readonly axis?: number | readonly number[] | undefined;
  /** Whether folded axes stay, with extent 1; default `false`. */
  readonly keepDims?: boolean | undefined;
}

/** Options of {@link argmax} and {@link argmin}. */
export interface ArgOptions {
  /** The axis to search, negative from the end, or several; default -1. */
  readonly axis?: number | readonly number[] | undefined;
  /** Whether searched axes stay, with extent 1; default `false`. */
  readonly keepDims?: boolean | undefined;
}

export const reduceKeys: readonly string[] = ['axis', 'keepDims'];

/**
 * The sum `Σ x` over axes.
 *
 * bool is counted in int32 and uint8 in uint32; int32 and uint32 wrap. The sum of nothing is 0.
 * @throws ArgumentError when an axis does not exist
 * @example
 * ```ts
 * import { sum, tensor } from '@gradkit/core';
 * const x = tensor([[1, 2], [3, 4]]);
 * console.log(sum(x).item(), sum(x, { axis: 0 }).toArray()); // 10 [4, 6]
 * ```
 */
export function sum(x: TensorLike, options: ReduceOptions = {}): Tensor {
  return fold('sum', 'reduceSum', counting(operand('sum', x)), options);
}

/**
 * The product `∏ x` over axes.
 *
 * bool is multiplied in int32 and uint8 in uint32; int32 and uint32 wrap. The product of nothing is 1.
 * @throws ArgumentError when an axis does not exist
 * @example
 * ```ts
 * import { prod, tensor } from '@gradkit/core';
 * const x = tensor([[1, 2], [3, 4]]);
 * console.log(prod(x).item(), prod(x, { axis: -1 }).toArray()); // 24 [2, 12]
 * ```
 */
export function prod(x: TensorLike, options: ReduceOptions = {}): Tensor {
  return fold('prod', 'reduceProd', counting(operand('prod', x)), options);
}

/**
 * The largest element over axes; NaN if there is one.
 *
 * @throws ArgumentError when an axis does not exist; ShapeError when there is nothing to choose from
 * @example
 * ```ts
 * import { max, tensor } from '@gradkit/core';
 * const x = tensor([[1, 2], [3, 4]]);
 * console.log(max(x).item(), max(x, { axis: 1, keepDims: true }).toArray()); // 4 [[2], [4]]
 * ```
 */
export function max(x: TensorLike, options: ReduceOptions = {}): Tensor {
  return fold('max', 'reduceMax', operand('max', x), options);
}

/**
 * The smallest element over axes; NaN if there is one.
 *
 * @throws ArgumentError when an axis does not exist; ShapeError when there is nothing to choose from
 * @example
 * ```ts
 * import { min, tensor } from '@gradkit/core';
 * const x = tensor([[1, 2], [3, 4]]);
 * console.log(min(x).item(), min(x, { axis: 0 }).toArray()); // 1 [1, 2]
 * ```
 */
export function min(x: TensorLike, options: ReduceOptions = {}): Tensor {
  return fold('min', 'reduceMin', operand('min', x), options);
}

/**
 * Whether any element is true (not zero) over axes, as bool; false for none.
 *
 * @throws ArgumentError when an axis does not exist
 * @example
 * ```ts
 * import { any, tensor } from '@gradkit/core';
 * console.log(any(tensor([[0, 1], [0, 0]]), { axis: 1 }).toArray()); // [true, false]
 * ```
 */
export function any(x: TensorLike, options: ReduceOptions = {}): Tensor {
  return fold('any', 'reduceMax', castNode(operand('any', x), 'bool'), options);
}

/**
 * Whether all elements are true (not zero) over axes, as bool; true for none.
 *
 * @throws ArgumentError when an axis does not exist
 * @example
 * ```ts
 * import { all, tensor } from '@gradkit/core';
 * console.log(all(tensor([[0, 1], [1, 1]]), { axis: 1 }).toArray()); // [false, true]
 * ```
 */
export function all(x: TensorLike, options: ReduceOptions = {}): Tensor {
  return fold('all', 'reduceMin', castNode(operand('all', x), 'bool'), options);
}

/**
 * How many elements are not zero over axes, as int32 and as NumPy's `count_nonzero`; NaN is not zero.
 *
 * @throws ArgumentError when an axis does not exist
 * @example
 * ```ts
 * import { countNonzero, tensor } from '@gradkit/core';
 * console.log(countNonzero(tensor([[0, 1], [2, 3]]), { axis: 0 }).toArray()); // [1, 2]
 * ```
 */
export function countNonzero(x: TensorLike, options: ReduceOptions = {}): Tensor {
  return fold('countNonzero', 'reduceSum', counting(castNode(operand('countNonzero', x), 'bool')), options);
}

/**
 * The index of the largest element along an axis, as int32: the first of several; NaN counts as largest.
 *
 * Along several axes the index counts as if they were flattened, in row-major order.
 * @throws ArgumentError when an axis does not exist; ShapeError when there is nothing to choose from
 * @example
 * ```ts
 * import { argmax, tensor } from '@gradkit/core';
 * console.log(argmax(tensor([[3, 9, 2], [4, 1, 4]])).toArray()); // [1, 0]
 * ```
 */
export function argmax(x: TensorLike, options: ArgOptions = {}): Tensor {
  return search('argmax', operand('argmax', x), options);
}

/**
 * The index of the smallest element along an axis, as int32: the first of several; NaN counts as smallest.
 *
 * Along several axes the index counts as if they were flattened, in row-major order.
 * @throws ArgumentError when an axis does not exist; ShapeError when there is nothing to choose from
 * @example
 * ```ts
 * import { argmin, tensor } from '@gradkit/core';
 * console.log(argmin(tensor([[3, 9, 2], [4, 1, 4]])).toArray()); // [2, 1]
 * ```
 */
export function argmin(x: TensorLike, options: ArgOptions = {}): Tensor {
  const from = operand('argmin', x);
  // Negation keeps NaN; in integers only the complement reverses the order without overflow.
  return search('argmin', dtypes[from.dtype].float ? node('neg', [from], {}) : complement(from), options);
}

/** Shared by functions that reduce: checks options, folds, keeps or drops the axes. */
export function fold(where: string, op: Exclude<ReduceOp, 'argmax'>, x: Node, options: ReduceOptions): Tensor {
  checkOptions(where, options, reduceKeys);
  const axes = normalizeAxes(where, options.axis, x.shape.length);
  const reduced = axes.length === 0 ? x : node(op, [x], { axes });
  if (x.dtype !== 'bool' && (op === 'reduceMax' || op === 'reduceMin')) checkNotEmpty(where, x, axes, reduced);
  return finish(where, reduced, x, axes, options.keepDims);
}

function search(where: string, x: Node, options: ArgOptions): Tensor {
  checkOptions(where, options, reduceKeys);
  const axes = normalizeAxes(where, options.axis ?? -1, x.shape.length);
  const { flat, axis } = flattened(x, axes);
  const found = node('argmax', [flat], { axis, code: largestPositionCode });
  checkNotEmpty(where, x, axes, found);
  return finish(where, found, x, axes, options.keepDims);
}

/** Several axes as one, at the end. */
function flattened(x: Node, axes: readonly number[]): { readonly flat: Node; readonly axis: number } {
  if (axes.length === 1) return { flat: x, axis: axes[0] as number };
  const rest = x.shape.map((_, i) => i).filter((i) => !axes.includes(i));
  const lead = rest.map((i) => x.shape[i] as number);
  const last = axes.reduce((n, axis) => n * (x.shape[axis] as number), 1);
  const moved = node('permute', [x], { axes: [...rest, ...axes] });
  return { flat: node('reshape', [moved], { shape: [...lead, last] }), axis: lead.length };
}

function finish(where: string, reduced: Node, x: Node, axes: readonly number[], keepDims = false): Tensor {
  checkFlags(where, { keepDims });
  return new Tensor(keepDims ? node('reshape', [reduced], { shape: keptShape(x.shape, axes) }) : reduced);
}

/** The shape with extent 1 at the named axes. */
export function keptShape(shape: readonly number[], axes: readonly number[]): number[] {
  return shape.map((n, i) => (axes.includes(i) ? 1 : n));
}

function checkNotEmpty(where: string, x: Node, axes: readonly number[], result: Node): void {
  if (axes.some((axis) => x.shape[axis] === 0) && !result.shape.includes(0)) {
    throw new ShapeError(
      `${where}: ${formatShape(x.shape)} has no elements along axis ${axes.join(', ')} to choose from.`,
    );
  }
}

/** Truth values and bytes are summed in 32 bits, lest they overflow. */
export function counting(x: Node): Node {
  const wide: { readonly [D in DType]?: DType } = { bool: 'int32', uint8: 'uint32' };
  return castNode(x, wide[x.dtype] ?? x.dtype);
}

/** Every bit inverted: the larger an integer, the smaller its complement. */
function complement(x: Node): Node {
  return node('xor', [x, literal(dtypes[x.dtype].wrap(-1), x.dtype, x.shape)], {});
}
