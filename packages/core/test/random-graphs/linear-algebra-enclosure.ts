import type { Node } from '../../src/graph.ts';
import type { LinearAlgebraOp } from '../../src/ops/linear-algebra.ts';
import {
  cholesky,
  eigh,
  get,
  lstsq,
  type Matrix,
  matrix,
  qr,
  solve,
  solveTriangle,
  svd,
  transposed,
} from '../../src/reference/factorizations.ts';
import { sizeOf } from '../../src/shape.ts';
import { type Enclosure, enclosureOf, intervalAt, type Rule } from './bounds.ts';
import { anything, type Interval, point, precision, widen } from './interval.ts';

/** A matrix known up to an error of this Frobenius norm. */
interface Uncertain {
  readonly center: Matrix;
  readonly error: number;
}

/** What a result may be: matrices above one another, each column of which is off by no more than so much; or anything. */
type Found = readonly { readonly value: Matrix; readonly error: (column: number) => number }[] | undefined;

/**
 * Factorizations of matrices near others. Kernels compute in float64 whatever the element type is, and are backward
 * stable: what they return belongs to a matrix that differs by `c n u ‖A‖`, u of float64. Together with what is not known
 * of the matrix itself, that changes the result by no more than the theory of perturbations says. The bounds are norms,
 * which hold for every element. Where a matrix is too badly conditioned to say anything, or a sign or an exchange of
 * columns hangs on rounding, nothing is said; the tests of the functions then look at residuals.
 */
function perturbed<O extends LinearAlgebraOp>(
  bound: (n: Node<O>, ...operands: readonly Uncertain[]) => Found,
  roundoff: (n: Node<O>) => number = () => precision.float64.ulp,
): Rule<O> {
  return (n, inputs) => {
    const batch = sizeOf(n.shape.slice(0, -2));
    const size = sizeOf(n.shape.slice(-2));
    const columns = n.shape.at(-1) as number;
    const dtype = n.dtype as 'float32' | 'float64';
    const { ulp, tiny } = precision[dtype];
    const found = Array.from({ length: batch }, (_, b) => {
      const operands = n.inputs.map((input, k) => uncertain(input, inputs[k] as Enclosure, b, roundoff(n)));
      return operands.some((x) => x === undefined) ? undefined : bound(n, ...(operands as Uncertain[]));
    });
    const elements = found.map((parts) =>
      parts?.flatMap(({ value, error }) => {
        const errors = Array.from({ length: columns }, (_, j) => error(j));
        return Array.from(value.data, (x, i): Interval => {
          const off = errors[i % columns] as number;
          return widen(dtype, point(x), off + (Math.abs(x) + off) * ulp + tiny);
        });
      }),
    );
    return enclosureOf(batch * size, (i) => elements[Math.floor(i / size)]?.[i % size] ?? anything(dtype));
  };
}

/** One matrix of an operand, with what rounding inside the kernel and the interpreter is as good as. */
function uncertain({ shape }: Node, x: Enclosure, batch: number, roundoff: number): Uncertain | undefined {
  const [rows, columns] = shape.slice(-2) as [number, number];
  const at = batch * rows * columns;
  let square = 0;
  let size = 0;
  const center = matrix(rows, columns, (i, j) => {
    const { lo, hi, nan } = intervalAt(x, at + i * columns + j);
    const middle = lo / 2 + hi / 2;
    size += middle ** 2;
    square += nan === 1 ? Number.NaN : ((hi - lo) / 2) ** 2;
    return middle;
  });
  const error = Math.sqrt(square) + 10 * (Math.max(rows, columns) + 1) * roundoff * Math.sqrt(size);
  return Number.isFinite(error) ? { center, error } : undefined;
}

/** ‖A‖ and the smallest singular value. */
function extremes(a: Matrix): readonly [number, number] {
  const { values } = svd(a);
  return values.length === 0 ? [0, Number.POSITIVE_INFINITY] : [values[0] as number, values.at(-1) as number];
}

const everywhere = (value: Matrix, error: number): Found => [{ value, error: () => error }];

/**
 * `‖ΔL‖_F ≤ √λₘₐₓ t / √2 (1 − t)` with `t = ‖ΔA‖_F / λₘᵢₙ`: Sun 1991, in Higham, Accuracy and Stability of Numerical
 * Algorithms, 2nd ed., theorem 10.8.
 */
