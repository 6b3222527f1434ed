import { convert, type DType, dtypes, isFloat } from '../../src/dtype.ts';
import type { Node } from '../../src/graph.ts';
import type { BinaryOp, ElementwiseOp, UnaryOp } from '../../src/ops/elementwise.ts';
import { scalarMeaning } from '../../src/ops/scalar-meaning.ts';
import {
  anything,
  certainlyNaN,
  containsZero,
  hull,
  type Interval,
  isBounded,
  isNaNForCertain,
  isPoint,
  point,
  rounded,
} from './interval.ts';

/**
 * Units in the last place by which the result of one operation may differ from the exact one: the accuracy budgets.
 * 0 is exact, 0.5 is correct rounding.
 */
export const budgets: { readonly [O in ElementwiseOp]: number } = {
  neg: 0,
  abs: 0,
  sign: 0,
  floor: 0,
  exp: 2,
  expm1: 2,
  log: 2,
  log1p: 2,
  sqrt: 0.5,
  sin: 4,
  cos: 4,
  tanh: 2,
  sigmoid: 2,
  erf: 4,
  normalProbability: 4,
  cast: 0.5,
  bitcast: 0,
  add: 0.5,
  sub: 0.5,
  mul: 0.5,
  div: 0.5,
  pow: 4,
  max: 0,
  min: 0,
  rem: 0,
  and: 0,
  or: 0,
  xor: 0,
  shl: 0,
  shr: 0,
  eq: 0,
  lt: 0,
  le: 0,
  select: 0,
  randomBits: 0,
};

/** What the elements of the result may be, given what those of the inputs may be. */
export function elementRule({
  op,
  inputs,
  attributes,
  dtype,
}: Node<ElementwiseOp>): (x: readonly Interval[]) => Interval {
  const from = (inputs[0] as Node).dtype;
  const meaning = scalarMeaning(op, from, attributes);
  const ulps = op === 'cast' && dtype === 'float64' ? 0 : budgets[op];
  const round = (result: Interval, x: readonly Interval[]): Interval => {
    const whole = x.every((each) => Number.isInteger(each.lo) && Number.isInteger(each.hi));
    return rounded(dtype, result, ulps, whole);
  };
  if (op === 'select') return ([condition, a, b]) => choose(condition as Interval, a as Interval, b as Interval);
  return (x) => {
    if ((op === 'sin' || op === 'cos') && isFar(x[0] as Interval)) return { ...(x[0] as Interval), lo: -1, hi: 1 };
    if (x.every(isPoint)) {
      return isUndecided(op, from, x) ? anything(dtype) : round(point(meaning(...x.map((each) => each.lo))), x);
    }
    if (op === 'eq' || op === 'lt' || op === 'le') return compared(op, x[0] as Interval, x[1] as Interval);
    if (op === 'cast') return round(castRange(x[0] as Interval, from, dtype), x);
    if (op === 'max' || op === 'min' || (isFloat(from) && op in ranges)) {
      if (op !== 'pow' && x.some(isNaNForCertain)) return certainlyNaN;
      const range = ranges[op as RangeOp](x[0] as Interval, (x[1] ?? x[0]) as Interval);
      if (range === undefined || range.some(Number.isNaN)) return anything(dtype);
      return round({ lo: range[0], hi: range[1], nan: Math.max(...x.map((each) => each.nan)) }, x);
    }
    return anything(dtype);
  };
}

/** So many periods from zero that a sine is only known to be one: the budget ends at 2^23 · π/2. */
const isFar = (x: Interval): boolean => isBounded(x) && Math.max(-x.lo, x.hi) > 2 ** 23 * 1.57;

const choose = (condition: Interval, a: Interval, b: Interval): Interval =>
  isPoint(condition) ? (condition.lo === 0 ? b : a) : hull(a, b);

/**
 * The sign of a zero is not followed (adding 0 changes -0), so what depends on it is not decided; nor are the bits of
 * NaN.
 */
function isUndecided(op: ElementwiseOp, from: DType, x: readonly Interval[]): boolean {
  const [a, b] = x as readonly [Interval, Interval];
  if (op === 'bitcast') return from === 'float32' && (a.lo === 0 || isNaNForCertain(a));
  if (!isFloat(from)) return false;
  if (op === 'div') return b.lo === 0 && a.lo !== 0 && !isNaNForCertain(a);
  return op === 'pow' && a.lo === 0 && b.lo < 0;
}

function compared(op: 'eq' | 'lt' | 'le', a: Interval, b: Interval): Interval {
  if (isNaNForCertain(a) || isNaNForCertain(b)) return point(0);
  const never = op === 'eq' ? a.hi < b.lo || a.lo > b.hi : op === 'lt' ? a.lo >= b.hi : a.lo > b.hi;
  if (never) return point(0);
  const always = op === 'lt' ? a.hi < b.lo : op === 'le' && a.hi <= b.lo;
  return always && a.nan === 0 && b.nan === 0 ? point(1) : anything('bool');
}

