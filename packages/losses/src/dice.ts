import { add, checkOptions, mul, normalizeAxes, sum, type Tensor } from '@gradkit/core';
import { createLoss } from './create-loss.ts';
import type { Loss } from './loss.ts';
import { type OverlapOptions, oneMinusShare } from './overlap.ts';
import { alignTarget } from './shapes.ts';

/**
 * How little the predicted region overlaps the true one, for segmentations in which most pixels are background.
 *
 * ```text
 * loss = 1 − 2 Σ y · p / (Σ y + Σ p + 10⁻⁷),   y = yTrue, p = yPred
 * ```
 *
 * Truth (0 and 1, or shares) and prediction (probabilities) have one shape. The sums run over `axis`, by default over the
 * whole batch; `reduction` joins the regions. Where both are empty, the loss is 1, as in Keras.
 *
 * @throws ShapeError when the shapes differ; DTypeError when predictions are not floats; ArgumentError when there is no
 * such axis
 * @see Milletari, Navab and Ahmadi, V-Net: Fully Convolutional Neural Networks for Volumetric Medical Image Segmentation,
 * 2016
 * @example
 * ```ts
 * import { tensor } from '@gradkit/core';
 * import { dice } from '@gradkit/losses';
 * const loss = dice({ axis: 1 });
 * console.log(loss(tensor([[1, 1, 0, 0]]), tensor([[0, 1, 1, 0]])).item().toFixed(6)); // 0.500000
 * ```
 */
export function dice(options: OverlapOptions = {}): Loss {
  const name = 'dice';
  checkOptions(name, options, ['axis', 'reduction']);
  const values = (yTrue: Tensor, yPred: Tensor): Tensor => {
    const target = alignTarget(name, yTrue, yPred);
    const over = { axis: normalizeAxes(name, options.axis, yPred.rank) };
    return oneMinusShare(mul(sum(mul(target, yPred), over), 2), add(sum(target, over), sum(yPred, over)));
  };
  return createLoss(name, values, { reduction: options.reduction });
}
