import { type DType, isFloat } from '../../src/dtype.ts';
import { type Enclosure, enclosureOf, intervalAt } from './bounds.ts';
import {
  anything,
  certainlyNaN,
  type Interval,
  isBounded,
  isNaNForCertain,
  isPoint,
  point,
  precision,
  widen,
} from './interval.ts';

/** A reduction, contraction or scatter that adds up elements, or products of elements, of its operands. */
export interface Sum {
  /** Applied to other numbers, in the arithmetic of `dtype`. */
  readonly apply: (operands: readonly Float64Array[], dtype: DType) => Float64Array;
  /** Whether the terms are products of one element of each operand; else they are elements of any operand. */
  readonly products: boolean;
}

/**
 * Sums in any order. With u the unit roundoff, n terms t summed in floating point are off by at most
 * (n - 1) u / (1 - (n - 1) u) Σ|t|, whatever the order (Higham: "Accuracy and Stability of Numerical Algorithms", 4.2);
 * products add one rounding each. Whole numbers whose magnitudes sum to less than 2^24 (2^53) are exact.
 */
export function sumOfProducts(dtype: DType, operands: readonly Enclosure[], { apply, products }: Sum): Enclosure {
  const real = (pick: (x: Interval) => number): Float64Array =>
    apply(
      operands.map((x) => x.lo.map((_, i) => pick(intervalAt(x, i)))),
      'float64',
    );
  /** How many terms of each sum involve an element for which the test holds; undefined where none do. */
  const terms = (test: (x: Interval) => boolean): Float64Array | undefined => {
    const marks = operands.map((x) => x.lo.map((_, i) => (test(intervalAt(x, i)) ? 1 : 0)));
    if (marks.every((each) => !each.includes(1))) return undefined;
    if (!products) return apply(marks, 'float64');
    const [left, right] = marks as [Float64Array, Float64Array];
    const byLeft = apply([left, right.map(() => 1)], 'float64');
    const byRight = apply([left.map(() => 1), right], 'float64');
    return byLeft.map((count, i) => count + (byRight[i] as number));
  };

  const open = terms((x) => !isPoint(x));
  const lower = operands.map((x) => x.lo);
  if (!isFloat(dtype)) {
    const exact = apply(lower, dtype);
    return enclosureOf(exact.length, (i) => (open?.[i] ? anything(dtype) : point(exact[i] as number)));
  }

  const { ulp, largest, tiny } = precision[dtype];
  const lost = terms(isNaNForCertain);
  const wild = terms((x) => !isBounded(x) || x.nan === 1);
  const fractional = terms((x) => !Number.isInteger(x.lo) || !Number.isInteger(x.hi));
  const tame = (x: Interval): boolean => isBounded(x) && x.nan === 0;
  const center = open === undefined ? apply(lower, 'float64') : real((x) => (tame(x) ? (x.lo + x.hi) / 2 : x.lo));
  const size = real((x) => (tame(x) ? Math.max(Math.abs(x.lo), Math.abs(x.hi)) : 0));
  const sureSize = open === undefined ? size : real((x) => (tame(x) ? Math.abs(x.lo + x.hi) / 2 : 0));
  const count = real(() => 1);
  return enclosureOf(center.length, (i) => {
    const middle = point(center[i] as number);
    if (lost?.[i]) return certainlyNaN;
    const magnitude = size[i] as number;
    // What overflows is infinite, and may meet an infinity of the other sign.
    if (magnitude > largest) return anything(dtype);
    if (wild?.[i]) return open?.[i] ? anything(dtype) : middle;
    const roundings = Math.max(0, (count[i] as number) - (products ? 0 : 1));
    const exact = roundings === 0 || (!fractional?.[i] && magnitude < 2 / ulp);
    const unit = dtype === 'float64' ? 2 * ulp : 0.51 * ulp;
    // Halving the smallest numbers rounds, once for each term.
    const halved = ((count[i] as number) + 1) * Number.MIN_VALUE;
    const spread = open?.[i] ? magnitude - (sureSize[i] as number) + 8 * Number.EPSILON * magnitude + halved : 0;
    return widen(dtype, middle, spread + (exact ? 0 : roundings * (unit * magnitude + tiny)));
  });
}
