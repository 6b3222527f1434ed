import { gradients } from '@gradkit/autograd';
import { add, div, mul, type Parameter, pow, square, sub, sum, type Tensor, tensor, variable } from '@gradkit/core';
import type { EvaluationObserver } from '@gradkit/optimizers';
import golden from '../golden/curvature-optimizers.json' with { type: 'json' };

const f64 = { dtype: 'float64' } as const;
const [problem] = golden.problem;
if (problem === undefined) throw new Error('the file of golden values has no problem');

/** Numbers as float64 tensors of some shapes. */
export function parts(numbers: readonly number[], shapes: readonly (readonly number[])[]): Tensor[] {
  let end = 0;
  return shapes.map((shape) => {
    const size = shape.reduce((product, extent) => product * extent, 1);
    end += size;
    return tensor(numbers.slice(end - size, end), { ...f64, shape });
  });
}

/** The numbers of tensors, one after the other. */
export const numbersOf = (tensors: readonly Tensor[]): number[] => tensors.flatMap((each) => [...each.dataSync()]);

/** Parameters, and the gradients of a loss with a full Hessian, as the file of golden values has them. */
export function coupledProblem(from: readonly number[] = problem?.start ?? []) {
  const shapes = problem?.shapes ?? [];
  const [scales, targets, couplings] = [problem?.scale, problem?.target, problem?.coupling].map((numbers = []) =>
    parts(numbers, shapes),
  ) as [Tensor[], Tensor[], Tensor[]];
  const parameters = parts(from, shapes).map(
    (content, i): Parameter => ({ name: `w${i}`, variable: variable(content) }),
  );
  const total = (terms: readonly Tensor[]): Tensor => terms.reduce((a, b) => add(a, b));
  const loss = (): Tensor => {
    const contents = parameters.map(({ variable: { value } }) => value);
    const separate = contents.map((w, i) => {
      const quadratic = div(mul(scales[i] as Tensor, square(sub(w, targets[i] as Tensor))), 2);
      return sum(add(quadratic, div(pow(w, 4), 40)));
    });
    const coupled = total(contents.map((w, i) => sum(mul(w, couplings[i] as Tensor))));
    return add(total(separate), div(square(coupled), 2));
  };
  const evaluate = (observer?: EvaluationObserver): Tensor[] => {
    const value = loss();
    observer?.pass?.({ loss: value, penalty: tensor(0, f64), outputs: [], truths: [], lossOf: () => value });
    return gradients(value, parameters);
  };
  const contents = (): number[] => numbersOf(parameters.map(({ variable: { value } }) => value));
  return { parameters, loss, evaluate, contents };
}
