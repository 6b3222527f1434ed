import type { Planner } from '../../compile/own-kernel.ts';
import type { Node } from '../../graph.ts';
import type { Label } from '../assembler.ts';
import type { Matrix, Notation } from './notation.ts';
import { asIs, planAlgorithm, transposed, type Workspace } from './planning.ts';
import { accumulate, factorize, norm, setIdentity } from './reflections.ts';
import { leadingSign, scaled, sort } from './spectrum.ts';

/** A wide matrix is taken transposed, and left and right exchange places. */
export const planSvd: Planner<'svd'> = (root, planning) => {
  const a = root.inputs[0] as Node;
  const [m, n] = a.shape.slice(-2) as [number, number];
  const [rows, columns] = [Math.max(m, n), Math.min(m, n)];
  const isTall = m >= n;
  const w: Workspace = { rows: columns, columns: rows, holds: { operand: a, turn: isTall ? transposed : asIs } };
  const values: Workspace = { rows: 1, columns };
  const x: Workspace = { rows: columns, columns };
  const long: Workspace = { rows: columns, columns: rows };
  const short: Workspace = { rows: columns, columns };
  const factors: Workspace = { rows: 1, columns: rows };
  const order: Workspace = { rows: 1, columns };
  const [left, right] = isTall ? [long, short] : [short, long];
  return planAlgorithm(root, planning, {
    description: 'singular values and vectors',
    workspaces: [w, values, x, long, short, factors, order],
    run: (notation, ...matrices) => decompose(notation, isTall, ...(matrices as Matrices)),
    parts: [
      { from: values, rows: 1, columns, turn: asIs, atRow: 0 },
      { from: left, rows: m, columns, turn: transposed, atRow: 1 },
      { from: right, rows: n, columns, turn: transposed, atRow: 1 + m },
    ],
  });
};

type Matrices = [Matrix, Matrix, Matrix, Matrix, Matrix, Matrix, Matrix];

/**
 * `A P = Q R` with pivoting, then one-sided Jacobi on the rows of R: `R = J Σ Xᵀ` with rows of Σ Xᵀ that are orthogonal, so
 * `A = (Q J) Σ (P X)ᵀ`. Drmač & Veselić, "New fast and accurate Jacobi SVD algorithm", SIAM J. Matrix Anal. Appl. 29, 2008:
 * small singular values are as accurate as the scaling of rows and columns allows.
 */
function decompose(m: Notation, leftIsLong: boolean, ...matrices: Matrices): void {
  const [w, s, x, long, short, factors, order] = matrices;
  const n = w.rows;
  const giveUp = (): void => {
    m.fill(m.number(Number.NaN), s.row(0), n);
    m.fill(m.number(Number.NaN), long.row(0), n * long.columns);
    m.fill(m.number(Number.NaN), short.row(0), n * n);
  };
  scaled(
    m,
    w,
    (power) => {
      factorize(m, w, factors, order);
      m.fill(m.number(0), x.row(0), n * n);
      m.each(0, n, (j) => m.each(0, m.plus(j, 1), (i) => x.at(i, j).set(w.at(j, i))));
      setIdentity(m, long);
      m.f.block((converged) => m.repeat(sweeps, () => sweep(m, x, long, converged)));
      m.each(0, n, (i) => s.at(0, i).set(norm(m, x.row(i), n)));
      const isLarger = (a: () => void, b: () => void): (() => void) => m.less(b, a);
      sort(m, s, isLarger, (i, j) => {
        m.swap(x.row(i), x.row(j), n);
        m.swap(long.row(i), long.row(j), n);
      });
      normalize(m, x, s);
      accumulate(m, w, factors, long);
      m.each(0, n, (j) => {
        const column = m.position(m.truncated(order.at(0, j)));
        m.each(0, n, (i) => short.at(i, column).set(x.at(i, j)));
      });
      const left = leftIsLong ? long : short;
      m.each(0, n, (i) => {
        const sign = leadingSign(m, left.row(i), left.columns);
        m.scale(sign, long.row(i), long.columns);
        m.scale(sign, short.row(i), n);
      });
      m.scale(power, s.row(0), n);
    },
    giveUp,
  );
}

/** Some six are enough; where rounding keeps a pair from the threshold, more change nothing. */
const sweeps = 30;

/**
 * Makes every pair of rows orthogonal once, and does the same to the columns of J, which are the rows of `j`: Golub &
 * Van Loan, 4th ed., section 8.6.3. Leaves when no pair needed it.
 */
function sweep(m: Notation, x: Matrix, j: Matrix, converged: Label): void {
  const n = x.rows;
  const rotated = m.position(0);
  const tolerance = m.number(Math.sqrt(n) * 2 ** -52);
  m.each(0, n, (p) => {
    m.each(m.plus(p, 1), n, (q) => {
      const [first, second] = [m.position(x.row(p)), m.position(x.row(q))];
      const product = m.variable(m.dot(first, second, n));
      const alpha = m.variable(m.dot(first, first, n));
      const beta = m.variable(m.dot(second, second, n));
      const bound = m.mul(tolerance, m.sqrt(alpha), m.sqrt(beta));
      m.when(m.less(bound, m.abs(product)), () => {
        m.set(rotated, 1);
        const zeta = m.variable(m.div(m.sub(beta, alpha), m.add(product, product)));
        const [c, s] = angle(m, zeta);
        m.rotate(c, s, first, second, n);
        m.rotate(c, s, j.row(p), j.row(q), n);
      });
    });
  });
  m.leaveWhen(
    m.not(() => m.push(rotated)),
    converged,
  );
}

/** c and −s with tangent t, the smaller root of `t² + 2 ζ t − 1 = 0`. */
function angle(m: Notation, zeta: () => void): [() => void, () => void] {
  const one = m.number(1);
  const size = m.variable(m.abs(zeta));
  const exact = m.div(one, m.add(size, m.sqrt(m.add(one, m.mul(size, size)))));
  // Where the square overflows, or nearly does.
  const isLarge = m.less(m.number(1e100), size);
  const t = m.variable(m.withSign(m.choose(isLarge, m.div(m.number(0.5), size), exact), zeta));
  const c = m.variable(m.div(one, m.sqrt(m.add(one, m.mul(t, t)))));
  return [c, m.variable(m.neg(m.mul(c, t)))];
}

/**
 * Divides rows by their lengths. Rows that are zero are last: each becomes the first unit vector that is not nearly in
 * the span of the rows before, without its part in there. Since all unit vectors together have n − i of their squared
 * length outside the span of i rows, one has at least 1 / 2n even without those passed before.
 */
function normalize(m: Notation, x: Matrix, s: Matrix): void {
  const n = x.rows;
  const candidate = m.position(0);
  m.each(0, n, (i) => {
    const length = m.variable(s.at(0, i));
    const row = m.position(x.row(i));
    const divide = (by: () => void): void => {
      m.each(0, n, (k) => x.at(i, k).set(m.div(x.at(i, k), by)));
    };
    m.when(
      m.not(m.isZero(length)),
      () => divide(length),
      () =>
        m.repeat(n, (done) => {
          m.fill(m.number(0), row, n);
          x.at(i, candidate).set(m.number(1));
          m.set(candidate, m.plus(candidate, 1));
          for (let pass = 0; pass < 2; pass++) {
            m.each(0, i, (k) => m.axpy(m.neg(m.dot(row, x.row(k), n)), x.row(k), row, n));
          }
          const square = m.variable(m.dot(row, row, n));
          m.when(m.less(m.number(0.5 / n), square), () => {
            divide(m.variable(m.sqrt(square)));
            m.f.br(done);
          });
        }),
    );
  });
}