const choleskyRule = perturbed<'cholesky'>((_, { center, error }) => {
  const { values } = eigh(center);
  const [least, most] = [values[0] ?? 1, values.at(-1) ?? 1];
  // The symmetric matrix has the uncertain triangle twice.
  const t = (Math.SQRT2 * error) / least;
  if (!(t >= 0 && t < 0.5)) return undefined;
  return everywhere(cholesky(center), (Math.sqrt(most) * t) / (Math.SQRT2 * (1 - t)));
});

/** `|Δx| ≤ |T⁻¹| (ΔT |x| + Δb) / (1 − ‖T⁻¹‖ ‖ΔT‖)`, in norms. */
const triangularRule = perturbed<'triangularSolve'>((n, a, b) => {
  const { lower, transpose, unitDiagonal } = n.attributes;
  const read = matrix(a.center.rows, a.center.rows, (i, j) => {
    if (i === j && unitDiagonal) return 1;
    return (lower ? j <= i : j >= i) ? get(a.center, i, j) : 0;
  });
  const used = transpose ? transposed(read) : read;
  const x = solveTriangle(used, b.center, lower !== transpose, false);
  return nearSolution(used, a.error, x, b.error);
});

/** `‖Δx‖ ≤ ‖A⁻¹‖ (‖ΔA‖ ‖x‖ + ‖Δb‖) / (1 − ‖A⁻¹‖ ‖ΔA‖)`: Higham, 2nd ed., theorem 7.2. */
function nearSolution(a: Matrix, error: number, x: Matrix, sideError: number): Found {
  const [, least] = extremes(a);
  const t = error / least;
  if (!(t < 0.25)) return undefined;
  return [{ value: x, error: (j) => (error * columnNorm(x, j) + sideError) / (least * (1 - t)) }];
}

const columnNorm = (x: Matrix, j: number): number =>
  Math.hypot(...Array.from({ length: x.rows }, (_, i) => get(x, i, j)));

/** Solved through factors that are rounded to the element type, each step being backward stable. */
const solveRule = perturbed<'solve'>(
  (n, a, b) => {
    const used = n.attributes.transpose ? transposed(a.center) : a.center;
    return nearSolution(used, a.error, solve(used, b.center), b.error);
  },
  ({ dtype }) => precision[dtype as 'float32' | 'float64'].ulp,
);

/** Of full rank only. Wedin 1973, in Golub & Van Loan, 4th ed., theorem 5.3.1, with a factor to spare. */
const lstsqRule = perturbed<'lstsq'>(
  ({ attributes: { transpose, tolerance } }, a, b) => {
    const used = transpose ? transposed(a.center) : a.center;
    const x = lstsq(used, b.center, tolerance);
    const [most, least] = extremes(used);
    const t = a.error / least;
    if (x.data.length > 0 && !(t < 0.1 && least - a.error > 2 * tolerance * most)) return undefined;
    return [
      {
        value: x,
        error: (j) => {
          const residual = Math.hypot(
            ...Array.from({ length: used.rows }, (_, i) => {
              let sum = get(b.center, i, j);
              for (let k = 0; k < used.columns; k++) sum -= get(used, i, k) * get(x, k, j);
              return sum;
            }),
          );
          return (4 * (a.error * columnNorm(x, j) + b.error + t * residual)) / least;
        },
      },
    ];
  },
  ({ dtype }) => precision[dtype as 'float32' | 'float64'].ulp,
);

/**
 * With `t = ‖ΔA‖_F / σ` and σ the smallest singular value of the columns that Q is determined by, `‖ΔQ‖_F ≤ √2 t / (1 − t)` by
 * the derivative, and R follows from it (Sun 1995).
 */
const qrRule = perturbed<'qr'>(({ shape, attributes: { pivoting } }, { center, error }) => {
  const rank = (shape.at(-1) as number) - 1;
  const { q, r, order, sign } = qr(center, pivoting);
  const taken = matrix(center.rows, center.columns, (i, j) => get(center, i, order[j] as number));
  if (!isDecided(taken, pivoting, error)) return undefined;
  const used = Math.min(center.columns, center.rows <= center.columns ? center.rows - 1 : center.columns);
  const [most] = extremes(center);
  const [, least] =
    used <= 0 ? [0, Number.POSITIVE_INFINITY] : extremes(matrix(center.rows, used, (i, j) => get(taken, i, j)));
  const t = error / least;
  // The columns that complete Q turn freely where the others do: what is known of them comes from the reflections.
  if (!(t < 0.1) || (rank > center.columns && center.columns > 0)) return undefined;
  const turned = 2 * t;
  return [
    {
      value: matrix(q.rows, rank + 1, (i, j) => (j < rank ? get(q, i, j) : i === 0 ? sign : 0)),
      error: (j) => (j < rank ? turned : 0),
    },
    {
      value: matrix(r.columns, rank + 1, (i, j) => (j < rank ? get(r, j, i) : (order[i] as number))),
      error: (j) => (j < rank ? turned * most + error : 0),
    },
  ];
});

