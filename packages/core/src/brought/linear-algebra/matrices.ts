import { literal, type Node, node } from '../../graph.ts';
import type { Batched } from '../../ops/brought.ts';
import type { ArrayType, Attributes, Op } from '../../ops/operation.ts';
import type { Shape } from '../../shape.ts';
import { everywhere } from '../mapped-axis.ts';

// Shorthand for formulas with matrices in the last two axes of nodes; the axes before them are the same everywhere.

export const add = (a: Node, b: Node): Node => node('add', [a, b], {});
export const sub = (a: Node, b: Node): Node => node('sub', [a, b], {});
export const mul = (a: Node, b: Node): Node => node('mul', [a, b], {});
export const neg = (a: Node): Node => node('neg', [a], {});
export const fill = (value: number, like: Node): Node => literal(value, like.dtype, like.shape);
export const times = (a: Node, factor: number): Node => mul(a, fill(factor, a));

/** The sum of what is there; undefined stands for zero. */
export function sum(...terms: readonly (Node | undefined)[]): Node | undefined {
  return terms.reduce((a, b) => (a === undefined ? b : b === undefined ? a : add(a, b)), undefined);
}

/** The axes before the matrices. */
export const leadOf = (x: ArrayType): Shape => x.shape.slice(0, -2);

/** Rows and columns. */
export const sizeOfMatrix = (x: ArrayType): readonly [number, number] => x.shape.slice(-2) as [number, number];

/** Whether these are matrices with the same axes before them, and of one element type. */
export function areMatrices(inputs: readonly ArrayType[]): 'shape-mismatch' | 'dtype-mismatch' | true {
  const [first, ...others] = inputs as [ArrayType, ...ArrayType[]];
  if (others.some(({ dtype }) => dtype !== first.dtype)) return 'dtype-mismatch';
  const lead = leadOf(first).join();
  return inputs.every((x) => x.shape.length >= 2 && leadOf(x).join() === lead) ? true : 'shape-mismatch';
}

/** The matrix product. */
export function product(a: Node, b: Node): Node {
  return node('dot', [a, b], { batch: a.shape.length - 2, contract: 1 });
}

export function transpose(x: Node): Node {
  const axes = x.shape.map((_, i) => i);
  return node('permute', [x], { axes: [...axes.slice(0, -2), axes.length - 1, axes.length - 2] });
}

/** Rows `[top, bottom)` and columns `[left, right)`; everything to the end where nothing is said. */
export function block(
  x: Node,
  { top = 0, left = 0, ...ends }: { top?: number; bottom?: number; left?: number; right?: number },
): Node {
  const [rows, columns] = sizeOfMatrix(x);
  const { bottom = rows, right = columns } = ends;
  const lead = leadOf(x);
  return node('slice', [x], { start: [...lead.map(() => 0), top, left], stop: [...lead, bottom, right] });
}

/** Matrices above one another. */
export function above(...parts: readonly Node[]): Node {
  return node('concat', parts, { axis: (parts[0] as Node).shape.length - 2 });
}

/** Matrices beside one another. */
export function beside(...parts: readonly Node[]): Node {
  return node('concat', parts, { axis: (parts[0] as Node).shape.length - 1 });
}

/** Where `row − column ≥ offset`, as a truth value for each element. */
function below(x: Node, offset: number): Node {
  const index = (back: number): Node =>
    node('iota', [], { axis: x.shape.length - back, shape: x.shape, dtype: 'int32' });
  const shifted = node('add', [index(1), literal(offset, 'int32', x.shape)], {});
  return node('le', [shifted, index(2)], {});
}

/** The elements with `row − column ≥ offset`, zero elsewhere: 0 keeps the diagonal, 1 does not. */
export function lowerTriangle(x: Node, offset = 0): Node {
  return node('select', [below(x, offset), x, fill(0, x)], {});
}

/** The elements with `row − column < offset`: 1 keeps the diagonal, 0 does not. */
export function upperTriangle(x: Node, offset = 1): Node {
  return node('select', [below(x, offset), fill(0, x), x], {});
}

/** Where `row = column`. */
function isDiagonal(x: Node): Node {
  const index = (back: number): Node =>
    node('iota', [], { axis: x.shape.length - back, shape: x.shape, dtype: 'int32' });
  return node('eq', [index(1), index(2)], {});
}

/** `x` with other elements on the diagonal. */
export function withDiagonal(x: Node, diagonal: Node): Node {
  return node('select', [isDiagonal(x), diagonal, x], {});
}

/** The lower triangle with half the diagonal: what the derivative of a symmetric product leaves of one factor. */
export function halfTriangle(x: Node): Node {
  return lowerTriangle(withDiagonal(x, times(x, 0.5)));
}

/** The symmetric matrix with this lower triangle. */
export function fromLower(x: Node): Node {
  return node('select', [below(x, 0), x, transpose(x)], {});
}

/** The diagonal as a row: `[…, n, n] → […, 1, n]`. */
export function diagonalRow(x: Node): Node {
  const kept = node('select', [isDiagonal(x), x, fill(0, x)], {});
  const flat = node('reduceSum', [kept], { axes: [x.shape.length - 2] });
  return node('reshape', [flat], { shape: [...leadOf(x), 1, x.shape.at(-1) as number] });
}

/** A row as a vector: `[…, 1, n] → […, n]`. */
export function vector(row: Node): Node {
  return node('reshape', [row], { shape: row.shape.toSpliced(-2, 1) });
}

/** A row repeated: `[…, 1, n] → […, rows, n]`. */
export function rowsOf(row: Node, rows: number): Node {
  const rank = row.shape.length;
  const axes = row.shape.map((_, i) => i).filter((i) => i !== rank - 2);
  return node('broadcast', [vector(row)], { shape: row.shape.with(-2, rows), axes });
}

/** A diagonal matrix: `[…, 1, n] → […, n, n]`. */
export function fromDiagonal(row: Node): Node {
  const wide = rowsOf(row, row.shape.at(-1) as number);
  return node('select', [isDiagonal(wide), wide, fill(0, wide)], {});
}

/** `1 / x`, and 0 where `|x| ≤ bound`: what has no meaning there is left out. */
export function guardedReciprocal(x: Node, bound: Node): Node {
  const isSmall = node('le', [node('abs', [x], {}), bound], {});
  const safe = node('select', [isSmall, fill(1, x), x], {});
  return node('select', [isSmall, fill(0, x), node('div', [fill(1, x), safe], {})], {});
}

/** The mapped axis becomes one more axis before the matrices, which all operands need. */
export function batchMatrices<O extends Op>(
  ys: readonly Node<O>[],
  inputs: readonly Batched[],
  size: number,
): readonly Node[] {
  const [{ op, attributes }] = ys as [Node<O>];
  const wide = inputs.map((input) => everywhere(input, size));
  return [node(op, wide, attributes as Attributes[O])];
}

/**
 * What differs by rounding only beside the largest of these values, `n ε max |v|`: in the shape of `like`, where `values` is
 * `[…, 1, n]`.
 */
export function negligible(values: Node, like: Node): Node {
  const rank = like.shape.length;
  const size = node('reduceMax', [node('abs', [values], {})], { axes: [rank - 2, rank - 1] });
  const wide = node('broadcast', [size], { shape: like.shape, axes: size.shape.map((_, i) => i) });
  return times(wide, (values.shape.at(-1) as number) * (like.dtype === 'float64' ? 2 ** -52 : 2 ** -23));
}
