import type { CausalPadding, Tensor, Variable } from '@gradkit/core';

/** What a training loop knows of one evaluation of its loss. Graph, like the gradients: what nobody uses costs nothing. */
export interface EvaluationPass {
  /** What the gradients are of, with penalties: a scalar. */
  readonly loss: Tensor;
  /** The part of the loss that does not come from the outputs: penalties of weights and activities, a scalar. */
  readonly penalty: Tensor;
  /** The predictions that have a loss, in the order of the model's outputs. */
  readonly outputs: readonly Tensor[];
  /** What they should have been. */
  readonly truths: readonly Tensor[];
  /**
   * The loss as a function of the outputs, without the penalty, and, if given, of other truths of the same form, such as
   * those drawn from the model's own distribution. Weights of samples and masks are those of the batch.
   */
  readonly lossOf: (outputs: readonly Tensor[], truths?: readonly Tensor[]) => Tensor;
  /** What dense and convolutional layers multiplied on the way, in the order of depth; undefined where nobody knows. */
  readonly linear?: readonly ObservedProduct[];
}

/** `output = input · kernel + bias` of one layer, before its activation. */
export interface ObservedProduct {
  readonly kernel: Variable;
  readonly input: Tensor;
  readonly output: Tensor;
  /** How the windows lie that a convolution multiplies by its kernel; undefined where the last axis is multiplied as it is. */
  readonly windows: ObservedWindows | undefined;
}

/** How a kernel slides over the axes between the batch and the channels. */
export interface ObservedWindows {
  readonly strides: readonly number[];
  readonly padding: CausalPadding;
  readonly dilation: readonly number[];
}

/** An optimizer that wants to see more than gradients. */
export interface EvaluationObserver {
  /** Told of an evaluation before its gradients are returned, while the parameters have the contents it was made at. */
  pass?(pass: EvaluationPass): void;
}

/** The gradients at the present contents of the parameters, one for each, in order. A plain function that returns them is one. */
export type Evaluate = (observer?: EvaluationObserver) => readonly Tensor[];
