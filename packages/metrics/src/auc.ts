import {
  ArgumentError,
  add,
  checkFlags,
  checkOptions,
  clip,
  describe,
  div,
  equal,
  greater,
  log,
  logicalAnd,
  maximum,
  mean,
  minimum,
  mul,
  reshape,
  sigmoid,
  slice,
  sub,
  sum,
  type Tensor,
  tensor,
  where,
} from '@gradkit/core';
import { checkInteger } from './check-number.ts';
import type { Metric } from './metric.ts';
import { quotient } from './quotient.ts';
import {
  checkThresholds,
  evenThresholds,
  type ThresholdCounts,
  type ThresholdState,
  thresholdMetric,
} from './threshold-counts.ts';

/** Options of {@link auc}. */
export interface AucOptions {
  /** Number of thresholds at which the curve is known, at least 2; default 200. */
  readonly numThresholds?: number | undefined;
  /** Thresholds of your own between 0 and 1, ascending, instead of equal steps; 0 and 1 are added. */
  readonly thresholds?: readonly number[] | undefined;
  /**
   * `roc`: recall over the share of false alarms; `pr`: precision over recall; `prGain`: their gains over always saying yes.
   * Default `roc`.
   */
  readonly curve?: 'roc' | 'pr' | 'prGain' | undefined;
  /**
   * How high the curve is between two thresholds: `interpolation`, the mean, or for `pr` what numbers in between would give;
   * `majoring`, the larger; `minoring`, the smaller. Default `interpolation`.
   */
  readonly summationMethod?: 'interpolation' | 'majoring' | 'minoring' | undefined;
  /** Number of labels, the last axis of predictions, that get an area each, of which the mean is taken; default: all as one. */
  readonly labels?: number | undefined;
  /** How much the area of each label counts in the mean; default: all the same. */
  readonly labelWeights?: readonly number[] | undefined;
  /** Whether predictions are logits instead of probabilities; default `false`. */
  readonly fromLogits?: boolean | undefined;
  /** Default `auc`. */
  readonly name?: string | undefined;
}

/**
 * The area under the curve that a threshold draws as it goes from 1 to 0: for `roc`, how probable it is that a yes is
 * predicted higher than a no.
 *
 * ```text
 * result = Σ_i (x_i − x_{i+1}) · height(y_i, y_{i+1})   over thresholds t_0 < t_1 < …
 * roc:     x = FP / (FP + TN),  y = TP / (TP + FN)
 * pr:      x = TP / (TP + FN),  y = TP / (TP + FP)
 * ```
 *
 * Truth (0 or not 0) and prediction (a probability) have one shape, `[B]` or `[B, …]`; all outputs count, or with `labels`
 * each for itself. The result is a float64 scalar. It is an approximation, as in Keras, from a state that does not grow with
 * the data: predictions between two thresholds are not told apart. `exactAuc` has the exact area of data at hand.
 *
 * @throws ShapeError when the shapes do not fit; DTypeError when predictions are not floats; ArgumentError when an option is
 * out of range
 * @see Fawcett, An Introduction to ROC Analysis, Pattern Recognition Letters 27, 2006
 * @see Davis and Goadrich, The Relationship between Precision-Recall and ROC Curves, ICML 2006, for the interpolation of `pr`
 * @see Flach and Kull, Precision-Recall-Gain Curves, NIPS 2015
 * @example
 * ```ts
 * import { tensor } from '@gradkit/core';
 * import { auc, computeMetric } from '@gradkit/metrics';
 * const [truth, predictions] = [tensor([0, 0, 1, 1]), tensor([0, 0.5, 0.3, 0.9])];
 * console.log(computeMetric(auc(), truth, predictions).item()); // 0.75
 * ```
 */
export function auc(options: AucOptions = {}): Metric<ThresholdState> {
  checkOptions('auc', options, [
    'numThresholds',
    'thresholds',
    'curve',
    'summationMethod',
    'labels',
    'labelWeights',
    'fromLogits',
    'name',
  ]);
  const { curve = 'roc', summationMethod = 'interpolation', labels, labelWeights, fromLogits = false } = options;
  checkChoice('curve', curve, ['roc', 'pr', 'prGain']);
  checkChoice('summationMethod', summationMethod, ['interpolation', 'majoring', 'minoring']);
  checkFlags('auc', { fromLogits });
  if (labels !== undefined) checkInteger('auc', 'labels', labels, 1);
  if (labelWeights !== undefined) checkLabelWeights(labelWeights, labels);
  return thresholdMetric({
    name: options.name ?? 'auc',
    direction: 'max',
    thresholds: curveThresholds(options),
    labels,
    adjust: (yPred) => (fromLogits ? sigmoid(yPred) : clip(yPred, 0, 1)),
    of: (counts) => {
      const areas =
        curve === 'pr' && summationMethod === 'interpolation'
          ? interpolatedPrecision(counts)
          : areasUnder(curves[curve](counts), summationMethod);
      if (labelWeights === undefined) return mean(areas);
      const weights = tensor(labelWeights, { dtype: 'float64' });
      return reshape(quotient(sum(mul(areas, weights)), sum(weights)), []);
    },
  });
}

