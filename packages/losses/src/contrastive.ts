import { add, checkOptions, maximum, mul, square, sub, type Tensor } from '@gradkit/core';
import { checkPositive } from './check-number.ts';
import { createLoss } from './create-loss.ts';
import type { Loss, LossOptions } from './loss.ts';
import { outputMean } from './output-mean.ts';
import { alignTarget } from './shapes.ts';

/** Options of {@link contrastive}. */
export interface ContrastiveOptions extends LossOptions {
  /** The distance beyond which different things are far enough apart, above 0; default 1. */
  readonly margin?: number | undefined;
}

/**
 * The loss of pairs: what belongs together is drawn together, what does not is pushed apart up to a margin.
 *
 * ```text
 * loss = mean(y · d² + (1 − y) · max(margin − d, 0)²),   y = yTrue, d = yPred
 * ```
 *
 * The truth is 1 for pairs that belong together and 0 for others; the prediction is the distance of the pair, such as that
 * of two embeddings. Both have one shape, `[B, …, N]`; `[B]` counts as `[B, 1]`. The value of a sample is the mean over its
 * last axis; `reduction` joins them: `none` returns `[B, …]`.
 *
 * @throws ShapeError when the shapes differ; DTypeError when predictions are not floats; ArgumentError when `margin` is not
 * above 0
 * @see Hadsell, Chopra and LeCun, Dimensionality Reduction by Learning an Invariant Mapping, CVPR 2006
 * @example
 * ```ts
 * import { tensor } from '@gradkit/core';
 * import { contrastive } from '@gradkit/losses';
 * console.log(contrastive({ reduction: 'none' })(tensor([1, 0, 0]), tensor([2, 0.5, 3])).toArray()); // [4, 0.25, 0]
 * ```
 */
export function contrastive(options: ContrastiveOptions = {}): Loss {
  const name = 'contrastive';
  checkOptions(name, options, ['margin', 'reduction']);
  const { margin = 1, reduction } = options;
  checkPositive(name, 'margin', margin);
  const values = (yTrue: Tensor, yPred: Tensor): Tensor => {
    const together = alignTarget(name, yTrue, yPred);
    const apart = square(maximum(sub(margin, yPred), 0));
    return outputMean(add(mul(together, square(yPred)), mul(sub(1, together), apart)));
  };
  return createLoss(name, values, { reduction });
}
