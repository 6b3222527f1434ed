/**
 * log and log1p.
 *
 * x = 2ᵏ (1 + f) with 1 + f between √½ and √2, and log(1 + f) = 2 artanh(s) for s = f / (2 + f): a series in s² alone
 * (P. T. P. Tang, Table-driven implementation of the logarithm function, ACM TOMS 16, 1990).
 */
import type { OperationCode } from '../../ops/operation.ts';
import type { Lanes, LaneType, Vector } from './lanes.ts';
import { writeFormula } from './math-function.ts';

/** (log(1 + f) − 2 s) / s³ as a polynomial in s², minimax for the relative error of the logarithm: 2⁻³⁰ and 2⁻⁵⁹. */
const series: Record<LaneType, number[]> = {
  f32x4: [0.66666776, 0.39977515, 0.2987254],
  f64x2: [
    0.6666666666666735, 0.3999999999941251, 0.28571428742916366, 0.22222198514456118, 0.18183567597148706,
    0.15313961543656854, 0.14796891197852477,
  ],
};

/** 181 / 256, a little below √½; 1 is 150 · 2^(mantissa bits − 8) units of the integer representation above it. */
const lower = 0.70703125;

/** k and f of a positive normal number, which is 2ᵏ (1 + f). */
function split(m: Lanes, x: Vector): { k: Vector; f: Vector } {
  const aboveLower = m.keep(m.integerAdd(x, m.integer(150 * 2 ** (m.mantissaBits - 8))));
  const mantissa = m.and(aboveLower, m.integer(2 ** m.mantissaBits - 1));
  const f = m.keep(m.sub(m.integerAdd(mantissa, lower), 1));
  // The exponent becomes a float as the low bits of 2ᵐ, m being the bits of the mantissa.
  const unit = 2 ** m.mantissaBits;
  const k = m.keep(m.sub(m.or(m.shiftRight(aboveLower, m.mantissaBits), unit), unit + m.exponentBias));
  return { k, f };
}

/** The same for any positive number. */
export function splitAny(m: Lanes, x: Vector): { k: Vector; f: Vector } {
  const denormal = m.keep(m.lt(x, 2 ** (1 - m.exponentBias)));
  const shift = m.mantissaBits + 1;
  const { k, f } = split(m, m.keep(m.select(denormal, m.mul(x, 2 ** shift), x)));
  return { k: m.keep(m.sub(k, m.and(denormal, shift))), f };
}

/** k ln 2 + log(1 + f) + correction; −Infinity where `x` is zero, NaN where it is negative or NaN. */
function assemble(m: Lanes, x: Vector, k: Vector, f: Vector, correction?: Vector): Vector {
  const { high, low } = m.ln2;
  const s = m.keep(m.div(f, m.add(f, 2)));
  const s2 = m.keep(m.mul(s, s));
  const halfSquare = m.keep(m.mul(m.mul(f, f), 0.5));
  // log(1 + f) = f − (f²/2 − s (f²/2 + s² series)): the leading term f is exact.
  const tail = m.add(m.mul(s, m.add(halfSquare, m.mul(s2, m.polynomial(s2, series[m.type])))), m.mul(k, low));
  const small = correction === undefined ? tail : m.add(tail, correction);
  const result = m.add(m.sub(f, m.sub(halfSquare, small)), m.mul(k, high));
  const atZero = m.sub(result, m.and(m.eq(x, 0), Number.POSITIVE_INFINITY));
  // All bits set is a NaN.
  return m.or(atZero, m.not(m.ge(x, 0)));
}

function log(m: Lanes, x: Vector): Vector {
  const { k, f } = splitAny(m, x);
  return m.select(m.eq(x, Number.POSITIVE_INFINITY), x, assemble(m, x, k, f));
}

/** log(1 + x) = log(u) + e / u, where u = 1 + x as rounded and e is the error of that rounding. */
function log1p(m: Lanes, x: Vector): Vector {
  const u = m.keep(m.add(x, 1));
  const added = m.keep(m.sub(u, 1));
  const error = m.add(m.sub(1, m.sub(u, added)), m.sub(x, added));
  const { k, f } = split(m, u);
  // Near −1 the sum is exact; the bound only avoids 0 / 0.
  const result = assemble(m, u, k, f, m.div(error, m.pmax(u, 2 ** -60)));
  // Tiny numbers are their own result, with the sign of zero; so is Infinity.
  const itself = m.or(m.lt(m.abs(x), 2 ** -60), m.eq(x, Number.POSITIVE_INFINITY));
  return m.select(itself, x, result);
}

export const logCode: OperationCode = { wasm: (r, dtype) => writeFormula(r, dtype, log) };
export const log1pCode: OperationCode = { wasm: (r, dtype) => writeFormula(r, dtype, log1p) };
