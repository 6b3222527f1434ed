import { ArgumentError, checkOptions, describe } from '@gradkit/core';
import type { Dataset } from '../dataset.ts';
import { checkInteger } from '../permutation.ts';
import {
  classSizes,
  completed,
  pointsInPlane,
  type SyntheticOptions,
  syntheticOptionNames,
} from './labelled-points.ts';

/** Options of {@link spirals}. */
export interface SpiralsOptions extends SyntheticOptions {
  /** Number of arms; default 2. */
  readonly classes?: number;
  /** Full turns of each arm; default 1. */
  readonly turns?: number;
}

/**
 * Spirals that wind around each other: classes that are hard to divide for small networks.
 *
 * ```text
 * class c: t (cos φ, sin φ),  φ = 2π (turns · t + c / classes),  t = 1/n, 2/n, …, 1
 * ```
 *
 * x [samples, 2] float32, y [samples] int32. Classes have equally many points; if they do not divide, the first have one
 * more. The classical task has two arms of three turns.
 *
 * @throws ArgumentError when an option is wrong
 * @see Lang, Witbrock, Learning to tell two spirals apart, 1988
 * @example
 * ```ts
 * import { spirals } from '@gradkit/data/synthetic';
 *
 * console.log(spirals({ samples: 300, classes: 3, noise: 0.02, seed: 1 }).classes); // 3
 * ```
 */
export function spirals(options: SpiralsOptions = {}): Dataset<'x' | 'y'> {
  checkOptions('spirals', options, [...syntheticOptionNames, 'classes', 'turns']);
  const given = completed('spirals', options);
  const { classes = 2, turns = 1 } = options;
  checkInteger('spirals', 'classes', classes, 1, given.samples);
  if (!Number.isFinite(turns)) throw new ArgumentError(`spirals: turns is a number, got ${describe(turns)}.`);
  return pointsInPlane('spirals', classSizes(given.samples, classes), given, (id, i, count) => {
    const t = (i + 1) / count;
    const angle = 2 * Math.PI * (turns * t + id / classes);
    return [t * Math.cos(angle), t * Math.sin(angle)];
  });
}
