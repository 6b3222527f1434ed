import type { Tensor, Tree } from '@gradkit/core';

/**
 * A figure of merit over a whole data set, collected batch by batch. The metric itself holds nothing: what was seen so far
 * is in the state, tensors that may pass through `jit`.
 */
export interface Metric<State extends Tree<Tensor> = Tree<Tensor>> {
  /** Under which name the history shows it. */
  readonly name: string;
  /** Whether better is larger or smaller; `none` when results are not ordered. */
  readonly direction: 'max' | 'min' | 'none';
  /** The state before any batch. */
  initial(): State;
  /** The state with one more batch of truths and predictions, sample by sample along the first axis. */
  update(state: State, yTrue: Tensor, yPred: Tensor): State;
  /** The metric of all batches so far. */
  result(state: State): Tensor;
}

/**
 * The value of a metric for one batch, without a state.
 *
 * @example
 * ```ts
 * import { tensor } from '@gradkit/core';
 * import { computeMetric, meanAbsoluteError } from '@gradkit/metrics';
 * console.log(computeMetric(meanAbsoluteError(), tensor([1, 2]), tensor([1, 4])).item()); // 1
 * ```
 */
export function computeMetric<State extends Tree<Tensor>>(metric: Metric<State>, yTrue: Tensor, yPred: Tensor): Tensor {
  return metric.result(metric.update(metric.initial(), yTrue, yPred));
}
