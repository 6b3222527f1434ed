import {
  ArgumentError,
  add,
  equalShapes,
  formatShape,
  mean,
  mul,
  normalizeAxes,
  rsqrt,
  type Shape,
  ShapeError,
  square,
  sub,
} from '@gradkit/core';
import { createLayer, keepMask, type Layer } from '../layer.ts';
import { checkInputDType } from '../parameter.ts';
import {
  checkNormalizationOptions,
  createScaleAndShift,
  type NormalizationOptions,
  placeAlong,
} from './scale-and-shift.ts';

/** Options of {@link layerNormalization}. */
export interface LayerNormalizationOptions extends NormalizationOptions {
  /** The axis, or axes, of the features of one sample or step. Default -1. */
  readonly axis?: number | readonly number[] | undefined;
}

/**
 * Brings the features of each sample, or step, to mean 0 and variance 1, then scales and shifts each feature by learned amounts:
 * what batch normalisation does across the batch, within a sample, and so the same in training and afterwards.
 *
 * ```text
 * μ = (1/n) Σ x,  σ² = (1/n) Σ (x − μ)²      over the n features of each sample
 * y = γ · (x − μ) / √(σ² + ε) + β
 * ```
 *
 * The shape stays. γ and β have the extents of `axis`.
 *
 * @throws ArgumentError when `epsilon` is not positive, or `axis` is not an axis of the input
 * @throws ShapeError when an input has other features than the first input
 * @see Ba, Kiros and Hinton, Layer normalization, arXiv:1607.06450
 * @example
 * ```ts
 * import { tensor } from '@gradkit/core';
 * import { layerNormalization, sequential } from '@gradkit/layers';
 *
 * const model = sequential([layerNormalization({ epsilon: 1e-12 })]);
 * console.log(model.apply(tensor([[1, 3], [10, 30]])).toArray()); // [[-1, 1], [-1, 1]]
 * ```
 */
export function layerNormalization(options: LayerNormalizationOptions = {}): Layer {
  checkNormalizationOptions('layerNormalization', options, ['axis']);
  const { axis = -1, epsilon = 1e-3 } = options;

  return createLayer(
    'layerNormalization',
    options,
    (input, key, name) => {
      const { axes, features, check } = featuresOf(name, axis, input);
      const place = placeAlong(axes, input.length);
      const learned = createScaleAndShift(name, features, options, key);
      return {
        parameters: learned.parameters,
        output: check,
        apply(x) {
          checkInputDType(name, x);
          const over = { axis: axes, keepDims: true };
          const centered = sub(x, mean(x, over));
          const inverse = rsqrt(add(mean(square(centered), over), epsilon));
          return learned.apply(mul(centered, inverse), place);
        },
      };
    },
    { outputMask: keepMask },
  );
}

/** The axes of features, and their extents. */
interface Features {
  readonly axes: readonly number[];
  readonly features: Shape;
  /** Throws unless a later input has the same number of axes and the same features. */
  check(shape: Shape): Shape;
}

/** The features of a layer's first input. */
export function featuresOf(name: string, axis: number | readonly number[], input: Shape): Features {
  const axes = normalizeAxes(name, axis, input.length);
  if (axes.length === 0) throw new ArgumentError(`${name}: axis is a list without an axis.`);
  const extents = (shape: Shape): Shape => axes.map((i) => shape[i] as number);
  const features = extents(input);
  return {
    axes,
    features,
    check(shape: Shape): Shape {
      if (shape.length !== input.length || !equalShapes(extents(shape), features)) {
        throw new ShapeError(
          `${name}: expected ${input.length} axes with the extents ${formatShape(features)} along ${formatShape(axes)}, got ${formatShape(shape)}.`,
        );
      }
      return shape;
    },
  };
}
