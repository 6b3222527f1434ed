import { add, checkOptions, clip, exp, lessEqual, log, log1p, mul, neg, sub, type Tensor, where } from '@gradkit/core';
import { createLoss } from './create-loss.ts';
import { type CrossentropyOptions, crossentropyOptions } from './crossentropy-options.ts';
import type { Loss } from './loss.ts';
import { outputMean } from './output-mean.ts';
import { epsilon } from './probabilities.ts';
import { alignTarget } from './shapes.ts';

/**
 * The cross-entropy of yes-or-no questions: one output per question, or several independent ones per sample.
 *
 * ```text
 * loss = −mean(z · log p + (1 − z) · log(1 − p))
 * z = (1 − labelSmoothing) · yTrue + labelSmoothing / 2
 * p = sigmoid(yPred) with fromLogits, else yPred kept within [10⁻⁷, 1 − 10⁻⁷]
 * ```
 *
 * Truth (0 or 1, or a probability, of any element type) and prediction have one shape, `[B, …, N]`; `[B]` counts as
 * `[B, 1]`. The value of a sample is the mean over its last axis; `reduction` joins them: `none` returns `[B, …]`.
 *
 * Prefer logits: no accuracy is lost at any size, and the gradient, `sigmoid(yPred) − z`, never vanishes for a wrong
 * answer. From probabilities it is 0 where the prediction is within 10⁻⁷ of 0 or 1.
 *
 * @throws ShapeError when the shapes differ; DTypeError when predictions are not floats; ArgumentError when
 * `labelSmoothing` is outside [0, 1]
 * @example
 * ```ts
 * import { tensor } from '@gradkit/core';
 * import { binaryCrossentropy } from '@gradkit/losses';
 * const loss = binaryCrossentropy({ fromLogits: true });
 * console.log(loss(tensor([1, 0]), tensor([0, 0])).item()); // 0.6931…, log 2
 * ```
 */
export function binaryCrossentropy(options: CrossentropyOptions = {}): Loss {
  const name = 'binaryCrossentropy';
  checkOptions(name, options, ['fromLogits', 'labelSmoothing', 'reduction']);
  const { fromLogits, labelSmoothing } = crossentropyOptions(name, options);
  const hint = 'Class ids and several outputs need sparseCategoricalCrossentropy().';
  const values = (yTrue: Tensor, yPred: Tensor): Tensor => {
    const target = alignTarget(name, yTrue, yPred, hint);
    const z = labelSmoothing === 0 ? target : add(mul(target, 1 - labelSmoothing), labelSmoothing / 2);
    return outputMean(fromLogits ? fromLogit(z, yPred) : fromProbability(z, yPred));
  };
  return createLoss(name, values, { reduction: options.reduction });
}

/**
 * `max(x, 0) − x·z + log(1 + e^−|x|)`. The two large terms cancel before the small one is added. Choosing by a comparison
 * instead of by max and abs keeps derivatives of every order right at a logit of 0, where training often starts.
 */
function fromLogit(z: Tensor, x: Tensor): Tensor {
  const negative = lessEqual(x, 0);
  return add(sub(where(negative, 0, x), mul(x, z)), log1p(exp(where(negative, x, neg(x)))));
}

function fromProbability(z: Tensor, yPred: Tensor): Tensor {
  const p = clip(yPred, epsilon, 1 - epsilon);
  return neg(add(mul(z, log(p)), mul(sub(1, z), log1p(neg(p)))));
}
