import { ArgumentError, formatShape, lessEqual, mul, normalizeAxes, ShapeError, where } from '@gradkit/core';
import { type Initializer, zeros } from '@gradkit/initializers';
import type { Regularizer } from '@gradkit/regularizers';
import { checkWeightOptions, weightOptions } from '../check-options.ts';
import { checkLayerOptions, createLayer, keepMask, type Layer, type LayerOptions } from '../layer.ts';
import { type Constraint, checkInputDType, createParameter, createVariable } from '../parameter.ts';

/** Options of {@link prelu}. */
export interface PreluOptions extends LayerOptions {
  /** First slopes below zero; default `zeros()`. `constant(0.25)` are those of the paper. */
  readonly alphaInitializer?: Initializer | undefined;
  /** Penalty of the slopes; default: none. Weight decay pulls them to zero, towards `relu`. */
  readonly alphaRegularizer?: Regularizer | undefined;
  /** Applied to the slopes after every update; default: none. */
  readonly alphaConstraint?: Constraint | undefined;
  /**
   * Axes along which all units have one slope, the batch being axis 0: `[1, 2]` of images for a slope per channel. Default: none;
   * every unit has its own.
   */
  readonly sharedAxes?: number | readonly number[] | undefined;
}

/**
 * A leaky rectified linear unit that learns its slope below zero.
 *
 * ```text
 * y = x        where x > 0
 *     alpha · x  elsewhere
 * ```
 *
 * The shape stays. `alpha` has the extents of one sample, 1 along the shared axes.
 *
 * @throws ArgumentError when a shared axis does not exist or is the batch
 * @throws ShapeError when an input does not fit the slopes of the first input
 * @see He, Zhang, Ren and Sun, Delving deep into rectifiers: surpassing human-level performance on ImageNet classification, ICCV 2015
 * @example
 * ```ts
 * import { tensor } from '@gradkit/core';
 * import { constant } from '@gradkit/initializers';
 * import { prelu, sequential } from '@gradkit/layers';
 *
 * const model = sequential([prelu({ alphaInitializer: constant(0.25) })]);
 * console.log(model.apply(tensor([[-4, 0, 4]])).toArray()); // [[-1, 0, 4]]
 * ```
 */
export function prelu(options: PreluOptions = {}): Layer {
  checkLayerOptions('prelu', options, ['sharedAxes', ...weightOptions(['alpha'])]);
  checkWeightOptions('prelu', options, ['alpha']);
  const { alphaInitializer = zeros(), sharedAxes = [] } = options;

  return createLayer(
    'prelu',
    options,
    (input, key, name) => {
      const shared = new Set(normalizeAxes(name, sharedAxes, input.length));
      if (shared.has(0)) throw new ArgumentError(`${name}: axis 0 is the batch, along which slopes are shared anyway.`);
      const shape = input.slice(1).map((extent, i) => (shared.has(i + 1) ? 1 : extent));
      const alpha = createParameter(
        createVariable(`${name}/alpha`, shape, alphaInitializer, key),
        options.alphaRegularizer,
        options.alphaConstraint,
      );
      return {
        parameters: [alpha],
        output(given) {
          const sample = given.slice(1);
          if (given.length !== input.length || !sample.every((n, i) => shared.has(i + 1) || n === shape[i])) {
            throw new ShapeError(
              `${name}: has slopes of shape ${formatShape(shape)} for each sample, got ${formatShape(given)}. Share axes whose extent changes.`,
            );
          }
          return given;
        },
        apply(x) {
          checkInputDType(name, x);
          return where(lessEqual(x, 0), mul(x, alpha.variable.value), x);
        },
      };
    },
    { outputMask: keepMask },
  );
}
