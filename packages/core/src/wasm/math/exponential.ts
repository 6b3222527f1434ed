/**
 * exp, expm1, tanh and the logistic function.
 *
 * All four write x = n ln 2 + r with an integer n and |r| ≤ ln 2 / 2, and use a polynomial for eʳ − 1 − r. Multiplying by
 * 2ⁿ is exact, so the error is that of one short polynomial (W. J. Cody, W. Waite, Software Manual for the Elementary
 * Functions, 1980, chapter 6).
 */
import type { OperationCode } from '../../ops/operation.ts';
import type { Lanes, LaneType, Vector } from './lanes.ts';
import { writeFormula } from './math-function.ts';

const constants: Record<LaneType, { least: number; most: number; series: number[] }> = {
  f32x4: {
    // Beyond these, eˣ is 0 and Infinity.
    least: -104,
    most: 89,
    // (eʳ − 1 − r) / r², minimax for the relative error of eʳ − 1: 2⁻²⁵·⁹
    series: [0.5, 0.1666653, 0.041666154, 0.00836824, 0.0013976266],
  },
  f64x2: {
    least: -746,
    most: 710,
    // The same: 2⁻⁵⁴·⁹
    series: [
      0.5000000000000006, 0.16666666666666588, 0.04166666666657539, 0.008333333333390425, 0.0013888888932051702,
      0.00019841269717577178, 2.480150465040751e-5, 2.7557408242365145e-6, 2.7626298783068897e-7, 2.5053772912114162e-8,
    ],
  },
};

interface Reduced {
  /** A number whose low bits, read as an integer, are n + offset. */
  readonly exponent: Vector;
  readonly r: Vector;
  /** eʳ − 1 − r */
  readonly rest: Vector;
}

function reduce(m: Lanes, x: Vector, offset: number, tail?: Vector): Reduced {
  const { high, low } = m.ln2;
  // Adding 1.5 · 2ᵐ, m being the bits of the mantissa, rounds to an integer and leaves it in the low bits.
  const shifter = 1.5 * 2 ** m.mantissaBits + offset;
  const exponent = m.keep(m.add(m.mul(x, Math.LOG2E), shifter));
  const n = m.keep(m.sub(exponent, shifter));
  const lowest = tail === undefined ? m.mul(n, low) : m.sub(m.mul(n, low), tail);
  const r = m.keep(m.sub(m.sub(x, m.mul(n, high)), lowest));
  return { exponent, r, rest: m.mul(m.mul(r, r), m.polynomial(r, constants[m.type].series)) };
}

function exp(m: Lanes, x: Vector): Vector {
  const { least, most } = constants[m.type];
  return expOfSum(m, m.keep(m.pmin(m.pmax(x, least), most)));
}

/** exp(x + tail) for x that is not far outside the range of exp, and a tail below its last digit. */
export function expOfSum(m: Lanes, x: Vector, tail?: Vector): Vector {
  const { exponent, r, rest } = reduce(m, x, 2 * m.exponentBias, tail);
  // 2ⁿ itself need not be a normal number, so it is applied in two halves. The higher bits are shifted out.
  const half = m.keep(m.shiftRight(exponent, 1));
  const scaled = m.mul(m.add(m.add(rest, r), 1), m.shiftLeft(half, m.mantissaBits));
  return m.mul(scaled, m.shiftLeft(m.integerSub(exponent, half), m.mantissaBits));
}

/** Where 2ⁿ may be outside the format, everything is scaled by so many powers of 2. */
export const headroom = (m: Lanes): number => m.mantissaBits + 9;

/** 2^headroom · exp(x + tail) for x below 0, which is no denormal number. */
export function raisedExp(m: Lanes, x: Vector, tail: Vector): Vector {
  const { exponent, r, rest } = reduce(m, x, m.exponentBias + headroom(m), tail);
  return m.mul(m.add(m.add(rest, r), 1), m.shiftLeft(exponent, m.mantissaBits));
}

/** (eˣ − 1) / 2: the half keeps the scale below infinity. Needs x above −86 (float32) or −708 (float64). */
export function halfExpm1(m: Lanes, x: Vector): Vector {
  const { exponent, r, rest } = reduce(m, x, m.exponentBias - 1);
  const scale = m.keep(m.shiftLeft(exponent, m.mantissaBits));
  return m.add(m.mul(m.add(rest, r), scale), m.sub(scale, 0.5));
}

function expm1(m: Lanes, x: Vector): Vector {
  const clamped = m.keep(m.pmin(m.pmax(x, -80), constants[m.type].most));
  const half = m.keep(halfExpm1(m, clamped));
  // Tiny numbers are their own result; this also keeps the sign of zero.
  return m.select(m.lt(m.abs(x), 2 ** -60), x, m.add(half, half));
}

/** tanh |x| = h / (h + 1) with h = (e^(2|x|) − 1) / 2, which does not cancel. */
function tanh(m: Lanes, x: Vector): Vector {
  // Far out the quotient is 1 long before h overflows.
  const magnitude = m.keep(m.pmin(m.abs(x), 40));
  const half = m.keep(halfExpm1(m, m.keep(m.add(magnitude, magnitude))));
  const quotient = m.div(half, m.add(half, 1));
  return m.or(m.type === 'f32x4' ? withSeries(m, magnitude, quotient) : quotient, m.and(x, -0));
}

/**
 * The roundings of h and h + 1 can add up to 2.5 ulp below ½. In float32 x + x³ (tanh x − x) / x³ takes over there, with
 * a minimax polynomial in x²: 2⁻²⁹.
 */
function withSeries(m: Lanes, x: Vector, quotient: Vector): Vector {
  const square = m.keep(m.mul(x, x));
  const series = m.polynomial(square, [-0.33333322, 0.13332763, -0.053873215, 0.021167416, -0.0064236526]);
  return m.select(m.lt(x, 0.53), m.add(x, m.mul(m.mul(x, square), series)), quotient);
}

/** 1 / (1 + e⁻ˣ), both sides of the fraction times 2^−headroom so that e⁻ˣ may exceed the format. */
function sigmoid(m: Lanes, x: Vector): Vector {
  const one = 2 ** -headroom(m);
  const clamped = m.keep(m.pmin(m.pmax(m.neg(x), -40), -constants[m.type].least));
  const { exponent, r, rest } = reduce(m, clamped, m.exponentBias - headroom(m));
  const scale = m.keep(m.shiftLeft(exponent, m.mantissaBits));
  // The largest of the three terms is added last.
  const smaller = m.add(m.mul(m.add(rest, r), scale), m.pmin(scale, one));
  return m.div(one, m.add(smaller, m.pmax(scale, one)));
}

export const expCode: OperationCode = { wasm: (r, dtype) => writeFormula(r, dtype, exp) };
export const expm1Code: OperationCode = { wasm: (r, dtype) => writeFormula(r, dtype, expm1) };
export const tanhCode: OperationCode = { wasm: (r, dtype) => writeFormula(r, dtype, tanh) };
export const sigmoidCode: OperationCode = { wasm: (r, dtype) => writeFormula(r, dtype, sigmoid) };
