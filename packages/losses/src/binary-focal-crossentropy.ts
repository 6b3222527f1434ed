import { add, checkFlags, checkOptions, mul, neg, sigmoid, sub, type Tensor } from '@gradkit/core';
import type { BinaryCrossentropyOptions } from './binary-crossentropy.ts';
import { binaryLogLoss } from './binary-log-loss.ts';
import { checkNumber } from './check-number.ts';
import { createLoss } from './create-loss.ts';
import { crossentropyOptions, smoothed } from './crossentropy-options.ts';
import { focalDamping } from './focal-damping.ts';
import type { Loss } from './loss.ts';
import { meanAlong } from './output-mean.ts';
import { alignTarget } from './shapes.ts';

/** Options of {@link binaryFocalCrossentropy}. */
export interface BinaryFocalCrossentropyOptions extends BinaryCrossentropyOptions {
  /** How strongly easy answers are damped, at least 0; default 2. With 0 it is the cross-entropy. */
  readonly gamma?: number | undefined;
  /** Whether yes and no get the weights `alpha` and `1 − alpha`; default `false`. */
  readonly applyClassBalancing?: boolean | undefined;
  /** The weight of yes, from 0 to 1; default 0.25. */
  readonly alpha?: number | undefined;
}

/**
 * The cross-entropy of yes-or-no questions in which what is already right counts less, for questions with few yeses.
 *
 * ```text
 * loss = mean((1 − q)^gamma · CE),   q = z · p + (1 − z) · (1 − p), CE = −z · log p − (1 − z) · log(1 − p)
 * with applyClassBalancing each is multiplied by z · alpha + (1 − z) · (1 − alpha)
 * z = (1 − labelSmoothing) · yTrue + labelSmoothing / 2
 * p = sigmoid(yPred) with fromLogits, else yPred; kept within [10⁻⁷, 1 − 10⁻⁷] in CE
 * ```
 *
 * Truth (0 or 1) and prediction have one shape, `[B, …, N]`; `[B]` counts as `[B, 1]`. The value of a sample is the mean over
 * `axis`, its last; `reduction` joins them: `none` returns `[B, …]`.
 *
 * @throws ShapeError when the shapes differ; DTypeError when predictions are not floats; ArgumentError when `gamma` is
 * negative, or `alpha` or `labelSmoothing` is outside [0, 1]
 * @see Lin, Goyal, Girshick, He and Dollár, Focal Loss for Dense Object Detection, 2017
 * @example
 * ```ts
 * import { tensor } from '@gradkit/core';
 * import { binaryFocalCrossentropy } from '@gradkit/losses';
 * const loss = binaryFocalCrossentropy({ fromLogits: true });
 * console.log(loss(tensor([1, 0]), tensor([0, 0])).item()); // 0.1732…, log 2 / 4
 * ```
 */
export function binaryFocalCrossentropy(options: BinaryFocalCrossentropyOptions = {}): Loss {
  const name = 'binaryFocalCrossentropy';
  checkOptions(name, options, [
    'fromLogits',
    'labelSmoothing',
    'gamma',
    'applyClassBalancing',
    'alpha',
    'axis',
    'reduction',
  ]);
  const { fromLogits, labelSmoothing } = crossentropyOptions(name, options);
  const { gamma = 2, applyClassBalancing = false, alpha = 0.25, axis, reduction } = options;
  checkFlags(name, { applyClassBalancing });
  checkNumber(name, 'gamma', gamma, 0);
  checkNumber(name, 'alpha', alpha, 0, 1);
  const values = (yTrue: Tensor, yPred: Tensor): Tensor => {
    const z = smoothed(alignTarget(name, yTrue, yPred), labelSmoothing, 2);
    // 1 − q from the probabilities of both answers: where q is nearly 1, it is not what is left of 1.
    const yes = fromLogits ? sigmoid(yPred) : yPred;
    const no = fromLogits ? sigmoid(neg(yPred)) : sub(1, yPred);
    const missing = add(mul(z, no), mul(sub(1, z), yes));
    const focal = mul(focalDamping(missing, gamma), binaryLogLoss(z, yPred, fromLogits));
    const balance = applyClassBalancing ? add(mul(z, alpha), mul(sub(1, z), 1 - alpha)) : undefined;
    return meanAlong(name, balance === undefined ? focal : mul(focal, balance), axis);
  };
  return createLoss(name, values, { reduction });
}
