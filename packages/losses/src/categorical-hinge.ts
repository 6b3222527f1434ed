import { add, max, maximum, mul, sub, sum } from '@gradkit/core';
import { createLoss } from './create-loss.ts';
import type { Loss, LossOptions } from './loss.ts';
import { alignTarget } from './shapes.ts';

/**
 * The hinge of a choice among classes: the right one must lead the best of the others by a margin of 1.
 *
 * ```text
 * loss = mean over samples of max(max_c((1 − y_c) · p_c) − Σ_c y_c · p_c + 1, 0),   y = yTrue, p = yPred
 * ```
 *
 * The truth is one-hot rows in the shape of the predictions, `[B, …, C]`; `reduction: 'none'` returns `[B, …]`. As in Keras,
 * the largest of the others is at least 0, since the right class counts as 0 among them.
 *
 * @throws ShapeError when the shapes differ; DTypeError when predictions are not floats
 * @see Crammer and Singer, On the Algorithmic Implementation of Multiclass Kernel-based Vector Machines, JMLR 2, 2001
 * @example
 * ```ts
 * import { tensor } from '@gradkit/core';
 * import { categoricalHinge } from '@gradkit/losses';
 * console.log(categoricalHinge()(tensor([[0, 1, 0]]), tensor([[0.5, 1, 0.25]])).item()); // 0.5
 * ```
 */
export function categoricalHinge(options: LossOptions = {}): Loss {
  const name = 'categoricalHinge';
  return createLoss(
    name,
    (yTrue, yPred) => {
      const target = alignTarget(
        name,
        yTrue,
        yPred,
        'The truth has one number per class, such as oneHot(ids, classes).',
      );
      const right = sum(mul(target, yPred), { axis: -1 });
      const best = max(mul(sub(1, target), yPred), { axis: -1 });
      return maximum(add(sub(best, right), 1), 0);
    },
    options,
  );
}
