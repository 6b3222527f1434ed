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
  /**
   * The state with one more batch of truths and predictions, sample by sample along the first axis. A sample of weight 2
   * counts like two, one of weight 0 like none.
   * @param sampleWeight `[B]`, or for each timestep `[B, T]`; default: all 1
   */
  update(state: State, yTrue: Tensor, yPred: Tensor, sampleWeight?: Tensor): State;
  /** The metric of all batches so far. */
  result(state: State): Tensor;
}

/**
 * The value of a metric for one batch, without a state.
 *
 * @example
 * ```ts
 * import { tensor } from '@gradkit/core';
 * import { accuracy, computeMetric } from '@gradkit/metrics';
 * const right = [tensor([1, 0]), tensor([0.9, 0.8])] as const;
 * console.log(computeMetric(accuracy(), ...right).item()); // 0.5
 * console.log(computeMetric(accuracy(), ...right, tensor([3, 1])).item()); // 0.75
 * ```
 */
export function computeMetric<State extends Tree<Tensor>>(
  metric: Metric<State>,
  yTrue: Tensor,
  yPred: Tensor,
  sampleWeight?: Tensor,
): Tensor {
  return metric.result(metric.update(metric.initial(), yTrue, yPred, sampleWeight));
}