function checkLabelWeights(weights: readonly number[], labels: number | undefined): void {
  if (!Array.isArray(weights) || !weights.every((weight) => Number.isFinite(weight) && weight >= 0)) {
    throw new ArgumentError(`auc: labelWeights is a list of numbers of at least 0, got ${describe(weights)}.`);
  }
  if (weights.length === labels) return;
  throw new ArgumentError(`auc: labelWeights has ${weights.length} weights for ${labels ?? 'no'} labels.`);
}

function checkChoice(option: string, value: string, choices: readonly string[]): void {
  if (choices.includes(value)) return;
  throw new ArgumentError(`auc: ${option} is one of ${choices.join(', ')}, got ${describe(value)}.`);
}

/** From just below 0, which everything exceeds, to just above 1, which nothing does. */
function curveThresholds({ numThresholds = 200, thresholds }: AucOptions): number[] {
  if (thresholds !== undefined) checkThresholds('auc', thresholds);
  const inner = thresholds ?? evenThresholds('auc', numThresholds, 2).slice(1, -1);
  return [-1e-7, ...inner, 1 + 1e-7];
}

interface Curve {
  readonly x: Tensor;
  readonly y: Tensor;
}

const curves: Readonly<Record<NonNullable<AucOptions['curve']>, (counts: ThresholdCounts) => Curve>> = {
  roc: ({ truePositives, falsePositives, trueNegatives, falseNegatives }) => ({
    x: quotient(falsePositives, add(falsePositives, trueNegatives)),
    y: quotient(truePositives, add(truePositives, falseNegatives)),
  }),
  pr: ({ truePositives, falsePositives, falseNegatives }) => ({
    x: quotient(truePositives, add(truePositives, falseNegatives)),
    y: quotient(truePositives, add(truePositives, falsePositives)),
  }),
  prGain: ({ truePositives, falsePositives, trueNegatives, falseNegatives }) => {
    const odds = quotient(add(truePositives, falseNegatives), add(trueNegatives, falsePositives));
    const gain = (wrong: Tensor): Tensor => sub(1, mul(odds, quotient(wrong, truePositives)));
    const none = equal(truePositives, 0);
    return { x: maximum(where(none, 0, gain(falseNegatives)), 0), y: where(none, 1, gain(falsePositives)) };
  },
};

/** All but the last threshold, and all but the first: the ends of the pieces of a curve. */
function pieces(x: Tensor): readonly [Tensor, Tensor] {
  const [labels, count] = x.shape as [number, number];
  return [slice(x, [0, 0], [labels, count - 1]), slice(x, [0, 1])];
}

function areasUnder({ x, y }: Curve, summationMethod: NonNullable<AucOptions['summationMethod']>): Tensor {
  const [xs, nextX] = pieces(x);
  const [ys, nextY] = pieces(y);
  const heights = {
    interpolation: () => div(add(ys, nextY), 2),
    majoring: () => maximum(ys, nextY),
    minoring: () => minimum(ys, nextY),
  }[summationMethod]();
  return sum(mul(sub(xs, nextX), heights), { axis: 1 });
}

/** Between two thresholds true and false positives grow together on a line, so that precision is a curve: its integral. */
function interpolatedPrecision({ truePositives, falsePositives, falseNegatives }: ThresholdCounts): Tensor {
  const [tp, nextTp] = pieces(truePositives);
  const [p, nextP] = pieces(add(truePositives, falsePositives));
  const [, positives] = pieces(add(truePositives, falseNegatives));
  const gained = sub(tp, nextTp);
  const slope = quotient(gained, maximum(sub(p, nextP), 0));
  const intercept = sub(nextTp, mul(slope, nextP));
  const both = logicalAnd(greater(p, 0), greater(nextP, 0));
  const ratio = where(both, div(p, where(both, nextP, 1)), 1);
  return sum(quotient(mul(slope, add(gained, mul(intercept, log(ratio)))), positives), { axis: 1 });
}