/** Whether no sign of a reflection, and no choice of a column, hangs on less than four times the error. */
function isDecided(a: Matrix, pivoting: boolean, error: number): boolean {
  let rest = a;
  for (let k = 0; k < Math.min(a.rows - 1, a.columns); k++) {
    const column = matrix(a.rows - k, a.columns - k, (i, j) => get(rest, k + i, k + j));
    if (!(Math.abs(get(column, 0, 0)) > 4 * error)) return false;
    const norms = Array.from({ length: a.columns - k }, (_, j) => columnNorm(column, j));
    if (pivoting && norms.slice(1).some((norm) => norm > (norms[0] as number) - 4 * error)) return false;
    // One reflection more.
    const step = qr(
      matrix(column.rows, 1, (i) => get(column, i, 0)),
      false,
    );
    const before = rest;
    rest = matrix(a.rows, a.columns, (i, j) => {
      if (i < k) return get(before, i, j);
      let sum = 0;
      for (let l = 0; l < column.rows; l++) sum += get(step.q, l, i - k) * get(before, k + l, j);
      return sum;
    });
  }
  return true;
}

/** Weyl for eigenvalues; `‖Δv‖ ≤ 2 ‖ΔA‖ / (gap − 2 ‖ΔA‖)` for eigenvectors (Davis & Kahan 1970). */
const eighRule = perturbed<'eigh'>((_, { center, error }) => {
  const off = Math.SQRT2 * error;
  const { values, vectors } = eigh(center);
  const errors = values.map((value, i) =>
    turning(off, Math.min(...values.map((other, j) => (i === j ? Number.POSITIVE_INFINITY : Math.abs(value - other))))),
  );
  if (!hasSigns(vectors, errors)) return undefined;
  return [
    { value: matrix(1, values.length, (_, j) => values[j] as number), error: () => off },
    { value: vectors, error: (j) => errors[j] as number },
  ];
});

/** The same for the symmetric matrix that has A and Aᵀ beside its diagonal: its eigenvalues are ±s, and 0 where m ≠ n. */
const svdRule = perturbed<'svd'>((_, { center, error }) => {
  const { values, left, right } = svd(center);
  const off = Math.SQRT2 * error;
  const errors = values.map((value, i) => {
    const others = values.map((other, j) => (i === j ? Number.POSITIVE_INFINITY : Math.abs(value - other)));
    return Math.SQRT2 * turning(off, Math.min(value, ...others));
  });
  if (!hasSigns(left, errors)) return undefined;
  return [
    { value: matrix(1, values.length, (_, j) => values[j] as number), error: () => error },
    { value: left, error: (j) => errors[j] as number },
    { value: right, error: (j) => errors[j] as number },
  ];
});

const turning = (error: number, gap: number): number =>
  gap > 4 * error ? (2 * error) / (gap - 2 * error) : Number.POSITIVE_INFINITY;

/** Whether the sign that makes the leading element of each column positive is the same within the errors. */
function hasSigns(vectors: Matrix, errors: readonly number[]): boolean {
  return errors.every((error, j) => {
    if (!(error < 0.01)) return false;
    const column = Array.from({ length: vectors.rows }, (_, i) => get(vectors, i, j));
    const bound = 0.9 * Math.max(...column.map(Math.abs));
    const sure = column.findIndex((x) => Math.abs(x) > bound + 2 * error);
    // All that may be the first have to agree.
    return column.slice(0, sure).every((x) => Math.abs(x) < bound - 2 * error || x > 0);
  });
}

export const linearAlgebra: { readonly [O in LinearAlgebraOp]: Rule<O> } = {
  cholesky: choleskyRule,
  triangularSolve: triangularRule,
  qr: qrRule,
  eigh: eighRule,
  svd: svdRule,
  solve: solveRule,
  lstsq: lstsqRule,
};
