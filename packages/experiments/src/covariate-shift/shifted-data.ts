import { type Dataset, dataset, standardizer } from '@gradkit/data';
import { moons } from '@gradkit/data/synthetic';
import type { Kind, Remedy } from './settings.ts';

/** What a network is trained on, and what it then meets. */
export interface ShiftedData {
  readonly train: Dataset;
  readonly test: Dataset;
}

/** Share of the samples that is for training. */
const trainShare = 0.7;

/** How a shift is made and met. */
export interface ShiftSettings {
  readonly kind: Exclude<Kind, 'internal'>;
  readonly remedy: Remedy;
  readonly samples: number;
  /** Of another instrument, in standard deviations of each feature. */
  readonly shift: number;
  readonly seed: number;
}

/**
 * Two moons that are divided into training and test in the order in which they were collected: by an instrument that was
 * exchanged when the first part was complete, or from left to right.
 */
export function shiftedData({ kind, remedy, samples, shift, seed }: ShiftSettings): ShiftedData {
  const all = moons({ samples, noise: 0.15, seed });
  // Whole batches of 32.
  const border = 32 * Math.round((trainShare * samples) / 32);
  const collected = kind === 'order' ? inOrder(all) : measuredAnew(all, border, shift);
  const divided = remedy === 'shuffle' ? collected.shuffle({ seed }) : collected;
  const [train, test] = [divided.take(border), divided.skip(border)];
  const scaling = standardizer(train);
  return {
    train: scaling.apply(train),
    // The statistics of training are right for the same source; another source has its own.
    test: (remedy === 'statistics' ? standardizer(test) : scaling).apply(test),
  };
}

/** How far the means of test inputs are from those of training, in standard deviations of the latter; one for each feature. */
export function shiftsOf({ train, test }: ShiftedData): readonly number[] {
  const [before, after] = [moments(train), moments(test)];
  return before.map(({ mean, deviation }, i) => Math.abs((after[i] as Moments).mean - mean) / deviation);
}

interface Moments {
  readonly mean: number;
  readonly deviation: number;
}

function moments(data: Dataset): readonly Moments[] {
  const flat = data.x.dataSync();
  return [0, 1].map((feature) => {
    const values = Array.from(flat).filter((_, i) => i % 2 === feature);
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
    return { mean, deviation: Math.sqrt(variance) };
  });
}

/** From the smallest to the largest first feature. */
function inOrder(all: Dataset): Dataset {
  const x = all.x.dataSync();
  const places = Array.from({ length: all.size }, (_, i) => i);
  return all.select(places.sort((a, b) => (x[2 * a] as number) - (x[2 * b] as number)));
}

/** All samples from a border on are moved by so many deviations. */
function measuredAnew(all: Dataset, border: number, shift: number): Dataset {
  const deviations = moments(all).map(({ deviation }) => deviation);
  const x = Float32Array.from(all.x.dataSync(), (value, i) =>
    i < 2 * border ? value : value + shift * (deviations[i % 2] as number),
  );
  return dataset({ x: { values: x, shape: [all.size, 2] }, y: all.y.dataSync() }, { classes: 2 });
}
