import {
  ArgumentError,
  add,
  all,
  argsort,
  checkOptions,
  concatenate,
  cumsum,
  describe,
  div,
  equal,
  flatten,
  mul,
  notEqual,
  ones,
  searchSorted,
  sum,
  type Tensor,
  take,
  where,
  zeros,
} from '@gradkit/core';
import { quotient } from './quotient.ts';
import { alignTarget } from './shapes.ts';
import { alignWeight } from './weights.ts';

/** Options of {@link exactAuc}. */
export interface ExactAucOptions {
  /** `roc`: recall over the share of false alarms; `pr`: precision over recall; default `roc`. */
  readonly curve?: 'roc' | 'pr' | undefined;
  /** How much each sample counts, `[B]`; default: all 1. */
  readonly sampleWeight?: Tensor | undefined;
}

/**
 * The area under the curve of all thresholds there are, from truths and predictions at hand: `auc` without its
 * approximation, and without a state.
 *
 * ```text
 * roc: Σ over yeses i and noes j of w_i · w_j · [s_i > s_j] + ½ w_i · w_j · [s_i = s_j], divided by Σ w_i · Σ w_j
 * pr:  Σ over yeses i of w_i · precision(s_i) / Σ w_i, precision where all that is at least s_i counts as yes
 * ```
 *
 * Truth (0 or not 0) and prediction (a score of any size) have one shape; all outputs count. `roc` is the probability that a
 * yes is predicted higher than a no, `pr` the average precision. The result is a float64 scalar, NaN without a yes, for
 * `roc` without a no, and if a prediction is NaN. Sorts, so that it takes O(n log n).
 *
 * @throws ShapeError when the shapes do not fit; DTypeError when predictions are not floats; ArgumentError when the curve is
 * unknown
 * @see Hanley and McNeil, The Meaning and Use of the Area under a Receiver Operating Characteristic (ROC) Curve, Radiology
 * 143, 1982
 * @example
 * ```ts
 * import { tensor } from '@gradkit/core';
 * import { exactAuc } from '@gradkit/metrics';
 * const [truth, predictions] = [tensor([0, 0, 1, 1]), tensor([0.1, 0.4, 0.35, 0.8])];
 * console.log(exactAuc(truth, predictions).item()); // 0.75
 * console.log(exactAuc(truth, predictions, { curve: 'pr' }).item()); // 0.8333…
 * ```
 */
export function exactAuc(yTrue: Tensor, yPred: Tensor, options: ExactAucOptions = {}): Tensor {
  checkOptions('exactAuc', options, ['curve', 'sampleWeight']);
  const { curve = 'roc', sampleWeight } = options;
  if (curve !== 'roc' && curve !== 'pr') {
    throw new ArgumentError(`exactAuc: curve is 'roc' or 'pr', got ${describe(curve)}.`);
  }
  const yes = notEqual(flatten(alignTarget('exactAuc', yTrue, yPred)), 0);
  const weight =
    sampleWeight === undefined
      ? ones([yPred.size], { dtype: 'float64' })
      : flatten(alignWeight('exactAuc', sampleWeight, yPred.shape));
  const scores = flatten(yPred);
  // Not a number has no place in an order, and neither have the numbers among which it stands.
  const isOrdered = all(equal(scores, scores));
  const unlessNaN = (area: Tensor): Tensor => where(isOrdered, area, Number.NaN);
  const order = argsort(scores);
  const sorted = take(scores, order);
  const positive = take(where(yes, weight, 0), order);
  const negative = take(where(yes, 0, weight), order);

  // Sums over what is lower than each score, and over what is not higher.
  const lower = searchSorted(sorted, sorted);
  const notHigher = searchSorted(sorted, sorted, { side: 'right' });
  if (curve === 'roc') {
    const noes = running(negative);
    const beaten = div(add(take(noes, lower), take(noes, notHigher)), 2);
    return unlessNaN(div(sum(mul(positive, beaten)), mul(sum(positive), sum(negative))));
  }
  const hits = take(cumsum(positive, { reverse: true }), lower);
  const alarms = take(cumsum(negative, { reverse: true }), lower);
  return unlessNaN(div(sum(mul(positive, quotient(hits, add(hits, alarms)))), sum(positive)));
}

/** Sums of the first 0, 1, …, n elements. */
function running(counts: Tensor): Tensor {
  return concatenate([zeros([1], { dtype: 'float64' }), cumsum(counts)]);
}
