import { add, bernoulli, mul, where } from '@gradkit/core';
import { checkRate } from '../check-rate.ts';
import { checkLayerOptions, type Layer } from '../layer.ts';
import { createNoise } from './create-noise.ts';
import type { DropoutOptions } from './dropout.ts';
import { noiseShapeFor } from './noise-shape.ts';

/** What a scaled exponential linear unit gives for −∞: −λα of its constants. */
const saturation = -1.7580993408473766;

/**
 * Dropout for self-normalising networks: what is dropped becomes the least value of `selu`, and mean and variance stay.
 *
 * ```text
 * training   y = a · (x, or α′ with probability rate) + b      α′ = −1.7580993…, the limit of selu at −∞
 *            a = 1 / √((1 − rate) · (1 + rate · α′²)),  b = −a · α′ · rate
 * otherwise  y = x
 * ```
 *
 * The shape stays. Inputs of mean 0 and variance 1, such as `selu` keeps them, have mean 0 and variance 1 afterwards.
 *
 * @throws ArgumentError when `rate` is outside [0, 1)
 * @throws ShapeError when `noiseShape` does not broadcast to the input
 * @see Klambauer, Unterthiner, Mayr and Hochreiter, Self-normalizing neural networks, NIPS 2017
 * @example
 * ```ts
 * import { selu } from '@gradkit/activations';
 * import { zeros } from '@gradkit/core';
 * import { lecunNormal } from '@gradkit/initializers';
 * import { alphaDropout, dense, sequential } from '@gradkit/layers';
 *
 * const model = sequential([
 *   dense({ units: 32, activation: selu, kernelInitializer: lecunNormal() }),
 *   alphaDropout({ rate: 0.1 }),
 *   dense({ units: 1 }),
 * ]);
 * console.log(model.apply(zeros([4, 8]), { training: true }).shape); // [4, 1]
 * ```
 */
export function alphaDropout(options: DropoutOptions): Layer {
  checkLayerOptions('alphaDropout', options, ['rate', 'noiseShape', 'seed']);
  const { rate, noiseShape } = options ?? {};
  checkRate('alphaDropout', 'rate', rate);
  const scale = 1 / Math.sqrt((1 - rate) * (1 + rate * saturation * saturation));
  return createNoise('alphaDropout', options, {
    active: rate > 0,
    check(name, input) {
      noiseShapeFor(name, noiseShape, input);
    },
    disturb(x, key) {
      const kept = bernoulli(key, noiseShapeFor('alphaDropout', noiseShape, x.shape), { p: 1 - rate });
      return add(mul(where(kept, x, saturation), scale), -scale * saturation * rate);
    },
  });
}
