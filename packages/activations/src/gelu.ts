import {
  ArgumentError,
  add,
  checkOptions,
  describe,
  less,
  mul,
  normalProbability,
  sigmoid,
  square,
  type Tensor,
  where,
} from '@gradkit/core';

/** Options of {@link gelu}. */
export interface GeluOptions {
  /** `false` (default) is exact, `'tanh'` within 0.0005 of it, `'sigmoid'` within 0.021. */
  readonly approximate?: false | 'tanh' | 'sigmoid' | undefined;
}

/**
 * The Gaussian error linear unit: the input, times the probability that a standard normal variable is below it.
 *
 * ```text
 * gelu(x) = x · Φ(x)                                   approximate: false
 *           ½x · (1 + tanh(√(2/π) · (x + 0.044715x³)))  'tanh'
 *           x · sigmoid(1.702x)                         'sigmoid'
 * ```
 *
 * Any shape in, the same shape out. It is neither convex nor monotonic: its least value is −0.16997, at −0.75179. The
 * negative side keeps its relative accuracy down to where it underflows, though `1 + erf` would lose it.
 *
 * @throws ArgumentError when `approximate` is none of the three
 * @see Hendrycks and Gimpel, Gaussian error linear units (GELUs), 2016
 * @example
 * ```ts
 * import { gelu } from '@gradkit/activations';
 * import { tensor } from '@gradkit/core';
 * const x = tensor([-1, 0, 1]);
 * console.log(gelu(x).toArray()); // [-0.1586…, 0, 0.8413…]
 * console.log(gelu(x, { approximate: 'sigmoid' }).toArray()); // [-0.1542…, 0, 0.8457…]
 * ```
 */
export function gelu(x: Tensor, options: GeluOptions = {}): Tensor {
  checkOptions('gelu', options, ['approximate']);
  const { approximate = false } = options;
  if (approximate === false) {
    // Below −39 the product underflows in float64 too; −∞ · 0 would be NaN.
    const bounded = where(less(x, -39), 0, x);
    return mul(bounded, normalProbability(bounded));
  }
  if (approximate === 'sigmoid') return mul(x, sigmoid(mul(x, 1.702)));
  if (approximate === 'tanh') {
    // ½ · (1 + tanh u) = sigmoid(2u), which does not cancel.
    const cubic = mul(x, add(mul(square(x), 0.044715), 1));
    return mul(x, sigmoid(mul(cubic, 2 * Math.sqrt(2 / Math.PI))));
  }
  throw new ArgumentError(`gelu: approximate is false, 'tanh' or 'sigmoid', got ${describe(approximate)}.`);
}
