import { ArgumentError, checkFlags, describe, key, normal, type Tensor } from '@gradkit/core';
import { columnFrom } from '../column.ts';
import { type Dataset, datasetOf } from '../dataset.ts';
import { checkInteger, checkSeed, permutation } from '../permutation.ts';

/** Options of all synthetic sets. */
export interface SyntheticOptions {
  /** Number of samples; default 100. */
  readonly samples?: number;
  /** Any safe integer; default 0. */
  readonly seed?: number;
  /** Standard deviation of normal noise that is added to every coordinate; default 0. */
  readonly noise?: number;
  /** Brings samples into a random order, instead of class by class; default true. */
  readonly shuffle?: boolean;
}

export const syntheticOptionNames: readonly string[] = ['samples', 'seed', 'noise', 'shuffle'];

/** Options with their defaults, checked. */
export function completed(where: string, options: SyntheticOptions): Required<SyntheticOptions> {
  const { samples = 100, seed = 0, noise = 0, shuffle = true } = options;
  checkInteger(where, 'samples', samples, 1, 2 ** 31 - 1);
  checkSeed(where, seed);
  checkDeviation(where, 'noise', noise);
  checkFlags(where, { shuffle });
  return { samples, seed, noise, shuffle };
}

export function checkDeviation(where: string, name: string, value: unknown): asserts value is number {
  if (typeof value === 'number' && Number.isFinite(value) && value >= 0) return;
  throw new ArgumentError(`${where}: ${name} is a number of at least 0, got ${describe(value)}.`);
}

/** Samples of each class: as equal as possible, the first ones are larger. */
export function classSizes(samples: number, classes: number): number[] {
  return Array.from({ length: classes }, (_, id) => Math.floor(samples / classes) + (id < samples % classes ? 1 : 0));
}

/** A data set of points in the plane: `place` says where point `i` of `count` of a class is, before the noise. */
export function pointsInPlane(
  where: string,
  sizes: readonly number[],
  options: Required<SyntheticOptions>,
  place: (id: number, i: number, count: number) => readonly [number, number],
): Dataset<'x' | 'y'> {
  const points = sizes.flatMap((count, id) => Array.from({ length: count }, (_, i) => place(id, i, count)));
  const ids = sizes.flatMap((count, id) => new Array<number>(count).fill(id));
  return labelledPoints(where, points, ids, sizes.length, options);
}

/** A data set of points and their classes, with noise, shuffled. */
export function labelledPoints(
  where: string,
  points: readonly (readonly number[])[],
  ids: readonly number[],
  classes: number,
  { seed, noise, shuffle }: Required<SyntheticOptions>,
): Dataset<'x' | 'y'> {
  const features = (points[0] as readonly number[]).length;
  const values = Float64Array.from(points.flat());
  if (noise > 0) {
    const added = deviates(key(seed), points.length, features);
    for (let i = 0; i < values.length; i++) values[i] = (values[i] as number) + noise * (added[i] as number);
  }
  const data = datasetOf(
    where,
    { x: columnFrom(values, [features], 'float32'), y: columnFrom(ids, [], 'int32') },
    { classes },
  );
  return shuffle ? data.select(permutation(points.length, { seed })) : data;
}

/** Standard normal numbers, row by row. */
export function deviates(from: Tensor, rows: number, columns: number): ArrayLike<number> {
  return normal(from, [rows, columns]).dataSync();
}
