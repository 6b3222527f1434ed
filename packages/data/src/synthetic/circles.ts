import { ArgumentError, checkOptions, describe } from '@gradkit/core';
import type { Dataset } from '../dataset.ts';
import { completed, pointsInPlane, type SyntheticOptions, syntheticOptionNames } from './labelled-points.ts';

/** Options of {@link circles}. */
export interface CirclesOptions extends SyntheticOptions {
  /** Radius of the inner circle, from 0 up to, not including, 1; default 0.8. */
  readonly factor?: number;
}

/**
 * A circle inside of another one: two classes that only a closed curve divides.
 *
 * ```text
 * class 0: (cos t, sin t);  class 1: factor · (cos t, sin t);  t evenly from 0 up to, not including, 2π
 * ```
 *
 * x [samples, 2] float32, y [samples] int32. Class 0 has ⌊samples / 2⌋ points, as in scikit-learn's `make_circles`.
 *
 * @throws ArgumentError when an option is wrong
 * @see Pedregosa and others, Scikit-learn: Machine learning in Python, 2011
 * @example
 * ```ts
 * import { circles } from '@gradkit/data/synthetic';
 *
 * console.log(circles({ samples: 200, factor: 0.5, noise: 0.1, seed: 1 }).x.shape); // [200, 2]
 * ```
 */
export function circles(options: CirclesOptions = {}): Dataset<'x' | 'y'> {
  checkOptions('circles', options, [...syntheticOptionNames, 'factor']);
  const given = completed('circles', options);
  const { factor = 0.8 } = options;
  if (!(factor >= 0 && factor < 1)) {
    throw new ArgumentError(`circles: factor is at least 0 and less than 1, got ${describe(factor)}.`);
  }
  const half = Math.floor(given.samples / 2);
  return pointsInPlane('circles', [half, given.samples - half], given, (id, i, count) => {
    const t = (2 * Math.PI * i) / count;
    const radius = id === 0 ? 1 : factor;
    return [radius * Math.cos(t), radius * Math.sin(t)];
  });
}
