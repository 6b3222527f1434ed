/**
 * xʸ = exp(y log |x|) on doubles, with the special values of C99, annex F.9.4.4.
 *
 * An exponential turns the absolute error of its argument, which may be 700, into a relative one. So the logarithm and
 * the product are computed as sums of two numbers, the first of which has few enough digits for exact products
 * (T. J. Dekker, A floating-point technique for extending the available precision, 1971).
 */
import type { OperationCode } from '../../ops/operation.ts';
import { expOfSum } from './exponential.ts';
import type { Lanes, Vector } from './lanes.ts';
import { splitAny } from './logarithm.ts';
import { callPrecise } from './math-function.ts';

/** high + low, where the product of two high parts is exact. */
interface Sum {
  readonly high: Vector;
  readonly low: Vector;
}

/** (3 artanh(s) / s − 3 − s²) / s⁴ as a polynomial in s², minimax with relative error 2⁻⁶⁵ in the logarithm. */
const series = [
  0.6000000000000337, 0.42857142855156216, 0.333333337785907, 0.27272676669508533, 0.23080130284396339,
  0.19885364783612147, 0.19793166335855383,
];

/** The first 24 bits of a number, those of a float32. */
function leading(m: Lanes, x: Vector): Vector {
  return m.keep(m.and(x, m.integer(-(2 ** 29))));
}

/** log x for positive finite x with a relative error of about 2⁻⁶⁴. */
function logarithm(m: Lanes, x: Vector): Sum {
  const { k, f } = splitAny(m, x);
  // log(1 + f) = 2 artanh(f / (2 + f)) = s (3 + q + …) where s = f / (3 + 3f/2) and q = (3s/2)².
  const divisor = m.keep(m.add(m.add(3, f), m.mul(f, 0.5)));
  const s = m.keep(m.div(f, divisor));
  const sHigh = leading(m, s);
  const divisorHigh = leading(m, divisor);
  const divisorLow = m.add(m.add(m.sub(3, divisorHigh), f), m.mul(f, 0.5));
  const remainder = m.sub(m.sub(f, m.mul(sHigh, divisorHigh)), m.mul(sHigh, divisorLow));
  const sLow = m.keep(m.div(remainder, divisor));

  const root = m.keep(m.mul(sHigh, 1.5));
  const qHigh = m.keep(m.mul(root, root));
  const qLow = m.mul(m.mul(sLow, m.add(sHigh, s)), 2.25);
  const q = m.keep(m.mul(m.mul(s, s), 2.25));
  const qRest = m.keep(m.add(qLow, m.mul(m.mul(q, q), m.polynomial(q, series))));
  const factor = leading(m, m.add(m.add(qHigh, qRest), 3));
  const factorLow = m.sub(qRest, m.sub(m.sub(factor, 3), qHigh));

  const integral = m.keep(m.mul(k, m.ln2.high));
  const product = m.keep(m.mul(sHigh, factor));
  const productLow = m.add(m.mul(sLow, factor), m.mul(factorLow, s));
  const rest = m.keep(m.add(productLow, m.mul(k, m.ln2.low)));
  const high = leading(m, m.add(integral, m.add(product, rest)));
  return { high, low: m.keep(m.sub(rest, m.sub(m.sub(high, integral), product))) };
}

function pow(m: Lanes, x: Vector, y: Vector): Vector {
  const infinity = Number.POSITIVE_INFINITY;
  const magnitude = m.keep(m.abs(x));
  const { high, low } = logarithm(m, magnitude);
  // So large an exponent acts like an infinite one, without making NaN of 0 · ∞.
  const exponent = m.keep(m.pmax(m.pmin(y, 1e300), -1e300));
  const exponentHigh = leading(m, exponent);
  const product = m.keep(m.mul(exponentHigh, high));
  const productLow = m.keep(m.add(m.mul(m.sub(exponent, exponentHigh), high), m.mul(exponent, low)));
  const sum = m.keep(m.add(product, productLow));
  const clamped = m.keep(m.pmax(m.pmin(sum, 710), -746));
  const tail = m.and(m.sub(productLow, m.sub(sum, product)), m.eq(sum, clamped));
  const finite = expOfSum(m, clamped, m.keep(tail));

  const extreme = m.or(m.eq(magnitude, 0), m.eq(magnitude, infinity));
  const power = m.select(extreme, m.select(m.lt(y, 0), m.div(1, magnitude), magnitude), finite);
  const integer = m.keep(m.eq(m.nearest(y), y));
  const half = m.keep(m.mul(y, 0.5));
  const odd = m.andnot(integer, m.eq(m.nearest(half), half));
  const signed = m.or(power, m.and(m.and(odd, x), -0));
  // All bits set is a NaN.
  const negative = m.and(m.lt(x, 0), m.lt(magnitude, infinity));
  const undefinedPower = m.or(m.andnot(negative, integer), m.not(m.and(m.eq(x, x), m.eq(y, y))));
  return m.select(m.or(m.eq(y, 0), m.eq(x, 1)), 1, m.or(signed, undefinedPower));
}

export const powCode: OperationCode = { wasm: (r, dtype) => callPrecise(r, dtype, 'pow', pow, ['v128', 'v128']) };
