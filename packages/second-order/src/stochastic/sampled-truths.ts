import {
  ArgumentError,
  add,
  bernoulli,
  cast,
  categorical,
  foldIn,
  formatShape,
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
 * @throws ArgumentError when there is but one category to draw
 */
export function sampledTruths(
  { outputs, truths }: Pick<EvaluationPass, 'outputs' | 'truths'>,
  key: Tensor,
  options: SampleOptions,
): { readonly truths: Tensor[]; readonly count: number } {
  const drawn = outputs.map((output, i) =>
    sampleLike(truths[i] as Tensor, stopGradient(output), foldIn(key, i), options),
  );
  return { truths: drawn, count: distributions(outputs, options.likelihood) };
}

/** How many distributions the outputs stand for: those of the output with the most, which the mean of the loss is over. */
export function distributions(outputs: readonly Tensor[], likelihood: Likelihood): number {
  const counts = outputs.map(({ size, shape }) => (likelihood === 'categorical' ? size / (shape.at(-1) ?? 1) : size));
  return Math.max(...counts);
}

function sampleLike(
  { shape, dtype }: Tensor,
  output: Tensor,
  key: Tensor,
  { likelihood, fromLogits }: SampleOptions,
): Tensor {
  if (likelihood === 'normal') {
    const noise = normal(key, output.shape, { dtype: output.dtype });
    return formed(add(output, mul(noise, Math.SQRT1_2)));
  }
  if (likelihood === 'bernoulli') {
    const p = fromLogits ? sigmoid(output) : output;
    return formed(bernoulli(key, output.shape, { p }));
  }
  const classes = output.shape.at(-1) ?? 1;
  if (classes < 2) {
    throw new ArgumentError(
      `likelihood: "categorical", which is the default, draws classes from the last axis of the outputs, but it has one number: ` +
        `${formatShape(output.shape)}. Say likelihood: "bernoulli" for a binary crossentropy, "normal" for a mean squared error.`,
    );
  }
  const category = categorical(key, fromLogits ? output : log(output));
  const isOneHot = shape.length === output.shape.length && shape.at(-1) === classes;
  return formed(isOneHot ? oneHot(category, classes) : category);

  function formed(sample: Tensor): Tensor {
    return reshape(cast(sample, dtype), shape);
  }
}
