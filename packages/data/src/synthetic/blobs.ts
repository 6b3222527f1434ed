import { ArgumentError, checkOptions, describe, foldIn, key, uniform } from '@gradkit/core';
import type { Dataset } from '../dataset.ts';
import { checkRange } from '../option-checks.ts';
import { checkInteger } from '../permutation.ts';
import {
  checkDeviation,
  classSizes,
  completed,
  deviates,
  labelledPoints,
  type SyntheticOptions,
} from './labelled-points.ts';

/** Options of {@link blobs}. */
export interface BlobsOptions extends Pick<SyntheticOptions, 'samples' | 'seed' | 'shuffle'> {
  /** Number of clusters, at random places, or the places themselves; default 3. */
  readonly centers?: number | readonly (readonly number[])[];
  /** Number of coordinates, if places are random; default 2. */
  readonly features?: number;
  /** Standard deviation of all clusters, or of each; default 1. */
  readonly clusterStd?: number | readonly number[];
  /** Bounds of every coordinate of random places; default [−10, 10]. */
  readonly centerBox?: readonly [number, number];
}

/**
 * Clusters of points with normal distributions, one for each class.
 *
 * ```text
 * x = centre of the class + clusterStd · z,  z ~ N(0, I)
 * ```
 *
 * x [samples, features] float32, y [samples] int32. Classes have equally many points; if they do not divide, the first have
 * one more. The options are those of scikit-learn's `make_blobs`.
 *
 * @throws ArgumentError when an option is wrong
 * @see Pedregosa and others, Scikit-learn: Machine learning in Python, 2011
 * @example
 * ```ts
 * import { blobs } from '@gradkit/data/synthetic';
 *
 * const data = blobs({ samples: 300, centers: [[0, 0], [5, 5]], clusterStd: [1, 0.5], seed: 1 });
 * console.log(data.x.shape, data.classes); // [300, 2] 2
 * ```
 */
export function blobs(options: BlobsOptions = {}): Dataset<'x' | 'y'> {
  checkOptions('blobs', options, ['samples', 'seed', 'shuffle', 'centers', 'features', 'clusterStd', 'centerBox']);
  const { centers = 3, features, clusterStd = 1, centerBox = [-10, 10], ...rest } = options;
  const given = completed('blobs', rest);
  checkRange('blobs', 'centerBox', centerBox);
  const places = typeof centers === 'number' ? randomPlaces(centers, features, centerBox, given.seed) : centers;
  checkPlaces(places);
  checkInteger('blobs', 'the number of centers', places.length, 1, given.samples);
  const [{ length: dimensions }] = places as [readonly number[]];
  if (features !== undefined && features !== dimensions) {
    throw new ArgumentError(
      `blobs: the centers have ${dimensions} coordinates, but features is ${features}. Leave it out.`,
    );
  }
  const spreads = typeof clusterStd === 'number' ? places.map(() => clusterStd) : clusterStd;
  if (spreads.length !== places.length) {
    throw new ArgumentError(`blobs: ${places.length} centers have ${spreads.length} numbers in clusterStd.`);
  }
  for (const spread of spreads) checkDeviation('blobs', 'clusterStd', spread);

  const added = deviates(foldIn(key(given.seed), 1), given.samples, dimensions);
  const ids = classSizes(given.samples, places.length).flatMap((count, id) => new Array<number>(count).fill(id));
  const points = ids.map((id, i) =>
    (places[id] as readonly number[]).map(
      (coordinate, j) => coordinate + (spreads[id] as number) * (added[i * dimensions + j] as number),
    ),
  );
  return labelledPoints('blobs', points, ids, places.length, given);
}

function randomPlaces(
  count: number,
  features: number = 2,
  [min, max]: readonly [number, number],
  seed: number,
): number[][] {
  checkInteger('blobs', 'centers', count, 1, 2 ** 31 - 1);
  checkInteger('blobs', 'features', features, 1, 2 ** 31 - 1);
  const values = [...uniform(foldIn(key(seed), 0), [count, features], { min, max }).dataSync()];
  return Array.from({ length: count }, (_, i) => values.slice(i * features, (i + 1) * features));
}

function checkPlaces(places: unknown): void {
  const isPoint = (point: unknown): boolean => Array.isArray(point) && point.length > 0 && point.every(Number.isFinite);
  const list = Array.isArray(places) && places.every(isPoint) ? (places as number[][]) : [];
  if (list.length > 0 && list.every((point) => point.length === list[0]?.length)) return;
  throw new ArgumentError(
    `blobs: centers is a number, or points of equally many coordinates, got ${describe(places)}.`,
  );
}
