import { ArgumentError, checkOptions, describe, ShapeError } from '../errors.ts';
import { literal, type Node, node } from '../graph.ts';
import { formatShape, normalizeAxis } from '../shape.ts';
import { Tensor, type TensorLike } from '../tensor.ts';
import { where } from './comparison.ts';
import { operand } from './operand.ts';
import { sum } from './reductions.ts';

/** Options of {@link diag}, {@link tril} and {@link triu}. */
export interface OffsetOptions {
  /** Which diagonal: 0 the main one, positive above it, negative below; default 0. */
  readonly offset?: number | undefined;
}

/** Options of {@link diagonal} and {@link trace}. */
export interface DiagonalOptions extends OffsetOptions {
  /** The axis of the rows, negative from the end; default 0. */
  readonly axis1?: number | undefined;
  /** The axis of the columns, negative from the end; default 1. */
  readonly axis2?: number | undefined;
}

/**
 * The elements `xᵢ,ᵢ₊ₒ` of matrices along a new last axis, as NumPy's `diagonal`.
 *
 * `[m, n, …] → […, min(m, n)]` for the main diagonal.
 * @param options `offset` (0); `axis1` (0) and `axis2` (1) say where rows and columns are
 * @throws ArgumentError when an axis does not exist or is named twice, or the offset is not an integer
 * @example
 * ```ts
 * import { diagonal, tensor } from '@gradkit/core';
 * const x = tensor([[1, 2, 3], [4, 5, 6]]);
 * console.log(diagonal(x).toArray(), diagonal(x, { offset: 1 }).toArray()); // [1, 5] [2, 6]
 * ```
 */
export function diagonal(x: TensorLike, options: DiagonalOptions = {}): Tensor {
  return new Tensor(diagonalNode('diagonal', operand('diagonal', x), options));
}

/**
 * The sum of a diagonal, `Σ xᵢ,ᵢ₊ₒ`, as NumPy's `trace`: `[m, n, …] → […]`.
 *
 * bool is counted in int32 and uint8 in uint32.
 * @param options `offset` (0); `axis1` (0) and `axis2` (1) say where rows and columns are
 * @throws ArgumentError when an axis does not exist or is named twice, or the offset is not an integer
 * @example
 * ```ts
 * import { tensor, trace } from '@gradkit/core';
 * console.log(trace(tensor([[1, 2], [3, 4]])).item()); // 5
 * ```
 */
export function trace(x: TensorLike, options: DiagonalOptions = {}): Tensor {
  return sum(new Tensor(diagonalNode('trace', operand('trace', x), options)), { axis: -1 });
}

/**
 * A matrix with the given diagonal, or the diagonal of a given matrix, as NumPy's `diag`.
 *
 * `[n] → [n + |offset|, n + |offset|]` with zeros elsewhere; `[m, n] → [min(m, n)]` for the main diagonal.
 * @throws ShapeError unless `x` is a vector or a matrix; ArgumentError when the offset is not an integer
 * @example
 * ```ts
 * import { diag, tensor } from '@gradkit/core';
 * console.log(diag(tensor([1, 2])).toArray()); // [[1, 0], [0, 2]]
 * console.log(diag(tensor([[1, 2], [3, 4]])).toArray()); // [1, 4]
 * ```
 */
export function diag(x: TensorLike, options: OffsetOptions = {}): Tensor {
  checkOptions('diag', options, ['offset']);
  const from = operand('diag', x);
  if (from.shape.length === 2) return new Tensor(diagonalNode('diag', from, options));
  if (from.shape.length !== 1) {
    throw new ShapeError(`diag: needs a vector or a matrix, got ${formatShape(from.shape)}. Use diagonal().`);
  }
  const offset = offsetOf('diag', options);
  const n = from.shape[0] as number;
  // Rows of n + 1 elements, read as rows of n, move one step to the right each.
  const wide = node('pad', [node('reshape', [from], { shape: [n, 1] })], { low: [0, 0], high: [0, n], value: 0 });
  const flat = node('reshape', [wide], { shape: [n * (n + 1)] });
  const square = node('reshape', [node('slice', [flat], { start: [0], stop: [n * n] })], { shape: [n, n] });
  const [above, below] = [Math.max(0, offset), Math.max(0, -offset)];
  return new Tensor(node('pad', [square], { low: [below, above], high: [above, below], value: 0 }));
}

