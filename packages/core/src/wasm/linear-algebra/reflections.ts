import type { Index, Matrix, Notation, Value } from './notation.ts';

/** `‖x‖₂`, also where squares overflow or vanish. */
export function norm(m: Notation, x: Index, count: Index): Value {
  return () => {
    const length = m.variable(m.sqrt(m.dot(x, x, count)));
    // Within these bounds every square that matters is a normal number, and so is their sum.
    const isSafe = (): void => {
      m.less(m.number(1e-140), length)();
      m.less(length, m.number(1e150))();
      m.f.i32.and();
    };
    m.when(m.not(isSafe), () => {
      const unit = m.variable(m.largest(x, count));
      const isPlain = (): void => {
        m.less(m.number(0), unit)();
        m.less(unit, m.number(Number.POSITIVE_INFINITY))();
        m.f.i32.and();
      };
      m.when(
        isPlain,
        () => {
          const sum = m.variable(m.number(0));
          m.each(0, count, (i) => {
            const part = m.variable(m.div(m.at(m.plus(x, m.times(i, 8))), unit));
            sum.set(m.add(sum, m.mul(part, part)));
          });
          length.set(m.mul(unit, m.sqrt(sum)));
        },
        () => length.set(unit),
      );
    });
    length();
  };
}

/**
 * Makes of the vector at `x` the reflection `H = I − τ v vᵀ` that turns it into `β e₁` with β = −sign(x₁) ‖x‖: puts β in
 * place of x₁ and v₂, v₃, … behind it, where v₁ = 1. Golub & Van Loan, 4th ed., Algorithm 5.1.1, with the sign of LAPACK.
 * Also where nothing has to be turned, H is a reflection: its determinant is always −1, and it varies smoothly.
 */
export function reflect(m: Notation, x: Index, count: Index, setFactor: (tau: Value) => void): void {
  const first = m.at(x);
  const length = m.variable(norm(m, x, count));
  const beta = m.variable(m.neg(m.withSign(length, first)));
  const head = m.variable(m.sub(first, beta));
  m.when(
    m.isZero(length),
    () => setFactor(m.number(2)),
    () => {
      setFactor(m.neg(m.div(head, beta)));
      m.each(1, count, (i) => {
        const element = m.at(m.plus(x, m.times(i, 8)));
        element.set(m.div(element, head));
      });
    },
  );
  first.set(beta);
}

/** `y ← H y` for the reflection whose v₂, v₃, … follow the address `x`. */
export function applyReflection(m: Notation, tau: Value, x: Index, y: Index, count: Index): void {
  const [rest, head] = [m.position(m.minus(count, 1)), m.at(y)];
  const [v, tail] = [m.position(m.plus(x, 8)), m.position(m.plus(y, 8))];
  const amount = m.variable(m.mul(tau, m.add(head, m.dot(v, tail, rest))));
  head.set(m.sub(head, amount));
  m.axpy(m.neg(amount), v, tail, rest);
}

/**
 * Householder QR, Golub & Van Loan, 4th ed., Algorithm 5.2.1, of the matrix whose columns are the rows of `w`: leaves
 * column j of R in row j up to the diagonal, and behind it the reflections, whose factors go into `factors`. With
 * `order`, the longest column left is taken first (Algorithm 5.4.1), and its number is noted there.
 * @returns the determinant of Q times that of the exchanges of columns: 1 or −1
 */
export function factorize(m: Notation, w: Matrix, factors: Matrix, order?: Matrix): Value {
  const [n, rows] = [w.rows, w.columns];
  const sign = m.variable(m.number(1));
  if (order !== undefined) m.each(0, n, (j) => order.at(0, j).set(m.asNumber(j)));
  m.each(0, reflections(rows, n), (k) => {
    const count = m.position(m.minus(rows, k));
    if (order !== undefined) {
      const longest = m.variable(m.number(-1));
      const best = m.position(k);
      m.each(k, n, (j) => {
        const length = m.variable(norm(m, w.from(j, k), count));
        m.when(m.less(longest, length), () => {
          longest.set(length);
          m.set(best, j);
        });
      });
      m.when(m.before(k, best), () => {
        m.swap(w.row(k), w.row(best), rows);
        m.swap(order.from(0, k), order.from(0, best), 1);
        sign.set(m.neg(sign));
      });
    }
    reflect(m, w.from(k, k), count, factors.at(0, k).set);
    sign.set(m.neg(sign));
    m.each(m.plus(k, 1), n, (j) => applyReflection(m, factors.at(0, k), w.from(k, k), w.from(j, k), count));
  });
  return sign;
}

/** How many reflections a matrix of this shape takes: the last row of a square one is left as it is. */
function reflections(rows: number, columns: number): number {
  return Math.max(0, Math.min(rows - 1, columns));
}

/**
 * Applies the reflections of a factorization, last first, to the rows of `target` from row `first(k)` on (Golub & Van
 * Loan, 4th ed., section 5.1.6).
 */
export function accumulate(
  m: Notation,
  w: Matrix,
  factors: Matrix,
  target: Matrix,
  first: (k: Index) => Index = () => 0,
): void {
  m.eachDown(reflections(w.columns, w.rows), (k) => {
    const count = m.position(m.minus(w.columns, k));
    m.each(first(k), target.rows, (i) => applyReflection(m, factors.at(0, k), w.from(k, k), target.from(i, k), count));
  });
}

/** Clears what is behind the diagonal, so that the rows are the columns of R. */
export function keepTriangle(m: Notation, w: Matrix): void {
  m.each(0, Math.min(w.rows, w.columns), (j) => {
    const behind = m.position(m.plus(j, 1));
    m.fill(m.number(0), w.from(j, behind), m.minus(w.columns, behind));
  });
}

/** Rows of the unit matrix. */
export function setIdentity(m: Notation, target: Matrix): void {
  m.fill(m.number(0), target.row(0), target.rows * target.columns);
  m.each(0, Math.min(target.rows, target.columns), (i) => target.at(i, i).set(m.number(1)));
}
