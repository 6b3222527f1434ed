import { gradients } from '@gradkit/autograd';
import {
  logSoftmax,
  matmul,
  mean,
  mul,
  neg,
  oneHot,
  type Parameter,
  sum,
  type Tensor,
  tensor,
  variable,
} from '@gradkit/core';
import type { EvaluationObserver } from '@gradkit/optimizers';

/** Features of five samples, the weights and the classes. */
export const features: readonly (readonly number[])[] = [
  [1, 0.5],
  [-1, 2],
  [0.3, -0.7],
  [2, 1],
  [-0.5, -1.5],
];
export const weights: readonly (readonly number[])[] = [
  [0.2, -0.4, 0.1],
  [0.7, 0.3, -0.6],
];
export const classes: readonly number[] = [0, 2, 1, 1, 0];

/** Linear logits with a crossentropy, which an observer is told of; `drawn` are the other truths that were asked for. */
export function softmaxProblem({ isOneHot = false } = {}) {
  const w: Parameter = { name: 'w', variable: variable(tensor(weights, { dtype: 'float64' })) };
  const truth = tensor(classes, { dtype: 'int32' });
  const drawn: Tensor[] = [];
  const evaluate = (observer?: EvaluationObserver): Tensor[] => {
    const logits = matmul(tensor(features, { dtype: 'float64' }), w.variable.value);
    const asRows = (given: Tensor): Tensor => (isOneHot ? given : oneHot(given, 3, { dtype: 'float64' }));
    const lossOf = ([z]: readonly Tensor[], [y = truth]: readonly Tensor[] = truths): Tensor => {
      if (y !== truths[0]) drawn.push(y);
      return neg(mean(sum(mul(asRows(y), logSoftmax(z as Tensor)), { axis: -1 })));
    };
    const truths = [isOneHot ? oneHot(truth, 3, { dtype: 'float64' }) : truth];
    const loss = lossOf([logits]);
    observer?.pass?.({ loss, penalty: tensor(0, { dtype: 'float64' }), outputs: [logits], truths, lossOf });
    return gradients(loss, [w]);
  };
  return { w, evaluate, drawn };
}

/** Probabilities of the classes for each sample. */
export function probabilities(): number[][] {
  return features.map((x) => {
    const exponentials = [0, 1, 2].map((k) =>
      Math.exp(x.reduce((total, each, j) => total + each * ((weights[j] as readonly number[])[k] as number), 0)),
    );
    const total = exponentials.reduce((a, b) => a + b);
    return exponentials.map((each) => each / total);
  });
}

/** Elements of the mean of `x ⊗ (p − y)` over the samples, row by row: the gradient for these classes. */
export function slopes(truth: readonly number[]): number[] {
  const p = probabilities();
  return [0, 1].flatMap((j) =>
    [0, 1, 2].map((k) => {
      const terms = features.map((x, b) => {
        const error = ((p[b] as number[])[k] as number) - (truth[b] === k ? 1 : 0);
        return (x[j] as number) * error;
      });
      return terms.reduce((a, t) => a + t) / features.length;
    }),
  );
}
