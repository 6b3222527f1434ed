import { gradients } from '@gradkit/autograd';
import { add, cast, exp, jit, log, mean, mul, outer, type Tensor, tensor } from '@gradkit/core';

/** Of the logistic loss: what is differentiated, at a weight. */
const features = [-1.3, -0.7, 0.2, 0.4, 1.1, 1.9];
const weight = 0.6;

/** Steps of finite differences: ten for each power of ten. */
export const differenceSteps: Float64Array = Float64Array.from({ length: 121 }, (_, i) => 10 ** (i / 10 - 12));

export type Precision = 'float32' | 'float64';

/** f(w) = mean of log(1 + e^(−x·w)), for each weight of a list. */
function logistic(weights: Tensor): Tensor {
  const x = tensor(new Float64Array(features));
  const products = outer(weights, cast(x, weights.dtype as Precision));
  return mean(log(add(exp(mul(products, -1)), 1)), { axis: -1 });
}

/** The derivative by autograd, in float64. */
export function derivative(): number {
  const slope = jit((w: Tensor) => gradients(logistic(w).reshape([]), [w])[0] as Tensor);
  return slope(tensor(new Float64Array([weight]))).item();
}

/**
 * For each step h, how far the central difference `(f(w + h) − f(w − h)) / 2h` is from the derivative, as a share of it; what
 * `f` rounds is what the precision rounds.
 */
export function differenceErrors(precision: Precision): Float64Array {
  const exact = derivative();
  const values = jit((weights: Tensor) => logistic(weights));
  const places = Float64Array.from([...differenceSteps].flatMap((h) => [weight + h, weight - h]));
  const rounded = precision === 'float32' ? Float32Array.from(places) : places;
  const found = values(tensor(rounded)).dataSync();
  return differenceSteps.map((h, i) => {
    const difference = ((found[2 * i] as number) - (found[2 * i + 1] as number)) / (2 * h);
    return Math.abs(difference / exact - 1);
  });
}

/** The step with the smallest error, as the geometric middle of all steps with at most three times as much. */
export function bestStep(errors: Float64Array): { readonly step: number; readonly error: number } {
  const error = Math.min(...errors);
  const good = [...differenceSteps].filter((_, i) => (errors[i] as number) <= 3 * Math.max(error, Number.EPSILON));
  const logarithms = good.reduce((sum, h) => sum + Math.log10(h), 0) / good.length;
  return { step: 10 ** logarithms, error };
}
