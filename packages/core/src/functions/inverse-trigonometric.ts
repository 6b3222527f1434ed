/**
 * Arcsine, arccosine and arctangent.
 *
 * Each is brought to a polynomial in the square of a small number by choices that differentiate like the function itself.
 * The polynomials interpolate at Chebyshev's points, with two more terms than the values need: their first derivative is
 * as good as rounding allows, and the second within 2⁻²⁵ (float32) and 2⁻⁵³ (float64).
 */
import type { Tensor, TensorLike } from '../tensor.ts';
import { add, div, mul, neg, square, sub } from './arithmetic.ts';
import { equal, less, where } from './comparison.ts';
import { logicalAnd, logicalOr } from './logical.ts';
import { floatPair, floatTensor } from './operand.ts';
import { odd, polynomial } from './polynomial.ts';
import { signBit } from './signs.ts';
import { sqrt } from './transcendental.ts';

/** (atan t / t − 1) / t² as a polynomial in t², up to |t| = tan π/8. */
const arctangentSeries = {
  float32: [-0.33333334, 0.2, -0.14285707, 0.1111082, -0.09084102, 0.07604799, -0.060273025, 0.032956708],
  float64: [
    -0.3333333333333333, 0.2, -0.1428571428571428, 0.11111111111109946, -0.0909090909080377, 0.0769230768656604,
    -0.06666666461951795, 0.058823479232432106, -0.05263070678732742, 0.04760810828571436, -0.04337857663688986,
    0.0393423743991862, -0.03394185075038798, 0.02437639057276028, -0.010324936253276813,
  ],
};

/** (asin s / s − 1) / s² as a polynomial in s², up to |s| = ½. */
const arcsineSeries = {
  float32: [
    0.16666667, 0.075, 0.044642907, 0.030379945, 0.022412417, 0.016902683, 0.016864091, 0.0010675063, 0.028346745,
  ],
  float64: [
    0.16666666666666666, 0.075, 0.04464285714285713, 0.0303819444444471, 0.022372159090670966, 0.017352764436029098,
    0.013964843284622842, 0.011551812550369888, 0.009761398787377678, 0.008393151899498906, 0.007284329642369132,
    0.006660009491720905, 0.004531735556586392, 0.010259002985212533, -0.011021938916071795, 0.03773597472225013,
    -0.04171119951732593, 0.035547960400089576,
  ],
};

/**
 * The angle in [−π/2, π/2] whose sine is `x`; NaN where `|x| > 1`.
 *
 * Largest error found against 40 digits at 10⁴ points: 2.8 ulp. The slope at ±1 is infinite.
 * @throws DTypeError unless the element type is float32 or float64
 * @example
 * ```ts
 * import { asin, tensor } from '@gradkit/core';
 * console.log(asin(tensor([0, 0.5, 1])).dataSync()[1].toFixed(5)); // 0.52360
 * ```
 */
export function asin(x: TensorLike): Tensor {
  return odd(floatTensor('asin', x), (magnitude) => {
    const { far, angle } = arcsine(magnitude);
    return where(far, minus(1, mul(angle, 2)), angle);
  });
}

/**
 * The angle in [0, π] whose cosine is `x`; NaN where `|x| > 1`.
 *
 * Largest error found against 40 digits at 10⁴ points: 1.8 ulp, near 1 included. The slope at ±1 is infinite.
 * @throws DTypeError unless the element type is float32 or float64
 * @example
 * ```ts
 * import { acos, tensor } from '@gradkit/core';
 * console.log(acos(tensor([1, 0.5, 0])).dataSync()[1].toFixed(5)); // 1.04720
 * ```
 */
export function acos(x: TensorLike): Tensor {
  const from = floatTensor('acos', x);
  const negative = less(from, 0);
  const { far, angle } = arcsine(where(negative, neg(from), from));
  const twice = mul(angle, 2);
  // Near 1 the angle is small, and a difference from π/2 would lose it.
  const outer = where(negative, minus(2, twice), twice);
  return where(far, outer, minus(1, where(negative, neg(angle), angle)));
}

