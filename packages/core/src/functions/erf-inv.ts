import type { Tensor, TensorLike } from '../tensor.ts';
import { abs, add, div, mul, neg, sign, square, sub } from './arithmetic.ts';
import { equal, less, where } from './comparison.ts';
import { maximum } from './limits.ts';
import { floatTensor } from './operand.ts';
import { polynomial } from './polynomial.ts';
import { erf, exp, log1p, sqrt } from './transcendental.ts';

/**
 * The inverse of the error function: `erfInv(erf(x)) = x`; infinite at ±1, NaN outside.
 *
 * float32 follows Giles, "Approximating the erfinv function", GPU Computing Gems Jade Edition, 2012; float64 refines it until
 * `erf` of the result rounds to `x`.
 * @throws DTypeError unless the element type is float32 or float64
 * @example
 * ```ts
 * import { erfInv, tensor } from '@gradkit/core';
 * console.log(erfInv(tensor([0, 0.5, 1])).dataSync()[1].toFixed(5)); // 0.47694
 * ```
 */
export function erfInv(x: TensorLike): Tensor {
  const y = floatTensor('erfInv', x);
  const w = neg(log1p(neg(square(y))));
  const central = less(w, 5);
  // The far branch never sees the centre, where the derivative of its root is infinite.
  const far = maximum(w, 5);
  const near = mul(y, polynomial(sub(w, 2.5), centre));
  let inverse: Tensor;
  if (y.dtype === 'float32') {
    inverse = where(central, near, mul(y, polynomial(sub(sqrt(far), 3), tail)));
  } else {
    inverse = where(central, near, mul(sign(y), winitzki(far)));
    for (let step = 0; step < 3; step++) inverse = halley(inverse, y);
  }
  return where(equal(abs(y), 1), mul(sign(y), Infinity), inverse);
}

// Giles, "Approximating the erfinv function", GPU Computing Gems Jade Edition, 2012, table 5.
const centre = [
  1.50140941, 0.246640727, -4.17768164e-3, -1.25372503e-3, 2.1858087e-4, -4.39150654e-6, -3.5233877e-6, 3.43273939e-7,
  2.81022636e-8,
];
const tail = [
  2.83297682, 1.00167406, 9.43887047e-3, -7.6224613e-3, 5.73950773e-3, -3.67342844e-3, 1.34934322e-3, 1.00950558e-4,
  -2.00214257e-4,
];

/** Winitzki's closed form, within 0.2 % everywhere, where the far tail needs a start: `w = −ln(1 − y²)`. */
function winitzki(w: Tensor): Tensor {
  const a = 0.147;
  const b = sub(2 / (Math.PI * a), mul(w, 0.5));
  return sqrt(sub(sqrt(add(square(b), div(w, a))), b));
}

/** One step of Halley's method for `erf(x) = y`, which triples the correct digits: `f'' / f' = −2x`. */
function halley(x: Tensor, y: Tensor): Tensor {
  const newton = mul(sub(erf(x), y), mul(exp(square(x)), Math.sqrt(Math.PI) / 2));
  return sub(x, div(newton, add(1, mul(x, newton))));
}
