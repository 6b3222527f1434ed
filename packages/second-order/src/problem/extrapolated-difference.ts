/** A derivative from differences, and how far off it may be. */
export interface Difference {
  readonly derivative: Float64Array;
  /** Estimates of the absolute errors, of extrapolation and rounding together. */
  readonly uncertainty: Float64Array;
}

const halvings = 12;
/** No further, for steps must still move numbers near 1. */
const most = 40;

/**
 * Derivatives of several functions of one number at 0, from central differences at steps that are halved again and again:
 * Neville's scheme removes the terms of h², h⁴, … one after the other, and each element keeps the value that changed least.
 *
 * Steps where a function is not finite do not count: beside a wall they are halved further.
 *
 * @param evaluate writes the values at `h` into `out`
 * @param step the largest step
 * @param noise absolute accuracy of the values
 * @see Ridders, Accurate computation of F'(x) and F'(x) F"(x), Advances in Engineering Software 4, 1982
 */
export function extrapolatedDifference(
  evaluate: (h: number, out: Float64Array) => void,
  count: number,
  step: number,
  noise: Float64Array,
): Difference {
  const [above, below] = [new Float64Array(count), new Float64Array(count)];
  const derivative = new Float64Array(count).fill(Number.NaN);
  const uncertainty = new Float64Array(count).fill(Infinity);
  /** For each element the scheme's last column, the pure difference first. */
  const columns = Array.from({ length: count }, (): number[] => []);
  for (let k = 0, seen = 0, h = step; seen < halvings && k < most; k++, h /= 2) {
    evaluate(h, above);
    evaluate(-h, below);
    for (let i = 0; i < count; i++) {
      const before = columns[i];
      const column = [(above[i] - below[i]) / (2 * h)];
      const rounding = noise[i] / h;
      let power = 1;
      for (const [j, old] of before.entries()) {
        power *= 4;
        const last = column[j];
        const next = last + (last - old) / (power - 1);
        const change = Math.max(Math.abs(next - last), Math.abs(next - old)) + rounding;
        if (change < uncertainty[i]) {
          uncertainty[i] = change;
          derivative[i] = next;
        }
        column.push(next);
      }
      columns[i] = Number.isFinite(column[0]) ? column : [];
    }
    if (columns.every(({ length }) => length > 0)) seen++;
  }
  return { derivative, uncertainty };
}
