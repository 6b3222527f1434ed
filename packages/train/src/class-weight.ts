import {
  ArgumentError,
  cast,
  describe,
  equal,
  equalShapes,
  mul,
  reshape,
  sum,
  type Tensor,
  tensor,
} from '@gradkit/core';
import type { Objective } from './objective.ts';

/**
 * How much the samples of each class count: by class id. A class that is not named counts 1. `classWeights` of
 * `@gradkit/data` makes tables in which all classes together count alike.
 */
export type ClassWeight = readonly number[] | { readonly [classId: number]: number };

/** Throws unless it is a table of numbers of at least 0, by class id, for a model with one output; or nothing. */
export function checkClassWeight(where: string, classWeight: unknown, { several }: Objective): void {
  if (classWeight === undefined) return;
  if (several) throw new ArgumentError(`${where}: classWeight is for models with one output.`);
  const rows = Object.entries(classWeight ?? {});
  if (rows.length > 0 && rows.every(([id, weight]) => Number(id) >= 0 && Number.isFinite(weight) && weight >= 0))
    return;
  throw new ArgumentError(
    `${where}: classWeight is a table of class ids and numbers of at least 0, such as { 0: 1, 1: 5 }, got ${describe(classWeight)}.`,
  );
}

/**
 * The weight of every sample by its class, in the shape of the predictions without their last axis: of class ids, or of rows
 * of shares such as one-hot ones, Σ share · weight.
 */
export function weightByClass(classWeight: ClassWeight, yTrue: Tensor, yPred: Tensor): Tensor {
  const classes = yPred.shape.at(-1) ?? 1;
  const isShares = yPred.rank > 1 && classes > 1 && equalShapes(yTrue.shape, yPred.shape);
  const ids = Object.keys(classWeight).map(Number);
  const weights = new Float32Array(Math.max(classes, 2, ...ids.map((id) => id + 1))).fill(1);
  for (const id of ids) weights[id] = (classWeight as readonly number[])[id] as number;
  // Of one class each: the share of the class that it is.
  const perSample = yPred.rank > 1 ? yPred.shape.slice(0, -1) : yPred.shape;
  const numbers = tensor(Array.from(weights.keys()), { dtype: yTrue.dtype });
  const shares = isShares ? yTrue : equal(reshape(yTrue, [...perSample, 1]), numbers);
  return sum(mul(cast(shares, 'float32'), tensor(isShares ? weights.slice(0, classes) : weights)), { axis: -1 });
}

/** The product of weights, of which one may lack the last axes of the other; undefined ones count 1. */
export function alignedProduct(a: Tensor | undefined, b: Tensor | undefined): Tensor | undefined {
  if (a === undefined || b === undefined) return a ?? b;
  const [wide, narrow] = a.rank < b.rank ? [b, a] : [a, b];
  const widened = narrow.shape.concat(new Array<number>(wide.rank - narrow.rank).fill(1));
  return mul(cast(wide, 'float32'), cast(reshape(narrow, widened), 'float32'));
}
