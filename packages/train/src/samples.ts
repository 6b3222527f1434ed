import { ArgumentError, describe, equalShapes, type Shape, zeros } from '@gradkit/core';
import { type Dataset, dataset, type FieldData } from '@gradkit/data';
import { checkLabels, type Loss } from '@gradkit/losses';

/** Samples with targets: a data set, or inputs and targets whose first axes count samples. */
export type TrainingData = Dataset | { readonly x: FieldData; readonly y: FieldData };

/** The data as a data set. */
export function toDataset(where: string, data: TrainingData): Dataset {
  if (typeof data !== 'object' || data === null || !('x' in data && 'y' in data)) {
    throw new ArgumentError(`${where}: expected a data set or { x, y }, got ${describe(data)}.`);
  }
  if ('batch' in data) return data;
  const { x, y } = data;
  return dataset({ x, y });
}

/** Number of samples that a batch size means. */
export function toBatchSize(where: string, batchSize: unknown, size: number): number {
  if (batchSize === 'full') return size;
  if (Number.isInteger(batchSize) && (batchSize as number) >= 1) return batchSize as number;
  throw new ArgumentError(`${where}: batchSize is a positive integer or 'full', got ${describe(batchSize)}.`);
}

/**
 * Throws when targets are class ids and one of them is not a class of the output: inside a compiled step it could only
 * become NaN. Targets are class ids when they have one axis less than outputs of several classes. A label that the loss
 * accepts all the same, because it is to be ignored, may stay.
 */
export function checkTargets(data: Dataset, output: Shape, loss: Loss): void {
  const classes = output.at(-1) ?? 0;
  const { shape } = data.fields.y;
  const perSample = output.slice(1, -1);
  const isClassIds =
    output.length > 1 && classes > 1 && (equalShapes(shape, perSample) || equalShapes(shape, [...perSample, 1]));
  if (!isClassIds || (data.classes !== undefined && data.classes <= classes)) return;

  const labels = data.y.dataSync();
  let ignoreClass: number | undefined;
  for (const [index, label] of labels.entries()) {
    if ((Number.isInteger(label) && label >= 0 && label < classes) || label === ignoreClass) continue;
    const { y } = data.gather([Math.floor((index * data.size) / labels.length)]);
    const isIgnored = Number.isFinite(loss(y, zeros([1, ...output.slice(1)])).item());
    if (ignoreClass !== undefined || !isIgnored) checkLabels(labels, classes, { ignoreClass });
    ignoreClass = label;
  }
}
