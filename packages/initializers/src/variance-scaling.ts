import { ArgumentError, checkOptions, describe, normal, truncatedNormal, uniform } from '@gradkit/core';
import { checkFanAxes, computeFans, type FanAxes } from './compute-fans.ts';
import { checkFinite, chooseKey, type Initializer, type SeedOption } from './initializer.ts';

/** Options of the initializers that adapt to the size of the layer. */
export interface ScaledOptions extends SeedOption, FanAxes {}

/** The keys of {@link ScaledOptions}. */
export const scaledKeys = ['seed', 'inputAxes', 'outputAxes'] as const;

/** Options of {@link varianceScaling}. */
export interface VarianceScalingOptions extends ScaledOptions {
  /** Variance times fan, above 0; default 1. */
  readonly scale?: number | undefined;
  /** Which fan divides the scale: `fanIn` (default), `fanOut`, or their mean, `fanAvg`. */
  readonly mode?: 'fanIn' | 'fanOut' | 'fanAvg' | undefined;
  /** Where to draw from; default `truncatedNormal`. */
  readonly distribution?: 'truncatedNormal' | 'untruncatedNormal' | 'uniform' | undefined;
}

/** Standard deviation of N(0, 1) cut at ±2: √(1 − 4φ(2) / (2Φ(2) − 1)). */
const truncatedDeviation = 0.87962566103423978;

/**
 * Draws a weight whose variance is adapted to the size of the layer, so that a signal keeps its strength from layer to
 * layer.
 *
 * ```text
 * variance = scale / max(1, fan)
 * truncatedNormal    N(0, σ²) cut at ±2σ, with σ = √variance / 0.8796, so that the variance after the cut is right
 * untruncatedNormal  N(0, variance)
 * uniform            U(−r, r), r = √(3 · variance)
 * ```
 *
 * Shape in, a tensor of that shape out. What counts as a fan is said at `computeFans`.
 *
 * @throws ArgumentError when `scale` is not above 0, or mode or distribution are not among the named ones
 * @see He, Zhang, Ren and Sun, Delving deep into rectifiers, ICCV 2015
 * @example
 * ```ts
 * import { key } from '@gradkit/core';
 * import { varianceScaling } from '@gradkit/initializers';
 * const initializer = varianceScaling({ scale: 2, mode: 'fanAvg', distribution: 'uniform' });
 * console.log(initializer([784, 64], 'float32', key(1)).shape); // [784, 64]
 * ```
 */
export function varianceScaling(options: VarianceScalingOptions = {}): Initializer {
  checkOptions('varianceScaling', options, ['scale', 'mode', 'distribution', ...scaledKeys]);
  const { scale = 1, mode = 'fanIn', distribution = 'truncatedNormal', seed, inputAxes, outputAxes } = options;
  checkFinite('varianceScaling', { scale });
  if (scale <= 0) throw new ArgumentError(`varianceScaling: scale must be above 0, got ${scale}.`);
  checkFanAxes('varianceScaling', { inputAxes, outputAxes });
  checkChoice('mode', mode, ['fanIn', 'fanOut', 'fanAvg']);
  checkChoice('distribution', distribution, ['truncatedNormal', 'untruncatedNormal', 'uniform']);
  return (shape, dtype, key) => {
    const { fanIn, fanOut } = computeFans(shape, { inputAxes, outputAxes });
    const fan = mode === 'fanIn' ? fanIn : mode === 'fanOut' ? fanOut : (fanIn + fanOut) / 2;
    const deviation = Math.sqrt(scale / Math.max(1, fan));
    const source = chooseKey(seed, key);
    if (distribution === 'uniform') {
      const limit = Math.sqrt(3) * deviation;
      return uniform(source, shape, { min: -limit, max: limit, dtype });
    }
    return distribution === 'untruncatedNormal'
      ? normal(source, shape, { stddev: deviation, dtype })
      : truncatedNormal(source, shape, { stddev: deviation / truncatedDeviation, dtype });
  };
}

function checkChoice(name: string, value: string, choices: readonly string[]): void {
  if (choices.includes(value)) return;
  throw new ArgumentError(`varianceScaling: ${name} is one of ${choices.join(', ')}, got ${describe(value)}.`);
}
