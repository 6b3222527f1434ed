import { bernoulli, mul, type Shape, type Tensor, where } from '@gradkit/core';
import { checkRate } from '../check-rate.ts';
import { checkLayerOptions, type Layer } from '../layer.ts';
import { createNoise, type RandomLayerOptions } from './create-noise.ts';
import { noiseShapeFor } from './noise-shape.ts';

/** Options of {@link dropout}. */
export interface DropoutOptions extends RandomLayerOptions {
  /** The share of inputs that is dropped: at least 0, less than 1. */
  readonly rate: number;
  /**
   * Shape of the mask, broadcast to the input: 1 drops along that axis together, `null` is the input's extent. Default:
   * the input's shape.
   */
  readonly noiseShape?: readonly (number | null)[] | undefined;
}

/**
 * Drops a random share of its inputs at every step of training, and does nothing otherwise.
 *
 * ```text
 * training   y = 0 with probability rate, else x / (1 − rate), so that the mean stays
 * otherwise  y = x
 * ```
 *
 * The shape stays. The mask, drawn anew for every sample and step, follows from the model's seed, the layer's place in the model and
 * the count of steps. Usual rates are 0.2 for inputs and 0.5 for hidden units.
 *
 * @throws ArgumentError when `rate` is outside [0, 1)
 * @throws ShapeError when `noiseShape` does not broadcast to the input
 * @see Srivastava, Hinton, Krizhevsky, Sutskever and Salakhutdinov, Dropout: a simple way to prevent neural networks from
 * overfitting, JMLR 2014
 * @example
 * ```ts
 * import { ones } from '@gradkit/core';
 * import { dropout, sequential } from '@gradkit/layers';
 *
 * const model = sequential([dropout({ rate: 0.5 })], { seed: 1 });
 * console.log(model.apply(ones([1, 8]), { training: true }).toArray()); // zeros and twos
 * console.log(model.apply(ones([1, 8])).toArray()); // ones
 * ```
 */
export function dropout(options: DropoutOptions): Layer {
  checkLayerOptions('dropout', options, ['rate', 'noiseShape', 'seed']);
  const { rate, noiseShape } = options ?? {};
  checkRate('dropout', 'rate', rate);
  return createNoise('dropout', options, {
    active: rate > 0,
    check(name, input) {
      noiseShapeFor(name, noiseShape, input);
    },
    disturb: (x, key) => drop(x, key, rate, noiseShapeFor('dropout', noiseShape, x.shape)),
  });
}

/** Drops where a mask of a shape falls, and scales what stays so that the mean does. */
export function drop(x: Tensor, key: Tensor, rate: number, shape: Shape): Tensor {
  return where(bernoulli(key, shape, { p: 1 - rate }), mul(x, 1 / (1 - rate)), 0);
}
