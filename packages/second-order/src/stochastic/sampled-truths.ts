import {
  add,
  bernoulli,
  cast,
  categorical,
  foldIn,
  log,
  mul,
  normal,
  oneHot,
  reshape,
  sigmoid,
  stopGradient,
  type Tensor,
} from '@gradkit/core';
import type { EvaluationPass } from '@gradkit/optimizers';

/** The distribution that a model gives, as its loss understands it. */
export type Likelihood = 'categorical' | 'bernoulli' | 'normal';

/** The words for {@link Likelihood}. */
export const likelihoods: readonly Likelihood[] = ['categorical', 'bernoulli', 'normal'];

/** How outputs are read. */
export interface SampleOptions {
  readonly likelihood: Likelihood;
  /** Whether outputs are logits; otherwise they are probabilities. */
  readonly fromLogits: boolean;
}

/**
 * Truths drawn from the distributions that the outputs stand for, in the form of the truths of the batch, and how many
 * distributions there are: what the mean of the loss is over.
 *
 * They are constants for derivatives, though they were made from the outputs.
 *
 * Categories lie along the last axis, with truths that are class numbers or one-hot. Normal distributions have the variance ½, of
 * which the mean squared error is the negative logarithm up to a constant.
 */
export function sampledTruths(
  { outputs, truths }: Pick<EvaluationPass, 'outputs' | 'truths'>,
  key: Tensor,
  options: SampleOptions,
): { readonly truths: Tensor[]; readonly count: number } {
  const drawn = outputs.map((output, i) =>
    sampleLike(truths[i] as Tensor, stopGradient(output), foldIn(key, i), options),
  );
  return { truths: drawn.map(({ truth }) => truth), count: Math.max(...drawn.map(({ count }) => count)) };
}

function sampleLike(
  { shape, dtype }: Tensor,
  output: Tensor,
  key: Tensor,
  { likelihood, fromLogits }: SampleOptions,
): { readonly truth: Tensor; readonly count: number } {
  const size = output.shape.reduce((product, extent) => product * extent, 1);
  if (likelihood === 'normal') {
    const noise = normal(key, output.shape, { dtype: output.dtype });
    return { truth: formed(add(output, mul(noise, Math.SQRT1_2))), count: size };
  }
  if (likelihood === 'bernoulli') {
    const p = fromLogits ? sigmoid(output) : output;
    return { truth: formed(bernoulli(key, output.shape, { p })), count: size };
  }
  const classes = output.shape.at(-1) ?? 1;
  const category = categorical(key, fromLogits ? output : log(output));
  const isOneHot = shape.length === output.shape.length && shape.at(-1) === classes && classes > 1;
  return { truth: formed(isOneHot ? oneHot(category, classes) : category), count: size / classes };

  function formed(sample: Tensor): Tensor {
    return reshape(cast(sample, dtype), shape);
  }
}
