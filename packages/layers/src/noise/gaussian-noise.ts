import { ArgumentError, add, describe, mul, normal, type Tensor } from '@gradkit/core';
import { checkRate } from '../check-rate.ts';
import { checkLayerOptions, type Layer } from '../layer.ts';
import { checkInputDType } from '../parameter.ts';
import { createNoise, type RandomLayerOptions } from './create-noise.ts';

/** Options of {@link gaussianNoise}. */
export interface GaussianNoiseOptions extends RandomLayerOptions {
  /** Standard deviation of the noise, at least 0. */
  readonly stddev: number;
}

/** Options of {@link gaussianDropout}. */
export interface GaussianDropoutOptions extends RandomLayerOptions {
  /** The rate of the dropout that has the same variance: at least 0, less than 1. */
  readonly rate: number;
}

/**
 * Adds normally distributed noise at every step of training, and does nothing otherwise: augmentation of any input.
 *
 * ```text
 * training   y = x + stddev · ε,  ε ~ N(0, 1)
 * otherwise  y = x
 * ```
 *
 * The shape stays.
 *
 * @throws ArgumentError when `stddev` is negative
 * @see Bishop, Training with noise is equivalent to Tikhonov regularization, Neural Computation 1995
 * @example
 * ```ts
 * import { zeros } from '@gradkit/core';
 * import { gaussianNoise, sequential } from '@gradkit/layers';
 *
 * const model = sequential([gaussianNoise({ stddev: 0.1 })], { seed: 1 });
 * console.log(model.apply(zeros([1, 3]), { training: true }).toArray()); // three numbers of about 0.1
 * console.log(model.apply(zeros([1, 3])).toArray()); // zeros
 * ```
 */
export function gaussianNoise(options: GaussianNoiseOptions): Layer {
  checkLayerOptions('gaussianNoise', options, ['stddev', 'seed']);
  const { stddev } = options ?? {};
  if (typeof stddev !== 'number' || !(stddev >= 0 && stddev < Infinity)) {
    throw new ArgumentError(`gaussianNoise: stddev is a finite number of at least 0, got ${describe(stddev)}.`);
  }
  return createNoise('gaussianNoise', options, {
    active: stddev > 0,
    disturb: (x, key) => add(x, drawn('gaussianNoise', x, key, 0, stddev)),
  });
}

/**
 * Multiplies by normally distributed factors of mean 1 at every step of training, and does nothing otherwise: dropout without
 * zeros.
 *
 * ```text
 * training   y = x · (1 + √(rate / (1 − rate)) · ε),  ε ~ N(0, 1): mean and variance as with dropout
 * otherwise  y = x
 * ```
 *
 * The shape stays.
 *
 * @throws ArgumentError when `rate` is outside [0, 1)
 * @see Srivastava, Hinton, Krizhevsky, Sutskever and Salakhutdinov, Dropout: a simple way to prevent neural networks from
 * overfitting, section 10, JMLR 2014
 * @example
 * ```ts
 * import { ones } from '@gradkit/core';
 * import { gaussianDropout, sequential } from '@gradkit/layers';
 *
 * const model = sequential([gaussianDropout({ rate: 0.2 })], { seed: 1 });
 * console.log(model.apply(ones([1, 3]), { training: true }).toArray()); // three numbers around 1
 * ```
 */
export function gaussianDropout(options: GaussianDropoutOptions): Layer {
  checkLayerOptions('gaussianDropout', options, ['rate', 'seed']);
  const { rate } = options ?? {};
  checkRate('gaussianDropout', 'rate', rate);
  return createNoise('gaussianDropout', options, {
    active: rate > 0,
    disturb: (x, key) => mul(x, drawn('gaussianDropout', x, key, 1, Math.sqrt(rate / (1 - rate)))),
  });
}

function drawn(where: string, x: Tensor, key: Tensor, mean: number, stddev: number): Tensor {
  checkInputDType(where, x);
  return normal(key, x.shape, { mean, stddev });
}
