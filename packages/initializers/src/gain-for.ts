import { ArgumentError, type Tensor } from '@gradkit/core';
import { profileOf } from './activation-profile.ts';

/**
 * The factor by which weights must be larger for an activation than for none, so that a signal keeps its strength.
 *
 * ```text
 * gainFor(f) = 1 / √E[f(z)²],  z ~ N(0, 1)
 * ```
 *
 * A layer whose weights have the variance gain² / fanIn gives a signal of mean square 1 after the activation the mean square
 * 1 again. The expectation is computed, by quadrature to six digits, for whatever function is passed: `relu` has √2, a
 * leaky one of slope a √(2 / (1 + a²)), `linear` and `selu` have 1, `tanh` has 1.5925 and `sigmoid` 1.8462. PyTorch's
 * `calculate_gain` has a table with the same numbers for the first three; for tanh, SELU and sigmoid it has 5/3, 3/4 and 1,
 * found by experience.
 *
 * @param activation any function that acts on each element by itself
 * @throws ArgumentError when it is no such function, or its mean square is 0 or not finite
 * @see He, Zhang, Ren and Sun, Delving deep into rectifiers, ICCV 2015, section 2.2; for any activation: Poole, Lahiri, Raghu,
 * Sohl-Dickstein and Ganguli, Exponential expressivity in deep neural networks through transient chaos, NIPS 2016
 * @example
 * ```ts
 * import { maximum, tanh } from '@gradkit/core';
 * import { gainFor, varianceScaling } from '@gradkit/initializers';
 * console.log(gainFor((x) => maximum(x, 0)).toFixed(4)); // 1.4142
 * console.log(gainFor(tanh).toFixed(4)); // 1.5925
 * const kernelInitializer = varianceScaling({ scale: gainFor(tanh) ** 2 });
 * ```
 */
export function gainFor(activation: (x: Tensor) => Tensor): number {
  const profile = profileOf('gainFor', activation);
  if (profile === undefined) {
    throw new ArgumentError(
      'gainFor: the activation mixes elements or changes the shape, so its gain depends on the layer. ' +
        'Use glorotNormal() for softmax and gated units.',
    );
  }
  const { meanSquare } = profile;
  if (!(meanSquare > 0 && meanSquare < Infinity)) {
    throw new ArgumentError(`gainFor: the activation has the mean square ${meanSquare}, for which no gain makes up.`);
  }
  return 1 / Math.sqrt(meanSquare);
}
