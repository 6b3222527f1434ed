import { ArgumentError, lessEqual, mul, type Tensor, uniform, where } from '@gradkit/core';
import { checkLayerOptions, type Layer } from '../layer.ts';
import { createNoise, type RandomLayerOptions } from '../noise/create-noise.ts';
import { checkInputDType } from '../parameter.ts';

/** Options of {@link rrelu}. */
export interface RreluOptions extends RandomLayerOptions {
  /** Least slope below zero; default 1/8. */
  readonly lower?: number | undefined;
  /** Largest slope below zero, at least `lower`; default 1/3. */
  readonly upper?: number | undefined;
}

/**
 * A leaky rectified linear unit with a random slope below zero in training, and the mean slope otherwise.
 *
 * ```text
 * y = x      where x > 0
 *     a · x  elsewhere      training: a ~ U(lower, upper), for every unit; otherwise a = (lower + upper) / 2
 * ```
 *
 * The shape stays.
 *
 * @throws ArgumentError when the slopes are not finite or `upper < lower`
 * @see Xu, Wang, Chen and Li, Empirical evaluation of rectified activations in convolutional network, arXiv:1505.00853
 * @example
 * ```ts
 * import { tensor } from '@gradkit/core';
 * import { rrelu, sequential } from '@gradkit/layers';
 *
 * const model = sequential([rrelu({ lower: 0.1, upper: 0.4 })], { seed: 1 });
 * console.log(model.apply(tensor([[-4, 4]])).toArray()); // [[-1, 4]]
 * console.log(model.apply(tensor([[-4, 4]]), { training: true }).toArray()); // the first between -1.6 and -0.4
 * ```
 */
export function rrelu(options: RreluOptions = {}): Layer {
  checkLayerOptions('rrelu', options, ['lower', 'upper', 'seed']);
  const { lower = 1 / 8, upper = 1 / 3 } = options;
  if (!Number.isFinite(lower) || !Number.isFinite(upper) || upper < lower) {
    throw new ArgumentError(`rrelu: needs finite slopes with upper ≥ lower, got lower ${lower}, upper ${upper}.`);
  }
  const leaky = (x: Tensor, slope: Tensor | number): Tensor => where(lessEqual(x, 0), mul(x, slope), x);
  return createNoise('rrelu', options, {
    active: upper > lower,
    disturb(x, key) {
      checkInputDType('rrelu', x);
      return leaky(x, uniform(key, x.shape, { min: lower, max: upper }));
    },
    calm: (x) => leaky(x, (lower + upper) / 2),
  });
}
