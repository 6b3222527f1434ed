import {
  ArgumentError,
  checkOptions,
  describe,
  expm1,
  mul,
  neg,
  reshape,
  ShapeError,
  sum,
  type Tensor,
  tensor,
} from '@gradkit/core';
import { alignClasses } from './align-classes.ts';
import type { CategoricalCrossentropyOptions } from './categorical-crossentropy.ts';
import { checkNumber } from './check-number.ts';
import { createLoss } from './create-loss.ts';
import { crossentropyOptions, smoothed } from './crossentropy-options.ts';
import { focalDamping } from './focal-damping.ts';
import type { Loss } from './loss.ts';
import { logProbabilities } from './probabilities.ts';

/** Options of {@link categoricalFocalCrossentropy}. */
export interface CategoricalFocalCrossentropyOptions extends CategoricalCrossentropyOptions {
  /** How strongly easy answers are damped, at least 0; default 2. */
  readonly gamma?: number | undefined;
  /** The weight of all classes, or one for each; default 0.25. */
  readonly alpha?: number | readonly number[] | undefined;
}

/**
 * The cross-entropy of one choice among C classes in which what is already right counts less, for rare classes.
 *
 * ```text
 * loss = −mean over samples of Σ_c alpha_c · (1 − p_c)^gamma · z_c · log p_c
 * z = (1 − labelSmoothing) · yTrue + labelSmoothing / C
 * p = softmax(yPred) with fromLogits, else yPred / Σ yPred kept within [10⁻⁷, 1 − 10⁻⁷]
 * ```
 *
 * Truth (such as one-hot rows) and prediction have one shape, with the classes at `axis`: `[B, C]` or `[B, …, C]`.
 * `reduction: 'none'` returns the shape without the axis.
 *
 * @throws ShapeError when the shapes differ, there is only one class, or `alpha` has not one number per class; DTypeError
 * when predictions are not floats; ArgumentError when `gamma` is negative or `labelSmoothing` is outside [0, 1]
 * @see Lin, Goyal, Girshick, He and Dollár, Focal Loss for Dense Object Detection, 2017
 * @example
 * ```ts
 * import { tensor } from '@gradkit/core';
 * import { categoricalFocalCrossentropy } from '@gradkit/losses';
 * const loss = categoricalFocalCrossentropy({ fromLogits: true, alpha: [1, 2] });
 * console.log(loss(tensor([[0, 1]]), tensor([[0, 0]])).item()); // 0.3465…, 2 · log 2 / 4
 * ```
 */
export function categoricalFocalCrossentropy(options: CategoricalFocalCrossentropyOptions = {}): Loss {
  const name = 'categoricalFocalCrossentropy';
  checkOptions(name, options, ['fromLogits', 'labelSmoothing', 'gamma', 'alpha', 'axis', 'reduction']);
  const { fromLogits, labelSmoothing } = crossentropyOptions(name, options);
  const { gamma = 2, alpha = 0.25, reduction } = options;
  checkNumber(name, 'gamma', gamma, 0);
  if (![alpha].flat().every((weight) => Number.isFinite(weight) && weight >= 0)) {
    throw new ArgumentError(
      `${name}: alpha is a finite number of at least 0 or a list of such numbers, got ${describe(alpha)}.`,
    );
  }
  const values = (yTrue: Tensor, yPred: Tensor): Tensor => {
    const { target, axis, classes } = alignClasses(name, yTrue, yPred, options.axis);
    const z = smoothed(target, labelSmoothing, classes);
    const logP = logProbabilities(yPred, axis, fromLogits);
    // 1 − p from its logarithm: where p is nearly 1, it is not what is left of 1.
    const focal = mul(focalDamping(neg(expm1(logP)), gamma), mul(z, logP));
    return neg(sum(mul(focal, weights(alpha, classes, axis, yPred)), { axis }));
  };
  const weights = (
    alpha: number | readonly number[],
    classes: number,
    axis: number,
    yPred: Tensor,
  ): Tensor | number => {
    if (typeof alpha === 'number') return alpha;
    if (alpha.length !== classes) {
      throw new ShapeError(`${name}: alpha has ${alpha.length} weights for ${classes} classes. Give one for each.`);
    }
    const shape = yPred.shape.map((_, i) => (i === axis ? classes : 1));
    return reshape(tensor(alpha, { dtype: yPred.dtype }), shape);
  };
  return createLoss(name, values, { reduction });
}
