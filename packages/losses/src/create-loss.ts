import { ArgumentError, checkOptions, describe, Tensor } from '@gradkit/core';
import { checkReduction, type Loss, type LossOptions, type SampleValues, type Weighting } from './loss.ts';
import { reduceValues } from './reduce-values.ts';

/**
 * Makes a loss of a function that gives one value per sample: with weights, masks and reductions as all losses have them.
 *
 * ```text
 * v = perSample(yTrue, yPred), w = sampleWeight (1 if not given), m = mask (1 if not given)
 * mean:          Σ m·w·v / Σ m      (0 if the mask leaves nothing)
 * weightedMean:  Σ m·w·v / Σ m·w    (0 if the weights add up to 0)
 * sum:           Σ m·w·v
 * none:          m·w·v, in the shape of v
 * ```
 *
 * Weights and masks have the shape of the values, or only its first axes: with values `[B, T]`, weights `[B]` count for
 * all timesteps of a sample, and `[1, T]` for a timestep in all samples. A value that the mask leaves out may be anything,
 * also NaN.
 *
 * @param name what errors and histories call it
 * @param perSample gives the values, `[B]` or `[B, …]`, of floats; with `{ values, mask }` it leaves some out itself, which
 * joins the mask of the call
 * @throws ArgumentError when the name is empty, `perSample` is no function or gives no tensor, or the reduction is unknown;
 * the loss throws ShapeError when weights or masks do not fit
 * @example
 * ```ts
 * import { abs, mean, sqrt, sub, tensor } from '@gradkit/core';
 * import { createLoss } from '@gradkit/losses';
 * const root = createLoss('root', (yTrue, yPred) => mean(sqrt(abs(sub(yTrue, yPred))), { axis: -1 }));
 * const sampleWeight = tensor([1, 3]);
 * console.log(root(tensor([[0], [0]]), tensor([[4], [9]]), { sampleWeight }).item()); // (1 · 2 + 3 · 3) / 2 = 5.5
 * ```
 */
export function createLoss(
  name: string,
  perSample: (yTrue: Tensor, yPred: Tensor) => Tensor | SampleValues,
  options: LossOptions = {},
): Loss {
  if (typeof name !== 'string' || name === '') throw new ArgumentError('createLoss: needs a name for errors.');
  if (typeof perSample !== 'function') {
    throw new ArgumentError(`createLoss: needs a function of (yTrue, yPred), got ${describe(perSample)}.`);
  }
  checkOptions(name, options, ['reduction']);
  const reduction = checkReduction(name, options.reduction);

  const valuesOf = (yTrue: Tensor, yPred: Tensor): SampleValues => {
    const given = perSample(yTrue, yPred);
    const samples = given instanceof Tensor ? { values: given } : given;
    if (samples?.values instanceof Tensor) return samples;
    throw new ArgumentError(`${name}: the value of samples must be a tensor, got ${describe(given)}.`);
  };
  // Three parameters, which is how `fit` knows that weights are understood.
  const loss = (yTrue: Tensor, yPred: Tensor, weighting?: Weighting): Tensor =>
    reduceValues(name, valuesOf(yTrue, yPred), weighting, reduction);
  return Object.defineProperties(loss, { name: { value: name }, perSample: { value: valuesOf } });
}
