import {
  add,
  div,
  erf,
  exp,
  floor,
  lessEqual,
  mul,
  neg,
  square,
  stopGradient,
  sub,
  type Tensor,
  type TensorLike,
  where,
} from '@gradkit/core';

/**
 * The standard normal distribution function `Φ(x) = ½ · (1 + erf(x/√2))`, for x of at least −39, where it underflows.
 *
 * Below −1.06 the sum would cancel, and the tail is computed directly, relatively accurate down to where it underflows. The
 * derivative is that of ½·erf(x/√2) everywhere, which is the density, exact to any order.
 */
export function normalProbability(x: Tensor): Tensor {
  const odd = mul(erf(mul(x, Math.SQRT1_2)), 0.5);
  const low = lessEqual(x, tailBegin);
  const tail = stopGradient(lowerTail(where(low, x, tailBegin)));
  // odd − stopGradient(odd) is 0 with the derivative of odd.
  return where(low, add(tail, sub(odd, stopGradient(odd))), add(odd, 0.5));
}

const tailBegin = -1.06;

/**
 * `Φ(x) = e^(−x²/2) · r(−x)` with a rational function r: minimax for the relative error on [1.06, 39], 9·10⁻¹⁹. All
 * coefficients are positive, so nothing cancels.
 */
function lowerTail(x: Tensor): Tensor {
  const z = neg(x);
  // The rounding of z² alone would cost z² units in the last place of its exponential: the square of the sixteenths is
  // exact, and the rest small.
  const coarse = mul(floor(mul(z, 16)), 1 / 16);
  const rest = mul(mul(sub(coarse, z), add(coarse, z)), 0.5);
  const power = mul(exp(mul(square(coarse), -0.5)), exp(rest));
  return mul(power, div(horner(z, numerator), horner(z, denominator)));
}

/** `c₀ + c₁ z + c₂ z² + …` */
function horner(z: Tensor, coefficients: readonly number[]): TensorLike {
  return coefficients
    .slice(0, -1)
    .reduceRight<TensorLike>((value, c) => add(mul(value, z), c), coefficients.at(-1) ?? 0);
}

const numerator = [
  0.49999999980470156, 0.8163198819993122, 0.6570046338794276, 0.3363253794557288, 0.11977697472399075,
  0.030712326055738245, 0.005682824940843816, 0.0007367909854182173, 6.156557481213811e-5, 2.6052825886323794e-6,
];
const denominator = [
  1, 2.4305243212574315, 2.753287113716925, 1.9201553554437822, 0.9163987336990324, 0.3141724346427434,
  0.07881818511610711, 0.014399051685269898, 0.0018533915915706358, 0.00015432201056774994, 6.530475000070915e-6,
];
