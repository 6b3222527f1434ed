import { add, foldIn, mean, mul, rsqrt, square } from '@gradkit/core';
import { ones } from '@gradkit/initializers';
import { checkLayerOptions, createLayer, keepMask, type Layer, type LayerOptions } from '../layer.ts';
import { checkInputDType, createParameter, createVariable } from '../parameter.ts';
import { featuresOf } from './layer-normalization.ts';
import { checkEpsilon, placeAlong } from './scale-and-shift.ts';

/** Options of {@link rmsNormalization}. */
export interface RmsNormalizationOptions extends LayerOptions {
  /** The axis, or axes, of the features of one sample or step. Default -1. */
  readonly axis?: number | readonly number[] | undefined;
  /** Added to the mean square, greater than 0; default 1e-6. */
  readonly epsilon?: number | undefined;
}

/**
 * Divides the features of each sample, or step, by their root mean square, then scales each by a learned amount: layer
 * normalisation without the means.
 *
 * ```text
 * y = scale · x / √((1/n) Σ x² + ε)      over the n features of each sample
 * ```
 *
 * The shape stays. `scale` has the extents of `axis` and starts as ones.
 *
 * @throws ArgumentError when `epsilon` is not positive, or `axis` is not an axis of the input
 * @throws ShapeError when an input has other features than the first input
 * @see Zhang and Sennrich, Root mean square layer normalization, NeurIPS 2019
 * @example
 * ```ts
 * import { tensor } from '@gradkit/core';
 * import { rmsNormalization, sequential } from '@gradkit/layers';
 *
 * const model = sequential([rmsNormalization({ epsilon: 1e-12 })]);
 * console.log(model.apply(tensor([[1, -1], [7, 7]])).toArray()); // [[1, -1], [1, 1]]
 * ```
 */
export function rmsNormalization(options: RmsNormalizationOptions = {}): Layer {
  checkLayerOptions('rmsNormalization', options, ['axis', 'epsilon']);
  const { axis = -1, epsilon = 1e-6 } = options;
  checkEpsilon('rmsNormalization', epsilon);

  return createLayer(
    'rmsNormalization',
    options,
    (input, key, name) => {
      const { axes, features, check } = featuresOf(name, axis, input);
      const place = placeAlong(axes, input.length);
      const scale = createVariable(`${name}/scale`, features, ones(), foldIn(key, 0));
      return {
        parameters: [createParameter(scale, undefined, undefined)],
        output: check,
        apply(x) {
          checkInputDType(name, x);
          const inverse = rsqrt(add(mean(square(x), { axis: axes, keepDims: true }), epsilon));
          return mul(mul(x, inverse), place(scale.value));
        },
      };
    },
    { outputMask: keepMask },
  );
}
