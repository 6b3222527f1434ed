import { gradients, hessian } from '@gradkit/autograd';
import {
  add,
  assign,
  conv2d,
  div,
  greater,
  jit,
  key,
  matmul,
  type Parameter,
  reshape,
  scan,
  slice,
  square,
  sum,
  type Tensor,
  tanh,
  tensor,
  uniform,
  variable,
  where,
} from '@gradkit/core';
import type { Evaluate } from '@gradkit/optimizers';
import { describe, expect, it } from 'vitest';
import { hessianProduct } from '../../src/stochastic/hessian-product.ts';
import { hutchinsonDiagonal } from '../../src/stochastic/hutchinson.ts';
import { elsewhere, neededPass, observe } from '../../src/stochastic/observation.ts';
import { coupledProblem, numbersOf } from './coupled-problem.ts';

const f64 = { dtype: 'float64' } as const;
const numbers = (count: number, from: number): number[] => Array.from({ length: count }, (_, i) => Math.sin(from + i));

/** A convolution, dropped values and a product, in float64. */
function network() {
  const images = tensor(numbers(2 * 4 * 4, 1), { ...f64, shape: [2, 4, 4, 1] });
  const kernel = variable(tensor(numbers(8, 50), { ...f64, shape: [2, 2, 1, 2] }));
  const weights = variable(tensor(numbers(36, 70), { ...f64, shape: [18, 2] }));
  const parameters: Parameter[] = [
    { name: 'kernel', variable: kernel },
    { name: 'weights', variable: weights },
  ];
  const kept = greater(uniform(key(3), [2, 18], { dtype: 'float64' }), 0.3);
  const lossOf = (k: Tensor, w: Tensor): Tensor => {
    const hidden = reshape(tanh(conv2d(images, k)), [2, 18]);
    return sum(square(tanh(matmul(where(kept, div(hidden, 0.7), 0), w))));
  };
  const evaluate = (): Tensor[] => gradients(lossOf(kernel.value, weights.value), parameters);
  return { kernel, weights, parameters, lossOf, evaluate };
}

describe('hessianProduct', () => {
  const vector = [
    tensor(numbers(8, 5), { ...f64, shape: [2, 2, 1, 2] }),
    tensor(numbers(36, 9), { ...f64, shape: [18, 2] }),
  ];

  /** The product with the dense Hessian, which forward over reverse makes. */
  function dense(): number[] {
    const { kernel, weights, lossOf } = network();
    const joint = (v: Tensor): Tensor =>
      lossOf(reshape(slice(v, [0], [8]), [2, 2, 1, 2]), reshape(slice(v, [8], [44]), [18, 2]));
    const point = tensor(numbersOf([kernel.value, weights.value]), f64);
    return numbersOf([matmul(hessian(joint)(point), tensor(numbersOf(vector), f64))]);
  }

  const close = (found: readonly number[], expected: readonly number[]): void => {
    expect(found).toHaveLength(expected.length);
    found.forEach((value, i) => {
      expect(value).toBeCloseTo(expected[i] as number, 10);
    });
  };

  it('is that of the dense Hessian, through convolution and dropout, outside and inside jit', () => {
    const { parameters, evaluate } = network();
    const product = (): Tensor[] => hessianProduct(observe('test', evaluate, parameters), vector);
    close(numbersOf(product()), dense());
    close(numbersOf(jit(product)()), dense());
  });

  it('can be taken again and again inside a loop', () => {
    const { parameters, evaluate } = network();
    const twice = (): Tensor[] => {
      const observation = observe('test', evaluate, parameters);
      const step = (v: Tensor[]): [Tensor[], undefined] => [hessianProduct(observation, v), undefined];
      return scan(step, vector, undefined, { length: 2 })[0];
    };
    const observation = observe('test', evaluate, parameters);
    const expected = hessianProduct(observation, hessianProduct(observation, vector));
    close(numbersOf(jit(twice)()), numbersOf(expected));
  });

  it('costs nothing for no parameters', () => {
    expect(hessianProduct({ gradients: [], contents: [] }, [])).toEqual([]);
  });
});

