import {
  ArgumentError,
  add,
  any,
  arange,
  cumsum,
  describe,
  equal,
  expandDims,
  flatten,
  formatShape,
  isNaN as isNaNTensor,
  mul,
  notEqual,
  ones,
  reshape,
  ShapeError,
  scatterAdd,
  searchSorted,
  slice,
  squeeze,
  type Tensor,
  take,
  tensor,
  topK,
  where,
  zeros,
} from '@gradkit/core';
import { checkInteger } from './check-number.ts';
import type { Metric } from './metric.ts';
import { alignTarget } from './shapes.ts';
import { alignWeight } from './weights.ts';

/**
 * How many yeses and noes, by how many thresholds their predictions exceed: float64 `[labels, thresholds + 1]`. Counts at
 * every threshold follow from it, and a prediction changes one number of it and not one for each threshold.
 */
export type ThresholdState = { readonly positives: Tensor; readonly negatives: Tensor };

/** Counts at each threshold, float64 `[labels, thresholds]`, or weights where samples have them. */
export interface ThresholdCounts {
  readonly truePositives: Tensor;
  readonly falsePositives: Tensor;
  readonly trueNegatives: Tensor;
  readonly falseNegatives: Tensor;
}

/** Options of metrics that count the answers to yes-or-no questions. */
export interface CountOptions {
  /** Default: the name of the function. */
  readonly name?: string | undefined;
  /**
   * A prediction above it means yes: a number, or an ascending list, which makes the result a vector; default 0.5, or with
   * `topK` none.
   */
  readonly thresholds?: number | readonly number[] | undefined;
}

/** Options of metrics of which each class can have its own. */
export interface ClassCountOptions extends CountOptions {
  /** Only the output of this class counts; default: all do. */
  readonly classId?: number | undefined;
  /** Only the `topK` largest outputs of a sample can mean yes; default: all can. */
  readonly topK?: number | undefined;
}

interface ThresholdMetric {
  readonly name: string;
  readonly direction: 'max' | 'min' | 'none';
  /** Ascending. */
  readonly thresholds: readonly number[];
  /** From the counts to the result, both `[labels, thresholds]`. */
  readonly of: (counts: ThresholdCounts) => Tensor;
  readonly classId?: number | undefined;
  readonly topK?: number | undefined;
  /** Number of labels that are counted for themselves; default: all as one. */
  readonly labels?: number | undefined;
  /** What predictions become before they are compared. */
  readonly adjust?: (yPred: Tensor) => Tensor;
}

/** A metric of the counts at thresholds. */
export function thresholdMetric(metric: ThresholdMetric): Metric<ThresholdState> {
  const { name, direction, thresholds, of, labels = 1 } = metric;
  const bins = thresholds.length + 1;
  const empty = (): Tensor => zeros([labels, bins], { dtype: 'float64' });
  return {
    name,
    direction,
    initial: () => ({ positives: empty(), negatives: empty() }),
    update: (state, yTrue, yPred, sampleWeight) => {
      const target = alignTarget(name, yTrue, yPred);
      const { answers, scores, weight } = chosen(metric, target, yPred, sampleWeight);
      // Not a number exceeds nothing.
      const comparable = where(isNaNTensor(scores), -Infinity, scores);
      const bin = searchSorted(tensor(thresholds, { dtype: yPred.dtype }), comparable);
      const cell = labels === 1 ? bin : add(bin, mul(arange(0, labels, 1, { dtype: 'int32' }), bins));
      const counted = (counts: Tensor, which: Tensor): Tensor =>
        reshape(scatterAdd(flatten(counts), flatten(cell), flatten(which), { axis: 0 }), [labels, bins]);
      return {
        positives: counted(state.positives, where(answers, weight, 0)),
        negatives: counted(state.negatives, where(answers, 0, weight)),
      };
    },
    result: (state) => of(countsOf(state)),
  };
}

