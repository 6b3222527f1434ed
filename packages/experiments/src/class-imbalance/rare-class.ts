import type { Dataset } from '@gradkit/data';
import { blobs } from '@gradkit/data/synthetic';

/**
 * Two normal clouds of deviation 1, class 0 around the origin and class 1 at a distance on the first axis; of class 1 there
 * is one for `ratio` of class 0.
 */
export function rareClass(samples: number, ratio: number, distance: number, seed: number): Dataset {
  const rare = Math.max(1, Math.round(samples / (ratio + 1)));
  const cloud = (count: number, from: number) =>
    blobs({
      samples: 2 * count,
      centers: [
        [0, 0],
        [distance, 0],
      ],
      seed: from,
      shuffle: false,
    });
  // Clouds come one after the other, with equally many points.
  const frequent = cloud(samples - rare, 2 * seed).take(samples - rare);
  return frequent.concat(cloud(rare, 2 * seed + 1).skip(rare));
}

/** How well decisions find the rare class. */
export interface Detection {
  /** Share of all samples that are decided rightly. */
  readonly accuracy: number;
  /** Share of the rare samples among those that are called rare; 1 where none is. */
  readonly precision: number;
  /** Share of the rare samples that are called rare. */
  readonly recall: number;
}

/** What decisions at a threshold give: called rare is what has a larger probability of class 1. */
export function detection(probabilities: ArrayLike<number>, labels: ArrayLike<number>, threshold: number): Detection {
  let [found, called, rare, right] = [0, 0, 0, 0];
  for (let i = 0; i < labels.length; i++) {
    const isCalled = (probabilities[i] as number) > threshold;
    const isRare = labels[i] === 1;
    if (isCalled && isRare) found++;
    if (isCalled) called++;
    if (isRare) rare++;
    if (isCalled === isRare) right++;
  }
  return { accuracy: right / labels.length, precision: called === 0 ? 1 : found / called, recall: found / rare };
}

/** Precision at each recall, from the surest sample down. */
export interface PrecisionRecall {
  readonly recall: Float64Array;
  readonly precision: Float64Array;
  /** The mean of the precision at each rare sample: the area below the curve. */
  readonly averagePrecision: number;
}

/** Precision and recall at all thresholds. */
export function precisionRecall(probabilities: ArrayLike<number>, labels: ArrayLike<number>): PrecisionRecall {
  const order = Array.from({ length: labels.length }, (_, i) => i).sort(
    (a, b) => (probabilities[b] as number) - (probabilities[a] as number),
  );
  const recall: number[] = [];
  const precision: number[] = [];
  let found = 0;
  order.forEach((sample, i) => {
    if (labels[sample] !== 1) return;
    found++;
    recall.push(found);
    precision.push(found / (i + 1));
  });
  return {
    recall: Float64Array.from(recall, (count) => count / found),
    precision: Float64Array.from(precision),
    averagePrecision: precision.reduce((sum, each) => sum + each, 0) / found,
  };
}