describe('hutchinsonDiagonal', () => {
  it('has the diagonal of the Hessian as its mean, and is made of signs', () => {
    const { parameters, evaluate } = network();
    const draw = jit((from: Tensor) => hutchinsonDiagonal(observe('test', evaluate, parameters), from));
    const draws = 400;
    const total = new Float64Array(44);
    const squares = new Float64Array(44);
    for (let i = 0; i < draws; i++) {
      numbersOf(draw(key(i))).forEach((value, at) => {
        total[at] = (total[at] as number) + value / draws;
        squares[at] = (squares[at] as number) + value ** 2 / draws;
      });
    }
    const { kernel, weights, lossOf } = network();
    const joint = (v: Tensor): Tensor =>
      lossOf(reshape(slice(v, [0], [8]), [2, 2, 1, 2]), reshape(slice(v, [8], [44]), [18, 2]));
    const rows = hessian(joint)(tensor(numbersOf([kernel.value, weights.value]), f64)).toArray() as number[][];
    rows.forEach((row, i) => {
      const variance = (squares[i] as number) - (total[i] as number) ** 2;
      const error = Math.abs((total[i] as number) - (row[i] as number));
      expect(error).toBeLessThanOrEqual(5 * Math.sqrt(Math.max(variance, 0) / draws) + 1e-9);
      // The variance is that of signs: the sum of the squares beside the diagonal.
      const exact = row.reduce((sum_, each, j) => (i === j ? sum_ : sum_ + each ** 2), 0);
      expect(variance).toBeLessThan(2 * exact + 1e-9);
    });
  });
});

describe('elsewhere', () => {
  it('gives gradients and loss at other contents', () => {
    const { parameters, evaluate, loss } = coupledProblem();
    const observation = observe('test', evaluate, parameters);
    const { loss: here } = neededPass('test', observation);
    const others = observation.contents.map((each) => add(each, 0.5));
    const moved = numbersOf(elsewhere([here, ...observation.gradients], observation, others));
    assign(parameters.map(({ variable: target }, i) => [target, others[i] as Tensor] as const));
    expect(moved).toEqual([loss().item(), ...numbersOf(evaluate())]);
  });
});

describe('observe', () => {
  it('refuses values that have no graph, which would have no curvature', () => {
    const { parameters, evaluate } = coupledProblem();
    const compiled = jit(() => evaluate());
    expect(() => observe('test', () => compiled(), parameters)).toThrow(
      'test: the gradients do not depend on the parameters, so they have no derivatives.',
    );
    // What was read has its values, and still its graph.
    const read = evaluate();
    numbersOf(read);
    const expected = numbersOf(hessianProduct(observe('test', evaluate, parameters), read));
    numbersOf(
      hessianProduct(
        observe('test', () => read, parameters),
        read,
      ),
    ).forEach((value, i) => {
      expect(value).toBeCloseTo(expected[i] as number, 12);
    });
  });

  it('refuses what does not fit', () => {
    const { parameters, evaluate } = coupledProblem();
    expect(() => observe('test', () => evaluate().slice(1), parameters)).toThrow(
      'test: got 1 gradients for 2 parameters.',
    );
    expect(() => observe('test', () => [...evaluate()].reverse(), parameters)).toThrow(
      'test: the gradient of "w0" is float64[2, 2, 1, 2], the parameter float64[2, 3]. Are gradients and parameters in the same order?',
    );
    expect(() => observe('test', 3 as never as Evaluate, parameters)).toThrow(
      'test: step() takes a function that returns the gradients, got 3.',
    );
  });

  it('knows the contents of an evaluation that was made somewhere else', () => {
    const { parameters, evaluate } = coupledProblem();
    const before = parameters.map(({ variable: { value } }) => value);
    const around: Evaluate = (observer) => {
      assign(parameters.map(({ variable: target }) => [target, add(target.value, 1)] as const));
      const found = evaluate(observer);
      assign(parameters.map(({ variable: target }, i) => [target, before[i] as Tensor] as const));
      return found;
    };
    const step = (): Tensor[] => {
      const observation = observe('test', around, parameters);
      return [...observation.contents, ...hessianProduct(observation, before)];
    };
    const moved = coupledProblem(numbersOf(before).map((each) => each + 1));
    const there = observe('test', moved.evaluate, moved.parameters);
    const expected = numbersOf([...there.contents, ...hessianProduct(there, before)]);
    const close = (found: readonly number[]): void =>
      found.forEach((value, i) => {
        expect(value).toBeCloseTo(expected[i] as number, 12);
      });
    close(numbersOf(step()));
    close(numbersOf(jit(step)()));
  });
});
