import { add, checkOptions, mul, normalizeAxes, sub, sum, type Tensor } from '@gradkit/core';
import { checkNumber } from './check-number.ts';
import { createLoss } from './create-loss.ts';
import type { Loss } from './loss.ts';
import { type OverlapOptions, oneMinusShare } from './overlap.ts';
import { alignTarget } from './shapes.ts';

/** Options of {@link tversky}. */
export interface TverskyOptions extends OverlapOptions {
  /** Weight of what is predicted and not true, at least 0; default 0.5. */
  readonly alpha?: number | undefined;
  /** Weight of what is true and not predicted, at least 0; default 0.5. */
  readonly beta?: number | undefined;
}

/**
 * The dice loss with a say in which mistakes are worse: false alarms by `alpha`, misses by `beta`.
 *
 * ```text
 * loss = 1 − TP / (TP + alpha · FP + beta · FN + 10⁻⁷)
 * TP = Σ y · p,  FP = Σ (1 − y) · p,  FN = Σ y · (1 − p),   y = yTrue, p = yPred
 * ```
 *
 * With the defaults it is the dice loss. Truth (0 and 1, or shares) and prediction (probabilities) have one shape. The sums
 * run over `axis`, by default over the whole batch; `reduction` joins the regions. The weights are as in the paper and as
 * Keras describes them; Keras 3.15 computes them the other way round, with `alpha` for misses.
 *
 * @throws ShapeError when the shapes differ; DTypeError when predictions are not floats; ArgumentError when a weight is
 * negative or there is no such axis
 * @see Salehi, Erdogmus and Gholipour, Tversky Loss Function for Image Segmentation Using 3D Fully Convolutional Deep
 * Networks, 2017
 * @example
 * ```ts
 * import { tensor } from '@gradkit/core';
 * import { tversky } from '@gradkit/losses';
 * const loss = tversky({ alpha: 0.2, beta: 0.8 });
 * const truth = tensor([1, 1, 0, 0]);
 * console.log(loss(truth, tensor([1, 0, 0, 0])).item().toFixed(6)); // 0.444444, a miss
 * console.log(loss(truth, tensor([1, 1, 1, 0])).item().toFixed(6)); // 0.090909, a false alarm
 * ```
 */
export function tversky(options: TverskyOptions = {}): Loss {
  const name = 'tversky';
  checkOptions(name, options, ['alpha', 'beta', 'axis', 'reduction']);
  const { alpha = 0.5, beta = 0.5, axis, reduction } = options;
  checkNumber(name, 'alpha', alpha, 0);
  checkNumber(name, 'beta', beta, 0);
  const values = (yTrue: Tensor, yPred: Tensor): Tensor => {
    const target = alignTarget(name, yTrue, yPred);
    const over = { axis: normalizeAxes(name, axis, yPred.rank) };
    const both = sum(mul(target, yPred), over);
    const alarms = mul(sum(mul(sub(1, target), yPred), over), alpha);
    const misses = mul(sum(mul(target, sub(1, yPred)), over), beta);
    return oneMinusShare(both, add(both, add(alarms, misses)));
  };
  return createLoss(name, values, { reduction });
}
