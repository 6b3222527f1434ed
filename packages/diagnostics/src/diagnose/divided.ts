import { ArgumentError, DataError, describe } from '@gradkit/core';
import { type FieldData, samplesInMemory } from '@gradkit/data';
import type { FitOptions, TrainingData } from '@gradkit/train';

/** What a set of samples in memory has. */
interface Divisible {
  readonly size: number;
  take(count: number): TrainingData;
  skip(count: number): TrainingData;
}

/** Training and validation data, as `fit` divides them: the split is taken from the end, in the order that samples have. */
export function divided(
  where: string,
  data: TrainingData,
  { validationSplit = 0, validationData }: Pick<FitOptions, 'validationSplit' | 'validationData'>,
): { readonly train: TrainingData; readonly validation: TrainingData | undefined } {
  if (!(validationSplit >= 0 && validationSplit < 1)) {
    throw new ArgumentError(
      `${where}: validationSplit is at least 0 and less than 1, got ${describe(validationSplit)}.`,
    );
  }
  if (validationData !== undefined && validationSplit > 0) {
    throw new ArgumentError(`${where}: give validationData or validationSplit, not both.`);
  }
  if (validationSplit === 0) return { train: data, validation: validationData };
  const samples = divisible(where, data);
  // A product that misses an integer by rounding still means that integer.
  const count = Math.floor(samples.size * (1 - validationSplit) + 1e-9);
  if (count === 0 || count === samples.size) {
    const empty = count === 0 ? 'training' : 'validation';
    throw new DataError(
      `${where}: validationSplit ${validationSplit} of ${samples.size} samples leaves none for ${empty}.`,
    );
  }
  return { train: samples.take(count), validation: samples.skip(count) };
}

function divisible(where: string, data: TrainingData): Divisible {
  const given = data as Readonly<Record<string, unknown>>;
  if ('countNonFinite' in given) return data as unknown as Divisible;
  if (typeof given['batch'] === 'function' || Symbol.asyncIterator in given) {
    throw new ArgumentError(`${where}: validationSplit needs data in memory. Give validationData.`);
  }
  return samplesInMemory(given as Readonly<Record<string, FieldData>>, where) as unknown as Divisible;
}
