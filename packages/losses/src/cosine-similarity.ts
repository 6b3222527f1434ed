import { checkOptions, maximum, mul, neg, normalizeAxis, rsqrt, square, sum, type Tensor } from '@gradkit/core';
import { createLoss } from './create-loss.ts';
import type { Loss, LossOptions } from './loss.ts';
import { epsilon } from './probabilities.ts';
import { alignTarget } from './shapes.ts';

/** Options of {@link cosineSimilarity}. */
export interface CosineSimilarityOptions extends LossOptions {
  /** The axis of the vectors, negative from the end; default −1. */
  readonly axis?: number | undefined;
}

/**
 * The cosine of the angle between truth and prediction, negated: −1 where they have one direction, 0 where they are
 * perpendicular, 1 where they are opposite.
 *
 * ```text
 * loss = −mean over samples of Σ a_i · b_i,   a = yTrue / ‖yTrue‖, b = yPred / ‖yPred‖, norms kept above 10⁻⁷
 * ```
 *
 * Truth and prediction have one shape, with the vectors along `axis`; `reduction: 'none'` returns it without this axis. A
 * vector of zeros has similarity 0 with all others.
 *
 * In Keras the loss is negative and the metric of the same name positive. Here this name is the loss, as all names that
 * both have; the metric is `meanCosineSimilarity` of `@gradkit/metrics`.
 *
 * @throws ShapeError when the shapes differ; DTypeError when predictions are not floats; ArgumentError when there is no
 * such axis
 * @see Salton and McGill, Introduction to Modern Information Retrieval, 1983
 * @example
 * ```ts
 * import { tensor } from '@gradkit/core';
 * import { cosineSimilarity } from '@gradkit/losses';
 * console.log(cosineSimilarity()(tensor([[0, 1]]), tensor([[3, 4]])).item()); // -0.8000…
 * ```
 */
export function cosineSimilarity(options: CosineSimilarityOptions = {}): Loss {
  const name = 'cosineSimilarity';
  checkOptions(name, options, ['axis', 'reduction']);
  const values = (yTrue: Tensor, yPred: Tensor): Tensor => {
    const target = alignTarget(name, yTrue, yPred);
    const axis = normalizeAxis(name, options.axis ?? -1, yPred.rank);
    return neg(sum(mul(unit(target, axis), unit(yPred, axis)), { axis }));
  };
  return createLoss(name, values, { reduction: options.reduction });
}

/** Vectors divided by their lengths. */
function unit(x: Tensor, axis: number): Tensor {
  return mul(x, rsqrt(maximum(sum(square(x), { axis, keepDims: true }), epsilon * epsilon)));
}
