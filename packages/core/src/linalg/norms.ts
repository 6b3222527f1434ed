import { ArgumentError, checkOptions } from '../errors.ts';
import { abs, div, mul } from '../functions/arithmetic.ts';
import { zeros } from '../functions/creation.ts';
import { norm } from '../functions/norms.ts';
import { max, min, sum } from '../functions/reductions.ts';
import { expandDims } from '../functions/shaping.ts';
import { Tensor, type TensorLike } from '../tensor.ts';
import { matrixOperand, squareOperand } from './operand.ts';
import { inv } from './solve.ts';
import { svdvals } from './svd.ts';

/**
 * The norms of a matrix: `'fro'` is `√(Σ a²)` and `'nuc'` the sum of the singular values; 2 and −2 are the largest and the
 * smallest singular value, 1 and −1 the largest and the smallest sum `Σ |a|` of a column, `Infinity` and `-Infinity` of a row.
 */
export type MatrixNormOrder = 'fro' | 'nuc' | 1 | -1 | 2 | -2 | number;

/** Options of {@link matrixNorm}. */
export interface MatrixNormOptions {
  /** `'fro'`, `'nuc'`, 1, −1, 2, −2, `Infinity` or `-Infinity`; default `'fro'`. */
  readonly ord?: MatrixNormOrder | undefined;
  /** Whether the two axes stay, with extent 1; default `false`. */
  readonly keepDims?: boolean | undefined;
}

/** Options of {@link cond}. */
export interface CondOptions {
  /** The norm to measure by, as for {@link matrixNorm}; default 2. */
  readonly p?: MatrixNormOrder | undefined;
}

/**
 * A norm of matrices, by default Frobenius' `√(Σ a²)`: `[…, m, n] → […]`.
 *
 * @param options `ord` (`'fro'`), `keepDims` (`false`)
 * @throws ShapeError unless there are two axes; DTypeError unless the element type is float32 or float64; ArgumentError for
 * another `ord`, or for a smallest of nothing
 * @example
 * ```ts
 * import { tensor } from '@gradkit/core';
 * import { matrixNorm } from '@gradkit/core/linalg';
 * const a = tensor([[3, 0], [0, -4]]);
 * console.log(matrixNorm(a).item(), matrixNorm(a, { ord: 1 }).item(), matrixNorm(a, { ord: 'nuc' }).item()); // 5 4 7
 * ```
 */
export function matrixNorm(a: TensorLike, options: MatrixNormOptions = {}): Tensor {
  checkOptions('matrixNorm', options, ['ord', 'keepDims']);
  const { ord = 'fro', keepDims = false } = options;
  const x = new Tensor(matrixOperand('matrixNorm', a));
  const found = normOf('matrixNorm', x, ord);
  return keepDims ? expandDims(expandDims(found, -1), -1) : found;
}

/**
 * The condition number of matrices, `‖a‖ ‖a⁻¹‖`, by default the ratio of the largest to the smallest singular value: `[…, m,
 * n] → […]`.
 *
 * Infinite or very large where a matrix is singular. Norms other than 2 and −2 need square matrices.
 * @param options `p` (2)
 * @throws ShapeError unless there are two axes, or they differ where they must not; DTypeError unless the element type is
 * float32 or float64; ArgumentError for another `p` or an empty matrix
 * @example
 * ```ts
 * import { tensor } from '@gradkit/core';
 * import { cond } from '@gradkit/core/linalg';
 * console.log(cond(tensor([[2, 0], [0, 8]])).item()); // 4
 * ```
 */
export function cond(a: TensorLike, options: CondOptions = {}): Tensor {
  checkOptions('cond', options, ['p']);
  const { p = 2 } = options;
  const x = new Tensor(matrixOperand('cond', a));
  if (x.shape.slice(-2).includes(0)) throw new ArgumentError('cond: an empty matrix has no condition number.');
  if (p !== 2 && p !== -2) {
    squareOperand('cond', x);
    return mul(normOf('cond', x, p), normOf('cond', inv(x), p));
  }
  const values = svdvals(x);
  const [largest, smallest] = [max(values, { axis: -1 }), min(values, { axis: -1 })];
  return p === 2 ? div(largest, smallest) : div(smallest, largest);
}

function normOf(where: string, x: Tensor, ord: MatrixNormOrder): Tensor {
  const measure = measures.get(ord);
  if (measure === undefined) {
    throw new ArgumentError(`${where}: the norm is one of ${[...measures.keys()].join(', ')}, got ${String(ord)}.`);
  }
  const { apply, isSmallest } = measure;
  if (!x.shape.slice(-2).includes(0)) return apply(x);
  if (isSmallest) throw new ArgumentError(`${where}: an empty matrix has no norm of order ${ord}.`);
  return zeros(x.shape.slice(0, -2), { dtype: x.dtype });
}

interface Measure {
  readonly apply: (x: Tensor) => Tensor;
  /** Whether it is a minimum, which nothing has. */
  readonly isSmallest: boolean;
}

const sums = (x: Tensor, axis: number): Tensor => sum(abs(x), { axis });
const largest = (apply: (x: Tensor) => Tensor): Measure => ({
  apply: (x) => max(apply(x), { axis: -1 }),
  isSmallest: false,
});
const smallest = (apply: (x: Tensor) => Tensor): Measure => ({
  apply: (x) => min(apply(x), { axis: -1 }),
  isSmallest: true,
});

const measures: ReadonlyMap<MatrixNormOrder, Measure> = new Map<MatrixNormOrder, Measure>([
  ['fro', { apply: (x) => norm(x, { axis: [-2, -1] }), isSmallest: false }],
  ['nuc', { apply: (x) => sum(svdvals(x), { axis: -1 }), isSmallest: false }],
  [1, largest((x) => sums(x, -2))],
  [-1, smallest((x) => sums(x, -2))],
  [2, largest(svdvals)],
  [-2, smallest(svdvals)],
  [Number.POSITIVE_INFINITY, largest((x) => sums(x, -1))],
  [Number.NEGATIVE_INFINITY, smallest((x) => sums(x, -1))],
]);