/**
 * The angle in [−π/2, π/2] whose tangent is `x`.
 *
 * Largest error found against 40 digits at 10⁴ points: 2 ulp in float32, 1.5 ulp in float64.
 * @throws DTypeError unless the element type is float32 or float64
 * @example
 * ```ts
 * import { atan, tensor } from '@gradkit/core';
 * console.log(atan(tensor([0, 1, Infinity])).dataSync()[1].toFixed(5)); // 0.78540
 * ```
 */
export function atan(x: TensorLike): Tensor {
  return odd(floatTensor('atan', x), (magnitude) => {
    const steep = less(1, magnitude);
    const angle = arctangent(where(steep, div(1, where(steep, magnitude, 1)), magnitude));
    return where(steep, minus(1, angle), angle);
  });
}

/**
 * The angle in [−π, π] of the point `(x, y)`, whose tangent is `y / x`, in the quadrant that the signs tell, −0 included.
 *
 * As in C99, it is defined everywhere: 0 or ±π at the origin, where the derivative is taken as 0, and multiples of π/4 for
 * infinite numbers. Largest error found against 40 digits at 10⁴ points: 2.4 ulp in float32, 2.5 ulp in float64.
 * Shapes broadcast as in NumPy: aligned at the last axis, extents equal or 1.
 * @throws ShapeError when the shapes do not broadcast; DTypeError when the element types differ or are not float32 or float64
 * @example
 * ```ts
 * import { atan2, tensor } from '@gradkit/core';
 * console.log(atan2(tensor([1, -1]), tensor([-1, 0])).dataSync()[0].toFixed(5)); // 2.35619
 * ```
 */
export function atan2(y: TensorLike, x: TensorLike): Tensor {
  const [height, width] = floatPair('atan2', y, x);
  const [below, left] = [signBit(height), signBit(width)];
  const [rise, run] = [where(below, neg(height), height), where(left, neg(width), width)];
  const steep = less(run, rise);
  const [shorter, longer] = [where(steep, run, rise), where(steep, rise, run)];
  const origin = logicalAnd(equal(rise, 0), equal(run, 0));
  const infinite = logicalAnd(equal(shorter, Infinity), equal(longer, Infinity));
  const ratio = div(where(infinite, 1, where(origin, 0, shorter)), where(logicalOr(origin, infinite), 1, longer));
  const angle = arctangent(ratio);
  const upper = where(steep, minus(1, angle), angle);
  const half = where(left, minus(2, upper), upper);
  return where(below, neg(half), half);
}

/** The arctangent of a ratio from 0 to 1. */
function arctangent(ratio: Tensor): Tensor {
  // atan q = π/4 + atan((q − 1) / (q + 1))
  const far = less(Math.tan(Math.PI / 8), ratio);
  const t = where(far, div(sub(ratio, 1), add(ratio, 1)), ratio);
  const squared = square(t);
  // The rounding of the series hardly counts.
  const angle = add(t, mul(mul(t, squared), polynomial(squared, arctangentSeries[t.dtype as Float])));
  return where(far, minus(0.5, neg(angle)), angle);
}

/** The arcsine of `s`: the magnitude itself up to ½; beyond (`far`), asin a = π/2 − 2 asin s for s = √((1 − a) / 2). */
function arcsine(magnitude: Tensor): { readonly far: Tensor; readonly angle: Tensor } {
  const far = less(0.5, magnitude);
  const halved = mul(sub(1, magnitude), 0.5);
  // The root never sees numbers outside of its branch.
  const s = where(far, sqrt(where(far, halved, 1)), magnitude);
  const squared = where(far, halved, square(magnitude));
  // A product and not s + s · s² · series: at 1, where the slope of s is infinite, no term is ∞ · 0.
  const angle = mul(s, add(mul(squared, polynomial(squared, arcsineSeries[s.dtype as Float])), 1));
  return { far, angle };
}

type Float = 'float32' | 'float64';

/** `quarters · π/2 − angle`, where the angle is the smaller one, with the digits of π/2 that the format does not hold. */
function minus(quarters: number, angle: Tensor): Tensor {
  const isSingle = angle.dtype === 'float32';
  const high = isSingle ? Math.fround(Math.PI / 2) : Math.PI / 2;
  const low = isSingle ? Math.PI / 2 - high : 6.123233995736766e-17;
  return add(quarters * high, sub(quarters * low, angle));
}