/** The outputs that count: whether they are yes, what was predicted, and float64 weights, all of one shape. */
function chosen(
  { name, classId, topK: most, labels, adjust }: ThresholdMetric,
  target: Tensor,
  yPred: Tensor,
  sampleWeight: Tensor | undefined,
): { readonly answers: Tensor; readonly scores: Tensor; readonly weight: Tensor } {
  if (labels !== undefined && (yPred.rank < 2 || yPred.shape.at(-1) !== labels)) {
    throw new ShapeError(
      `${name}: predictions ${formatShape(yPred.shape)} do not have ${labels} labels in their last axis.`,
    );
  }
  const answers = notEqual(target, 0);
  const adjusted = adjust === undefined ? yPred : adjust(yPred);
  const scores = most === undefined ? adjusted : onlyLargest(name, adjusted, most);
  const weight =
    sampleWeight === undefined ? ones(yPred.shape, { dtype: 'float64' }) : alignWeight(name, sampleWeight, yPred.shape);
  if (classId === undefined) return { answers, scores, weight };
  const classes = yPred.shape.at(-1) ?? 0;
  if (yPred.rank < 2 || classId >= classes) {
    throw new ShapeError(
      `${name}: predictions ${formatShape(yPred.shape)} have no class ${classId} in their last axis.`,
    );
  }
  const column = (x: Tensor): Tensor => take(x, classId, { axis: -1 });
  return { answers: column(answers), scores: column(scores), weight: column(weight) };
}

/** −Infinity for all but the k largest of the last axis. */
function onlyLargest(name: string, x: Tensor, k: number): Tensor {
  const classes = x.shape.at(-1) ?? 0;
  if (x.rank < 2 || k > classes) {
    throw new ShapeError(`${name}: predictions ${formatShape(x.shape)} have no ${k} largest in their last axis.`);
  }
  const { indices } = topK(x, k);
  const isChosen = any(equal(expandDims(indices, -1), arange(0, classes, 1, { dtype: 'int32' })), { axis: -2 });
  return where(isChosen, x, -Infinity);
}

/** A prediction is positive at thresholds it exceeds: sums from either end, so that nothing comes out as exactly 0. */
function countsOf({ positives, negatives }: ThresholdState): ThresholdCounts {
  const [labels, bins] = positives.shape as [number, number];
  const above = (counts: Tensor): Tensor => slice(cumsum(counts, { axis: 1, reverse: true }), [0, 1]);
  const below = (counts: Tensor): Tensor => slice(cumsum(counts, { axis: 1 }), [0, 0], [labels, bins - 1]);
  return {
    truePositives: above(positives),
    falsePositives: above(negatives),
    trueNegatives: below(negatives),
    falseNegatives: below(positives),
  };
}

/** The options of one of these metrics, checked, and how its result is shown: a number for one threshold. */
export function thresholdOptions(
  where: string,
  options: ClassCountOptions,
): Pick<ThresholdMetric, 'name' | 'thresholds' | 'classId' | 'topK'> & { readonly shown: (result: Tensor) => Tensor } {
  const { name = where, classId, topK: most } = options;
  const { thresholds: given = most === undefined ? 0.5 : -Infinity } = options;
  const thresholds = typeof given === 'number' ? [given] : given;
  checkThresholds(where, thresholds);
  if (classId !== undefined) checkInteger(where, 'classId', classId, 0);
  if (most !== undefined) checkInteger(where, 'topK', most, 1);
  const one = typeof given === 'number';
  return { name, thresholds, classId, topK: most, shown: (result) => squeeze(result, one ? {} : { axis: 0 }) };
}

/** Throws unless thresholds are ascending numbers. */
export function checkThresholds(where: string, thresholds: readonly number[]): void {
  const ascend =
    Array.isArray(thresholds) &&
    thresholds.length > 0 &&
    thresholds.every(
      (t, i) => typeof t === 'number' && (i === 0 ? !Number.isNaN(t) : t > (thresholds[i - 1] as number)),
    );
  if (ascend) return;
  throw new ArgumentError(
    `${where}: thresholds are a number or an ascending list of numbers, got ${describe(thresholds)}.`,
  );
}

/** Thresholds from 0 to 1 in equal steps; a single one is 0.5. */
export function evenThresholds(where: string, count: number, least: number): number[] {
  checkInteger(where, 'numThresholds', count, least);
  return count === 1 ? [0.5] : Array.from({ length: count }, (_, i) => i / (count - 1));
}
