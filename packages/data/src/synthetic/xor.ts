import { checkOptions, foldIn, key, uniform } from '@gradkit/core';
import type { Dataset } from '../dataset.ts';
import { completed, labelledPoints, type SyntheticOptions, syntheticOptionNames } from './labelled-points.ts';

/**
 * Points in a square, whose class says whether their coordinates have different signs: what one layer cannot learn.
 *
 * ```text
 * x uniform in [−1, 1]²,  y = 1 if x₀ x₁ < 0, else 0
 * ```
 *
 * x [samples, 2] float32, y [samples] int32. The four quarters have equally many points; if they do not divide, the first
 * have one more. Noise comes after the classes, and moves points over the border.
 *
 * @throws ArgumentError when an option is wrong
 * @see Minsky, Papert, Perceptrons, 1969
 * @example
 * ```ts
 * import { xor } from '@gradkit/data/synthetic';
 *
 * console.log(xor({ samples: 200, seed: 1 }).x.shape); // [200, 2]
 * ```
 */
export function xor(options: SyntheticOptions = {}): Dataset<'x' | 'y'> {
  checkOptions('xor', options, syntheticOptionNames);
  const given = completed('xor', options);
  const unit = uniform(foldIn(key(given.seed), 0), [given.samples, 2]).dataSync();
  // Quarters in the order + +, − +, − −, + −; both distances from the axes are in (0, 1], so that no point is on one.
  const quarters = [
    [1, 1],
    [-1, 1],
    [-1, -1],
    [1, -1],
  ] as const;
  const points = Array.from({ length: given.samples }, (_, i): [number, number] => {
    const [sign0, sign1] = quarters[i % 4] as readonly [number, number];
    return [sign0 * (1 - (unit[2 * i] as number)), sign1 * (1 - (unit[2 * i + 1] as number))];
  });
  const ids = points.map(([x0, x1]) => (x0 * x1 < 0 ? 1 : 0));
  return labelledPoints('xor', points, ids, 2, given);
}
