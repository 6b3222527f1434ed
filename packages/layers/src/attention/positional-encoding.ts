import {
  ArgumentError,
  add,
  arange,
  cast,
  cos,
  describe,
  div,
  formatShape,
  mul,
  pow,
  reshape,
  ShapeError,
  sin,
  slice,
  stack,
  type Tensor,
} from '@gradkit/core';
import { checkLayerOptions, createLayer, keepMask, type Layer, type LayerOptions } from '../layer.ts';
import { checkInputDType } from '../parameter.ts';

/** Options of {@link positionalEncoding}. */
export interface PositionalEncodingOptions extends LayerOptions {
  /** The longest wavelength, divided by 2π: greater than 0, default 10000. */
  readonly maxWavelength?: number | undefined;
}

/**
 * Adds waves of many lengths to the steps of sequences, so that attention knows where each stands.
 *
 * ```text
 * yₜ,₂ᵢ   = xₜ,₂ᵢ   + sin(t / maxWavelength^(2i / features))
 * yₜ,₂ᵢ₊₁ = xₜ,₂ᵢ₊₁ + cos(t / maxWavelength^(2i / features))
 * ```
 *
 * `[batch, …, time, features]` stays. Nothing is learned, and sequences may be of any length: steps a fixed distance apart
 * differ by a rotation.
 *
 * @param options `maxWavelength` (10000), and those of every layer
 * @throws ArgumentError when `maxWavelength` is not greater than 0
 * @throws ShapeError when the input has no time axis
 * @see Vaswani et al., Attention is all you need, NIPS 2017
 * @example
 * ```ts
 * import { zeros } from '@gradkit/core';
 * import { positionalEncoding, sequential } from '@gradkit/layers';
 *
 * const model = sequential([positionalEncoding()]);
 * console.log(model.apply(zeros([1, 2, 2])).toArray()); // [[[0, 1], [0.84, 0.54]]]: sin and cos of 0 and 1
 * ```
 */
export function positionalEncoding(options: PositionalEncodingOptions = {}): Layer {
  checkLayerOptions('positionalEncoding', options, ['maxWavelength']);
  const { maxWavelength = 10_000 } = options;
  if (!(maxWavelength > 0 && maxWavelength < Infinity)) {
    throw new ArgumentError(`positionalEncoding: maxWavelength is greater than 0, got ${describe(maxWavelength)}.`);
  }
  return createLayer(
    'positionalEncoding',
    options,
    (_input, _key, name) => ({
      output(shape) {
        if (shape.length < 3) {
          throw new ShapeError(`${name}: expected [batch, time, features], got ${formatShape(shape)}.`);
        }
        return shape;
      },
      apply(x) {
        checkInputDType(name, x);
        return add(x, cast(waves(x.shape.at(-2) as number, x.shape.at(-1) as number, maxWavelength), x.dtype));
      },
    }),
    { outputMask: keepMask },
  );
}

/** `[time, features]`, sines and cosines in turn. Angles are made in float64: late steps turn far. */
function waves(time: number, features: number, maxWavelength: number): Tensor {
  const pairs = Math.ceil(features / 2);
  const rates = pow(maxWavelength, div(mul(arange(pairs, undefined, 1, { dtype: 'float64' }), -2), features));
  const angles = mul(reshape(arange(time, undefined, 1, { dtype: 'float64' }), [time, 1]), rates);
  const both = reshape(stack([sin(angles), cos(angles)], { axis: -1 }), [time, 2 * pairs]);
  return slice(both, [], [undefined, features]);
}
