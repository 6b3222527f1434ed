import { gradients } from '@gradkit/autograd';
import {
  add,
  matmul,
  mean,
  mul,
  type Parameter,
  square,
  sub,
  sum,
  type Tensor,
  tanh,
  tensor,
  variable,
} from '@gradkit/core';
import type { EvaluationObserver } from '@gradkit/optimizers';
import golden from '../golden/curvature-optimizers.json' with { type: 'json' };
import { numbersOf, parts } from './coupled-problem.ts';

const f64 = { dtype: 'float64' } as const;
const [network] = golden.network;
if (network === undefined) throw new Error('the file of golden values has no network');
const { shapes, start, features, truths, penalty: strength } = network;

/** A network with a mean squared error and a penalty, as the file of golden values has it, that an observer is told of. */
export function networkProblem(from: readonly number[] = start) {
  const parameters = parts(from, shapes).map(
    (content, i): Parameter => ({ name: `w${i}`, variable: variable(content) }),
  );
  const truth = tensor(truths, f64);
  const lossOf = ([z]: readonly Tensor[], [y = truth]: readonly Tensor[] = []): Tensor =>
    mean(square(sub(z as Tensor, y)));
  const evaluate = (observer?: EvaluationObserver): Tensor[] => {
    const [hidden, weights] = parameters.map(({ variable: { value } }) => value) as [Tensor, Tensor];
    const outputs = [matmul(tanh(matmul(tensor(features, f64), hidden)), weights)];
    const penalty = mul(add(sum(square(hidden)), sum(square(weights))), strength);
    const loss = add(lossOf(outputs), penalty);
    observer?.pass?.({ loss, penalty, outputs, truths: [truth], lossOf });
    return gradients(loss, parameters);
  };
  const contents = (): number[] => numbersOf(parameters.map(({ variable: { value } }) => value));
  return { parameters, evaluate, contents };
}
