import { clip, div, log, mul, sum } from '@gradkit/core';
import { createLoss } from './create-loss.ts';
import type { Loss, LossOptions } from './loss.ts';
import { epsilon } from './probabilities.ts';
import { alignTarget } from './shapes.ts';

/**
 * The Kullback–Leibler divergence of predicted from true distributions: what is lost by taking one for the other.
 *
 * ```text
 * loss = mean over samples of Σ_c y_c · log(y_c / p_c),   y = yTrue, p = yPred, both kept within [10⁻⁷, 1]
 * ```
 *
 * Truth and prediction are probabilities of one shape, `[B, …, C]`; `reduction: 'none'` returns `[B, …]`. It differs from
 * `categoricalCrossentropy` by the entropy of the truth, which no training changes; that one also takes logits.
 *
 * @throws ShapeError when the shapes differ; DTypeError when predictions are not floats
 * @see Kullback and Leibler, On Information and Sufficiency, Annals of Mathematical Statistics 22, 1951
 * @example
 * ```ts
 * import { tensor } from '@gradkit/core';
 * import { klDivergence } from '@gradkit/losses';
 * console.log(klDivergence()(tensor([[0.5, 0.5]]), tensor([[0.25, 0.75]])).item()); // 0.1438…, ½ log(4 / 3)
 * ```
 */
export function klDivergence(options: LossOptions = {}): Loss {
  const name = 'klDivergence';
  return createLoss(
    name,
    (yTrue, yPred) => {
      const target = clip(alignTarget(name, yTrue, yPred), epsilon, 1);
      return sum(mul(target, log(div(target, clip(yPred, epsilon, 1)))), { axis: -1 });
    },
    options,
  );
}
