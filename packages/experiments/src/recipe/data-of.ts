import { key, type Tensor, uniform } from '@gradkit/core';
import { type Dataset, dataset, standardizer } from '@gradkit/data';
import { blobs, circles, moons, spirals, xor } from '@gradkit/data/synthetic';
import type { DataName, Recipe } from './recipe.ts';

/** Samples to learn from, and others to judge by. */
export interface RecipeData {
  readonly train: Dataset;
  readonly validation: Dataset;
  readonly classes: number;
}

/** The words of a recipe that say what becomes of the data. */
type Changes = Pick<
  Recipe,
  'samples' | 'labelNoise' | 'imbalance' | 'corrupt' | 'shift' | 'scale' | 'standardize' | 'seed'
>;

const validationShare = 0.3;

/** The data of a recipe. Real data sets are fetched when they are asked for. */
export async function dataOf(recipe: Recipe): Promise<RecipeData> {
  return changedData(await rawData(recipe), recipe);
}

/** Divides data into two parts and does to them what a recipe says: data of your own in place of the named. */
export function changedData(data: Dataset, recipe: Changes): RecipeData {
  const { samples, seed, standardize } = recipe;
  const { train, test } = data.split(1 - validationShare, { seed });
  const [kept, validation] = [changed(train.take(samples), recipe, true), changed(test, recipe, false)];
  const classes = data.classes ?? 2;
  if (!standardize) return { train: kept, validation, classes };
  const scaling = standardizer(finite(kept));
  return { train: scaling.apply(kept), validation: scaling.apply(validation), classes };
}

async function rawData(recipe: Recipe): Promise<Dataset> {
  const { data, noise, seed, samples } = recipe;
  // As many are drawn as leave `samples` of them to learn from.
  const points = { samples: Math.ceil(Math.max(samples, 200) / (1 - validationShare)) + 1, noise, seed, shuffle: true };
  const sources: Readonly<Record<DataName, () => Dataset | Promise<Dataset>>> = {
    circles: () => circles({ ...points, factor: 0.5 }),
    moons: () => moons(points),
    spirals: () => spirals(points),
    xor: () => xor(points),
    blobs: () =>
      blobs({ samples: points.samples, seed, clusterStd: noise, centers: [0, 1, 2].map((id) => onCircle(id / 3)) }),
    iris: async () => (await import('@gradkit/data/iris')).iris(),
    wine: async () => (await import('@gradkit/data/wine')).wine(),
    'breast-cancer': async () => (await import('@gradkit/data/breast-cancer')).breastCancer(),
    digits: async () => (await import('@gradkit/data/digits')).digits({ image: recipe.augment }),
  };
  return sources[data]();
}

const onCircle = (turn: number): readonly number[] => [Math.cos(2 * Math.PI * turn), Math.sin(2 * Math.PI * turn)];

/** Samples with what a recipe does to them; some of it only to those of training. */
function changed(data: Dataset, recipe: Changes, isTraining: boolean): Dataset {
  const { labelNoise, imbalance, corrupt, shift, scale, seed } = recipe;
  const kept = imbalance > 1 ? rarer(data, imbalance) : data;
  const noisy = isTraining && labelNoise > 0;
  const broken = isTraining && corrupt > 0;
  const moved = !isTraining && shift !== 0;
  if (!noisy && !broken && !moved && scale === 1) return kept;

  const { x: inputs, y: targets } = kept as unknown as { readonly x: Tensor; readonly y: Tensor };
  const x = Float32Array.from(inputs.dataSync());
  const y = Int32Array.from(targets.dataSync());
  const classes = kept.classes ?? 2;
  const features = x.length / y.length;
  if (noisy) {
    const draws = uniform(key(seed), [y.length, 2]).dataSync();
    for (let i = 0; i < y.length; i++) {
      if ((draws[2 * i] as number) < labelNoise) y[i] = Math.floor((draws[2 * i + 1] as number) * classes);
    }
  }
  for (let i = 0; i < x.length; i++) x[i] = scale === 1 ? (x[i] as number) : scale * ((x[i] as number) + 1);
  if (moved) {
    for (let feature = 0; feature < features; feature++) {
      const deviation = deviationOf(x.filter((_, i) => i % features === feature));
      for (let i = feature; i < x.length; i += features) x[i] = (x[i] as number) + shift * deviation;
    }
  }
  if (broken) for (let i = 0; i < Math.min(corrupt, y.length); i++) x[i * features] = Number.NaN;
  return dataset({ x: { values: x, shape: inputs.shape }, y }, { classes });
}

function deviationOf(values: Float32Array): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length);
}

/** Keeps every n-th sample of class 1. */
function rarer(data: Dataset, factor: number): Dataset {
  const labels = (data as unknown as { readonly y: Tensor }).y.dataSync();
  let seen = 0;
  const kept = [...labels].flatMap((label, i) => (label !== 1 || seen++ % factor < 1 ? [i] : []));
  return data.select(kept);
}

/** Those without NaN: what means and deviations can be taken of. */
function finite(data: Dataset): Dataset {
  if (Object.values(data.countNonFinite()).every((count) => count === 0)) return data;
  return data.filter(({ x }) => x.dataSync().every(Number.isFinite));
}
