import { ArgumentError, checkOptions, describe, type Tensor } from '@gradkit/core';
import { type ActivationProfile, profileOf } from './activation-profile.ts';
import type { Initializer, SeedOption } from './initializer.ts';
import { varianceScaling } from './variance-scaling.ts';

/** Options of {@link initializerFor}. */
export interface InitializerForOptions extends SeedOption {
  /** `'normal'`, cut at two deviations (default), or `'uniform'`. */
  readonly distribution?: 'normal' | 'uniform' | undefined;
}

/**
 * The initializer that suits the activation behind a layer: Glorot's, He's or LeCun's.
 *
 * ```text
 * as steep on both sides of 0: linear, tanh, sigmoid, hard and soft variants   glorot
 * one side is passed, the other held back: ReLU and its family, GELU, Swish    he
 * the same, and mean 0 and variance 1 stay: SELU                               lecun
 * mixes elements or changes the shape: softmax, gated units                    glorot
 * ```
 *
 * Decided by what the function does, so that functions of your own find their place: sides are compared by the slopes of the
 * secants of f from −3 to 0 and from 0 to 3, of which the smaller must be at least three quarters of the larger to count as
 * equal; mean and variance are those of f(z), z ~ N(0, 1), to a thousandth. For a leaky unit of slope 0.5, say,
 * `varianceScaling({ scale: gainFor(f) ** 2 })` is more exact.
 *
 * @param activation the activation of the layer; undefined counts as linear
 * @throws ArgumentError when it is not a function, or `distribution` is not among the named ones
 * @see Géron, Hands-on machine learning with Scikit-Learn, Keras and TensorFlow, 3rd ed., 2022, table 11-1
 * @example
 * ```ts
 * import { key, maximum, tanh } from '@gradkit/core';
 * import { glorotNormal, heNormal, initializerFor } from '@gradkit/initializers';
 * const draw = (initializer: ReturnType<typeof heNormal>) => initializer([100, 50], 'float32', key(1)).toArray();
 * console.log(String(draw(initializerFor(tanh))) === String(draw(glorotNormal()))); // true
 * console.log(String(draw(initializerFor((x) => maximum(x, 0)))) === String(draw(heNormal()))); // true
 * ```
 */
export function initializerFor(
  activation: ((x: Tensor) => Tensor) | undefined,
  options: InitializerForOptions = {},
): Initializer {
  checkOptions('initializerFor', options, ['distribution', 'seed']);
  const { distribution = 'normal', seed } = options;
  if (distribution !== 'normal' && distribution !== 'uniform') {
    throw new ArgumentError(`initializerFor: distribution is 'normal' or 'uniform', got ${describe(distribution)}.`);
  }
  const profile = activation === undefined ? undefined : profileOf('initializerFor', activation);
  const shape = distribution === 'normal' ? 'truncatedNormal' : 'uniform';
  return varianceScaling({ ...scalingFor(profile), distribution: shape, seed });
}

/** What glorot, he and lecun are as scalings. */
function scalingFor(profile: ActivationProfile | undefined): {
  readonly scale: number;
  readonly mode: 'fanIn' | 'fanAvg';
} {
  const glorot = { scale: 1, mode: 'fanAvg' } as const;
  if (profile === undefined) return glorot;
  const { mean, meanSquare, values } = profile;
  const [low, middle, high] = values;
  const [left, right] = [Math.abs(middle - low), Math.abs(high - middle)];
  if (!(Math.min(left, right) < 0.75 * Math.max(left, right))) return glorot;
  const normalizing = Math.abs(mean) < 1e-3 && Math.abs(meanSquare - mean * mean - 1) < 1e-3;
  return { scale: normalizing ? 1 : 2, mode: 'fanIn' };
}
