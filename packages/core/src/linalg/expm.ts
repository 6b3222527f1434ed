import { fill, withDiagonal } from '../brought/linear-algebra/matrices.ts';
import { ArgumentError, checkOptions } from '../errors.ts';
import { abs, add, mul, sub } from '../functions/arithmetic.ts';
import { greater, where } from '../functions/comparison.ts';
import { matmul } from '../functions/contraction.ts';
import { full } from '../functions/creation.ts';
import { max, sum } from '../functions/reductions.ts';
import { literal } from '../graph.ts';
import { Tensor, type TensorLike } from '../tensor.ts';
import { squareOperand } from './operand.ts';
import { solve } from './solve.ts';

/** Options of {@link expm}. */
export interface ExpmOptions {
  /** How often the result may be squared, each time for twice the norm; from 0, default 16. */
  readonly maxSquarings?: number | undefined;
}

/**
 * The exponential of a square matrix, `Σ aᵏ / k!`: `[…, n, n] → […, n, n]`.
 *
 * By scaling and squaring with the Padé approximant of degree 13, or 7 in float32. The matrix is divided by 2ˢ, so that its
 * 1-norm is at most 5.37 (3.93), and the result squared s times. A program has all squarings, of which each matrix takes
 * those that it needs; where it needs more than `maxSquarings`, the result is NaN.
 * @param options `maxSquarings` (16): enough for a 1-norm of 3.5 · 10⁵ (2.5 · 10⁵)
 * @throws ShapeError unless the last two axes are equal; DTypeError unless the element type is float32 or float64;
 * ArgumentError when `maxSquarings` is not a non-negative integer
 * @see Higham: The scaling and squaring method for the matrix exponential revisited, SIAM J. Matrix Anal. Appl. 26, 2005
 * @example
 * ```ts
 * import { tensor } from '@gradkit/core';
 * import { expm } from '@gradkit/core/linalg';
 * console.log(expm(tensor([[0, -Math.PI], [Math.PI, 0]])).toArray()); // close to [[-1, 0], [0, -1]]
 * ```
 */
export function expm(a: TensorLike, options: ExpmOptions = {}): Tensor {
  checkOptions('expm', options, ['maxSquarings']);
  const { maxSquarings = 16 } = options;
  if (!Number.isInteger(maxSquarings) || maxSquarings < 0) {
    throw new ArgumentError(`expm: maxSquarings is a non-negative integer, got ${String(maxSquarings)}.`);
  }
  const x = new Tensor(squareOperand('expm', a));
  if (x.shape.at(-1) === 0) return x;
  const { coefficients, bound } = approximants[x.dtype as keyof typeof approximants];
  const size = max(sum(abs(x), { axis: -2, keepDims: true }), { axis: -1, keepDims: true });
  const needs = Array.from({ length: maxSquarings + 1 }, (_, k) => greater(size, bound * 2 ** k));
  const [one, half] = [1, 0.5].map((value) => full([], value, { dtype: x.dtype })) as [Tensor, Tensor];
  const factor = needs
    .slice(0, -1)
    .map((needed) => where(needed, half, one))
    .reduce(mul, one);
  const { even, odd } = polynomial(mul(x, factor), coefficients);
  let result = solve(sub(even, odd), add(even, odd));
  for (const needed of needs.slice(0, -1)) result = where(needed, matmul(result, result), result);
  return where(needs[maxSquarings] as Tensor, full([], Number.NaN, { dtype: x.dtype }), result);
}

/** Coefficients of the numerator, and the 1-norm up to which its backward error is below the unit roundoff: Higham, table 2.3. */
const approximants = {
  float32: { coefficients: [17297280, 8648640, 1995840, 277200, 25200, 1512, 56, 1], bound: 3.92572478313866 },
  float64: {
    coefficients: [
      64764752532480000, 32382376266240000, 7771770303897600, 1187353796428800, 129060195264000, 10559470521600,
      670442572800, 33522128640, 1323241920, 40840800, 960960, 16380, 182, 1,
    ],
    bound: 5.371920351148152,
  },
};

/** The terms of a polynomial with even powers, and those with odd ones. */
function polynomial(x: Tensor, coefficients: readonly number[]): { readonly even: Tensor; readonly odd: Tensor } {
  const unit = new Tensor(withDiagonal(literal(0, x.dtype, x.shape), fill(1, x.node)));
  const square = matmul(x, x);
  const powers = [unit, square];
  while (powers.length < 4) powers.push(matmul(powers.at(-1) as Tensor, square));
  const sixth = powers[3] as Tensor;
  /** Up to x⁶ as they are, and what is above behind a factor x⁶. */
  const terms = (offset: 0 | 1): Tensor => {
    const own = coefficients.filter((_, k) => k % 2 === offset);
    const combined = (list: readonly number[], first: number): Tensor =>
      list.map((c, k) => mul(powers[k + first] as Tensor, c)).reduce(add);
    const low = combined(own.slice(0, 4), 0);
    return own.length > 4 ? add(matmul(sixth, combined(own.slice(4), 1)), low) : low;
  };
  return { even: terms(0), odd: matmul(x, terms(1)) };
}