/** Conversions are monotone, except where integers wrap. */
function castRange(x: Interval, from: DType, to: DType): Interval {
  if (to === 'bool') return containsZero(x) ? anything('bool') : point(1);
  if (isFloat(to)) return x;
  if (!isFloat(from)) return x.lo >= dtypes[to].lowest && x.hi <= dtypes[to].highest ? x : anything(to);
  const range = { lo: convert(x.lo, from, to), hi: convert(x.hi, from, to), nan: 0 };
  return x.nan === 0 ? range : hull(range, point(0));
}

type RangeOp = UnaryOp | Extract<BinaryOp, 'add' | 'sub' | 'mul' | 'div' | 'pow' | 'max' | 'min' | 'rem'>;
type Range = readonly [lo: number, hi: number] | undefined;

const increasing =
  (f: (x: number) => number) =>
  ({ lo, hi }: Interval): Range => [f(lo), f(hi)];

const monotone = (op: ElementwiseOp): ((x: Interval) => Range) => increasing(scalarMeaning(op, 'float64', {}));

/** The sine or cosine changes at most as much as its argument. */
const wave =
  (f: (x: number) => number) =>
  (x: Interval): Range => {
    if (!isBounded(x)) return undefined;
    const middle = f((x.lo + x.hi) / 2);
    const radius = x.hi - x.lo;
    return [Math.max(-1, middle - radius), Math.min(1, middle + radius)];
  };

/** For what is monotone in each operand: the extremes are at corners. */
const corners =
  (f: (a: number, b: number) => number) =>
  (a: Interval, b: Interval): Range => {
    const values = [f(a.lo, b.lo), f(a.lo, b.hi), f(a.hi, b.lo), f(a.hi, b.hi)];
    return [Math.min(...values), Math.max(...values)];
  };

/** The range of the results over ranges of the operands; NaN or undefined where it is not bounded here. */
const ranges: { readonly [O in RangeOp]: (a: Interval, b: Interval) => Range } = {
  neg: ({ lo, hi }) => [-hi, -lo],
  abs: (x) => (containsZero(x) ? [0, Math.max(-x.lo, x.hi)] : x.lo > 0 ? [x.lo, x.hi] : [-x.hi, -x.lo]),
  sign: monotone('sign'),
  floor: monotone('floor'),
  exp: monotone('exp'),
  expm1: monotone('expm1'),
  log: monotone('log'),
  log1p: monotone('log1p'),
  sqrt: monotone('sqrt'),
  sin: wave(Math.sin),
  cos: wave(Math.cos),
  tanh: monotone('tanh'),
  sigmoid: monotone('sigmoid'),
  erf: monotone('erf'),
  normalProbability: monotone('normalProbability'),
  add: (a, b) => (cancelsInfinity(a, { lo: -b.hi, hi: -b.lo }) ? undefined : [a.lo + b.lo, a.hi + b.hi]),
  sub: (a, b) => (cancelsInfinity(a, b) ? undefined : [a.lo - b.hi, a.hi - b.lo]),
  mul: (a, b) =>
    (containsZero(a) && !isBounded(b)) || (containsZero(b) && !isBounded(a))
      ? undefined
      : corners((x, y) => x * y)(a, b),
  div: (a, b) => (containsZero(b) || (!isBounded(a) && !isBounded(b)) ? undefined : corners((x, y) => x / y)(a, b)),
  pow: (a, b) => {
    if (a.lo > 0 && isBounded(a) && isBounded(b)) return corners((x, y) => x ** y)(a, b);
    const whole = isPoint(b) && Number.isInteger(b.lo) && b.lo > 0 && isBounded(a);
    if (!whole) return undefined;
    const [lo, hi] = corners((x, y) => x ** y)(a, b) as readonly [number, number];
    return containsZero(a) ? [Math.min(0, lo), Math.max(0, hi)] : [lo, hi];
  },
  max: ({ lo, hi }, b) => [Math.max(lo, b.lo), Math.max(hi, b.hi)],
  min: ({ lo, hi }, b) => [Math.min(lo, b.lo), Math.min(hi, b.hi)],
  rem: (a, b) => {
    if (containsZero(b) || !isBounded(a)) return undefined;
    const most = Math.min(Math.max(-a.lo, a.hi), Math.max(-b.lo, b.hi));
    return [a.lo < 0 ? -most : 0, a.hi > 0 ? most : 0];
  },
};

/** Whether both may be the same infinity, so that their difference is NaN. */
const cancelsInfinity = (a: { lo: number; hi: number }, b: { lo: number; hi: number }): boolean =>
  (a.hi === Number.POSITIVE_INFINITY && b.hi === Number.POSITIVE_INFINITY) ||
  (a.lo === Number.NEGATIVE_INFINITY && b.lo === Number.NEGATIVE_INFINITY);