/**
 * The lower triangle of matrices, zeros above it: `xᵢⱼ` where `j − i ≤ offset`, as NumPy's `tril`.
 *
 * The last two axes are rows and columns.
 * @throws ShapeError for fewer than two axes; ArgumentError when the offset is not an integer
 * @example
 * ```ts
 * import { tensor, tril } from '@gradkit/core';
 * console.log(tril(tensor([[1, 2], [3, 4]])).toArray()); // [[1, 0], [3, 4]]
 * ```
 */
export function tril(x: TensorLike, options: OffsetOptions = {}): Tensor {
  const { from, below } = triangle('tril', x, options, 0);
  return where(below, new Tensor(from), new Tensor(literal(0, from.dtype)));
}

/**
 * The upper triangle of matrices, zeros below it: `xᵢⱼ` where `j − i ≥ offset`, as NumPy's `triu`.
 *
 * The last two axes are rows and columns.
 * @throws ShapeError for fewer than two axes; ArgumentError when the offset is not an integer
 * @example
 * ```ts
 * import { tensor, triu } from '@gradkit/core';
 * console.log(triu(tensor([[1, 2], [3, 4]])).toArray()); // [[1, 2], [0, 4]]
 * ```
 */
export function triu(x: TensorLike, options: OffsetOptions = {}): Tensor {
  const { from, below } = triangle('triu', x, options, -1);
  return where(below, new Tensor(literal(0, from.dtype)), new Tensor(from));
}

/** Where `j − i ≤ offset + beside`, in the shape of the matrix. */
function triangle(where: string, x: TensorLike, options: OffsetOptions, beside: number): { from: Node; below: Tensor } {
  checkOptions(where, options, ['offset']);
  const from = operand(where, x);
  const shape = from.shape.slice(-2);
  if (shape.length < 2) {
    throw new ShapeError(`${where}: needs at least two axes, rows and columns, got ${formatShape(from.shape)}.`);
  }
  const [row, column] = [0, 1].map((axis) => node('iota', [], { axis, shape, dtype: 'int32' })) as [Node, Node];
  const offset = offsetOf(where, options) + beside;
  const limit = node('add', [row, literal(offset, 'int32', shape)], {});
  return { from, below: new Tensor(node('le', [column, limit], {})) };
}

/** The diagonal of two axes, which leave, as a new last axis. */
export function diagonalNode(where: string, x: Node, options: DiagonalOptions): Node {
  checkOptions(where, options, ['offset', 'axis1', 'axis2']);
  const rank = x.shape.length;
  const offset = offsetOf(where, options);
  const rows = normalizeAxis(where, options.axis1 ?? 0, rank);
  const columns = normalizeAxis(where, options.axis2 ?? 1, rank);
  if (rows === columns) throw new ArgumentError(`${where}: axis1 and axis2 are both ${rows}.`);
  const rest = x.shape.map((_, i) => i).filter((i) => i !== rows && i !== columns);
  const lead = rest.map((i) => x.shape[i] as number);
  const [m, n] = [x.shape[rows] as number, x.shape[columns] as number];
  const length = Math.max(0, Math.min(m - Math.max(0, -offset), n - Math.max(0, offset)));
  // Neighbours on a diagonal are n + 1 apart: they are the first column of a table with rows of that length.
  const first = length === 0 ? 0 : offset > 0 ? offset : -offset * n;
  const span = length === 0 ? 0 : (length - 1) * (n + 1) + 1;
  const zeros = lead.map(() => 0);
  const flat = node('reshape', [node('permute', [x], { axes: [...rest, rows, columns] })], { shape: [...lead, m * n] });
  const part = node('slice', [flat], { start: [...zeros, first], stop: [...lead, first + span] });
  const filled = node('pad', [part], { low: [...zeros, 0], high: [...zeros, length * (n + 1) - span], value: 0 });
  const table = node('reshape', [filled], { shape: [...lead, length, n + 1] });
  const column = node('slice', [table], { start: [...zeros, 0, 0], stop: [...lead, length, 1] });
  return node('reshape', [column], { shape: [...lead, length] });
}

function offsetOf(where: string, { offset = 0 }: OffsetOptions): number {
  if (Number.isInteger(offset)) return offset;
  throw new ArgumentError(`${where}: offset is an integer, got ${describe(offset)}.`);
}
