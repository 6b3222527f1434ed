import { checkOptions, mul, neg, sum, type Tensor } from '@gradkit/core';
import { alignClasses } from './align-classes.ts';
import { createLoss } from './create-loss.ts';
import { type CrossentropyOptions, crossentropyOptions, smoothed } from './crossentropy-options.ts';
import type { Loss } from './loss.ts';
import { logProbabilities } from './probabilities.ts';

/** Options of {@link categoricalCrossentropy}. */
export interface CategoricalCrossentropyOptions extends CrossentropyOptions {
  /** The axis of the classes, negative from the end; default −1. */
  readonly axis?: number | undefined;
}

/**
 * The cross-entropy of one choice among C classes, with the truth as a distribution, such as one-hot rows.
 *
 * ```text
 * loss = −mean over samples of Σ_c z_c · log p_c
 * z = (1 − labelSmoothing) · yTrue + labelSmoothing / C
 * p = softmax(yPred) with fromLogits, else yPred / Σ yPred kept within [10⁻⁷, 1 − 10⁻⁷]
 * ```
 *
 * Truth and prediction have one shape, with the classes at `axis`: `[B, C]` or `[B, …, C]`. The truth may have any element
 * type. `reduction: 'none'` returns the shape without the axis. Class ids go to `sparseCategoricalCrossentropy`.
 *
 * @throws ShapeError when the shapes differ or there is only one class; DTypeError when predictions are not floats;
 * ArgumentError when `labelSmoothing` is outside [0, 1]
 * @see Bridle, Probabilistic Interpretation of Feedforward Classification Network Outputs, Neurocomputing, 1990
 * @example
 * ```ts
 * import { tensor } from '@gradkit/core';
 * import { categoricalCrossentropy } from '@gradkit/losses';
 * const loss = categoricalCrossentropy({ fromLogits: true });
 * console.log(loss(tensor([[0, 1]]), tensor([[0, 0]])).item()); // 0.6931…, log 2
 * ```
 */
export function categoricalCrossentropy(options: CategoricalCrossentropyOptions = {}): Loss {
  const name = 'categoricalCrossentropy';
  checkOptions(name, options, ['fromLogits', 'labelSmoothing', 'reduction', 'axis']);
  const { fromLogits, labelSmoothing } = crossentropyOptions(name, options);
  const values = (yTrue: Tensor, yPred: Tensor): Tensor => {
    const { target, axis, classes } = alignClasses(name, yTrue, yPred, options.axis);
    const z = smoothed(target, labelSmoothing, classes);
    return neg(sum(mul(z, logProbabilities(yPred, axis, fromLogits)), { axis }));
  };
  return createLoss(name, values, { reduction: options.reduction });
}
