import { checkOptions } from '@gradkit/core';
import type { Dataset } from '../dataset.ts';
import { completed, pointsInPlane, type SyntheticOptions, syntheticOptionNames } from './labelled-points.ts';

/**
 * Two half circles that reach into each other: two classes that no line divides.
 *
 * ```text
 * class 0: (cos t, sin t);  class 1: (1 − cos t, ½ − sin t);  t evenly from 0 to π
 * ```
 *
 * x [samples, 2] float32, y [samples] int32. Class 0 has ⌊samples / 2⌋ points, as in scikit-learn's `make_moons`.
 *
 * @throws ArgumentError when an option is wrong
 * @see Pedregosa and others, Scikit-learn: Machine learning in Python, 2011
 * @example
 * ```ts
 * import { moons } from '@gradkit/data/synthetic';
 *
 * const { train, test } = moons({ samples: 500, noise: 0.2, seed: 1 }).split(0.8);
 * console.log(train.x.shape, test.size); // [400, 2] 100
 * ```
 */
export function moons(options: SyntheticOptions = {}): Dataset<'x' | 'y'> {
  checkOptions('moons', options, syntheticOptionNames);
  const given = completed('moons', options);
  const half = Math.floor(given.samples / 2);
  return pointsInPlane('moons', [half, given.samples - half], given, (id, i, count) => {
    const t = count === 1 ? 0 : (Math.PI * i) / (count - 1);
    return id === 0 ? [Math.cos(t), Math.sin(t)] : [1 - Math.cos(t), 0.5 - Math.sin(t)];
  });
}
