import type { Index, Matrix, Notation, Place, Value } from './notation.ts';

/**
 * Divides a matrix by a power of two, so that its largest element is between 1 and 2 and squares neither overflow nor
 * vanish, and then runs the algorithm with that power; where the matrix holds NaN or an infinity, `otherwise`.
 */
export function scaled(m: Notation, a: Matrix, run: (power: Value) => void, otherwise: () => void): void {
  const count = a.rows * a.columns;
  const largest = m.variable(m.largest(a.row(0), count));
  m.when(
    m.less(largest, m.number(Number.POSITIVE_INFINITY)),
    () => {
      const isNormal = m.less(m.number(2 ** -1021), largest);
      const power = m.variable(m.choose(isNormal, m.powerOfTwo(largest), m.number(1)));
      m.scale(m.div(m.number(1), power), a.row(0), count);
      run(power);
    },
    otherwise,
  );
}

/**
 * Sorts numbers and calls `swap` for what belongs to them: the place that comes next is given to the number that is
 * `before` all the others. Few exchanges, each of a vector, and comparisons of numbers only.
 */
export function sort(
  m: Notation,
  values: Matrix,
  isBefore: (a: Value, b: Value) => () => void,
  swap: (i: Index, j: Index) => void,
): void {
  m.each(0, values.columns, (i) => {
    const best = m.position(i);
    m.each(m.plus(i, 1), values.columns, (j) => {
      m.when(isBefore(values.at(0, j), values.at(0, best)), () => m.set(best, j));
    });
    m.when(m.before(i, best), () => {
      m.swap(values.from(0, i), values.from(0, best), 1);
      swap(i, best);
    });
  });
}

/**
 * The sign that makes the leading element of a vector positive: the first of those within a tenth of the largest, so
 * that elements which are equal but for rounding do not decide it.
 */
export function leadingSign(m: Notation, x: Index, count: number): Place {
  const sign = m.variable(m.number(1));
  const bound = m.variable(m.mul(m.number(0.9), m.largest(x, count)));
  m.f.block((found) => {
    m.each(0, count, (i) => {
      const element = m.variable(m.at(m.plus(x, m.times(i, 8))));
      m.when(m.atMost(bound, m.abs(element)), () => {
        sign.set(m.withSign(sign, element));
        m.f.br(found);
      });
    });
  });
  return sign;
}
