import { normalProbabilityCode } from '../brought/normal-probability.ts';
import { cosCode, sinCode } from '../brought/trigonometric.ts';
import type { Tensor, TensorLike } from '../tensor.ts';
import { erfCode } from '../wasm/math/error-function.ts';
import { expCode, expm1Code, sigmoidCode, tanhCode } from '../wasm/math/exponential.ts';
import { log1pCode, logCode } from '../wasm/math/logarithm.ts';
import { div } from './arithmetic.ts';
import { checkFloat, operand, unary } from './operand.ts';

/**
 * The exponential `eˣ` of elements.
 *
 * @throws DTypeError unless the element type is float32 or float64
 * @example
 * ```ts
 * import { exp, tensor } from '@gradkit/core';
 * console.log(exp(tensor([0, -Infinity])).toArray()); // [1, 0]
 * ```
 */
export function exp(x: TensorLike): Tensor {
  return unary('exp', x, { code: expCode });
}

/**
 * `eˣ − 1`, accurate also where `eˣ` is near 1.
 *
 * @throws DTypeError unless the element type is float32 or float64
 * @example
 * ```ts
 * import { expm1, tensor } from '@gradkit/core';
 * console.log(expm1(tensor([1e-12], { dtype: 'float64' })).item().toPrecision(10)); // 1.000000000e-12
 * ```
 */
export function expm1(x: TensorLike): Tensor {
  return unary('expm1', x, { code: expm1Code });
}

/**
 * The natural logarithm `ln x` of elements: -Infinity at 0, NaN below.
 *
 * @throws DTypeError unless the element type is float32 or float64
 * @example
 * ```ts
 * import { log, tensor } from '@gradkit/core';
 * console.log(log(tensor([1, 0])).toArray()); // [0, -Infinity]
 * ```
 */
export function log(x: TensorLike): Tensor {
  return unary('log', x, { code: logCode });
}

/**
 * `ln(1 + x)`, accurate also where `x` is near 0.
 *
 * @throws DTypeError unless the element type is float32 or float64
 * @example
 * ```ts
 * import { log1p, tensor } from '@gradkit/core';
 * console.log(log1p(tensor([1e-12], { dtype: 'float64' })).item().toPrecision(10)); // 1.000000000e-12
 * ```
 */
export function log1p(x: TensorLike): Tensor {
  return unary('log1p', x, { code: log1pCode });
}

/**
 * The square root `√x` of elements: NaN below 0.
 *
 * @throws DTypeError unless the element type is float32 or float64
 * @example
 * ```ts
 * import { sqrt, tensor } from '@gradkit/core';
 * console.log(sqrt(tensor([4, 2.25])).toArray()); // [2, 1.5]
 * ```
 */
export function sqrt(x: TensorLike): Tensor {
  return unary('sqrt', x, {});
}

/**
 * The reciprocal square root `1 / √x` of elements.
 *
 * @throws DTypeError unless the element type is float32 or float64
 * @example
 * ```ts
 * import { rsqrt, tensor } from '@gradkit/core';
 * console.log(rsqrt(tensor([4, 16])).toArray()); // [0.5, 0.25]
 * ```
 */
export function rsqrt(x: TensorLike): Tensor {
  checkFloat('rsqrt', operand('rsqrt', x).dtype);
  return div(1, sqrt(x));
}

/**
 * The sine of angles in radians.
 *
 * @throws DTypeError unless the element type is float32 or float64
 * @example
 * ```ts
 * import { sin, tensor } from '@gradkit/core';
 * console.log(sin(tensor(Math.PI / 6)).item().toFixed(6)); // 0.500000
 * ```
 */
export function sin(x: TensorLike): Tensor {
  return unary('sin', x, { code: sinCode });
}

/**
 * The cosine of angles in radians.
 *
 * @throws DTypeError unless the element type is float32 or float64
 * @example
 * ```ts
 * import { cos, tensor } from '@gradkit/core';
 * console.log(cos(tensor(Math.PI / 3)).item().toFixed(6)); // 0.500000
 * ```
 */
export function cos(x: TensorLike): Tensor {
  return unary('cos', x, { code: cosCode });
}

/**
 * The hyperbolic tangent `(eˣ − e⁻ˣ) / (eˣ + e⁻ˣ)` of elements.
 *
 * @throws DTypeError unless the element type is float32 or float64
 * @example
 * ```ts
 * import { tanh, tensor } from '@gradkit/core';
 * console.log(tanh(tensor([0, Infinity])).toArray()); // [0, 1]
 * ```
 */
export function tanh(x: TensorLike): Tensor {
  return unary('tanh', x, { code: tanhCode });
}

/**
 * The logistic function `1 / (1 + e⁻ˣ)` of elements.
 *
 * @throws DTypeError unless the element type is float32 or float64
 * @example
 * ```ts
 * import { sigmoid, tensor } from '@gradkit/core';
 * console.log(sigmoid(tensor([0, Infinity])).toArray()); // [0.5, 1]
 * ```
 */
export function sigmoid(x: TensorLike): Tensor {
  return unary('sigmoid', x, { code: sigmoidCode });
}

/**
 * The error function `2/√π ∫₀ˣ e^(−t²) dt` of elements.
 *
 * @throws DTypeError unless the element type is float32 or float64
 * @example
 * ```ts
 * import { erf, tensor } from '@gradkit/core';
 * console.log(erf(tensor([0, Infinity])).toArray()); // [0, 1]
 * ```
 */
export function erf(x: TensorLike): Tensor {
  return unary('erf', x, { code: erfCode });
}

/**
 * The probability that a standard normal number is below `x`: `Φ(x) = ½ (1 + erf(x / √2))`.
 *
 * It keeps its relative accuracy for negative `x` down to where it underflows, where the sum with `erf` would cancel.
 * @throws DTypeError unless the element type is float32 or float64
 * @example
 * ```ts
 * import { normalProbability, tensor } from '@gradkit/core';
 * console.log(normalProbability(tensor([0, Infinity])).toArray()); // [0.5, 1]
 * ```
 */
export function normalProbability(x: TensorLike): Tensor {
  return unary('normalProbability', x, { code: normalProbabilityCode });
}
