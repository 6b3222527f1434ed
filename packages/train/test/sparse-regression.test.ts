import { grad, gradients } from '@gradkit/autograd';
import { add, jit, matmul, type Parameter, sub, type Tensor, tensor, variable } from '@gradkit/core';
import { dense, sequential } from '@gradkit/layers';
import { meanSquaredError } from '@gradkit/losses';
import { adam, type Optimizer, sgd } from '@gradkit/optimizers';
import { l1, l1l2, l2, type Regularizer } from '@gradkit/regularizers';
import { describe, expect, it } from 'vitest';
import { fit } from '../src/index.ts';
import golden from './golden/sparse-regression.json' with { type: 'json' };

const [features] = golden.features as unknown as [number[][]];
const [targets] = golden.targets as unknown as [number[]];
const squaredError = meanSquaredError();

/** The weights after full-batch steps from a start, by the interfaces that the training loop uses. */
function descend(regularizer: Regularizer | undefined, optimizer: Optimizer, steps: number, start = 0.5): number[] {
  const [x, y] = [tensor(features, { dtype: 'float64' }), tensor(targets, { dtype: 'float64' })];
  const weights = variable(new Float64Array(12).fill(start), { dtype: 'float64' });
  const parameter: Parameter = { name: 'w', variable: weights, ...(regularizer === undefined ? {} : { regularizer }) };
  const step = jit(() => {
    const error = squaredError(y, matmul(x, weights.value));
    const loss = regularizer === undefined ? error : add(error, regularizer(weights.value));
    optimizer.apply(gradients(loss, [weights]), [parameter]);
  });
  for (let i = 0; i < steps; i++) step();
  return [...weights.value.dataSync()];
}

const proximal = ({ l1: lambda1, l2: lambda2 }: { readonly l1: number; readonly l2: number }): Regularizer =>
  lambda2 === 0 ? l1({ l1: lambda1, proximal: true }) : l1l2({ l1: lambda1, l2: lambda2, proximal: true });

describe('proximal steps', () => {
  it.each(golden.solutions)(
    'reach the solution of scikit-learn for l1 = $l1, l2 = $l2: every zero and every digit',
    (row) => {
      const found = descend(proximal(row), sgd({ learningRate: 0.1 }), 4000);
      row.weights.forEach((expected, i) => {
        // What coordinate descent leaves at its tolerance of 10⁻¹⁵, and rounding of the sums of 60 samples.
        expect(Math.abs((found[i] as number) - expected)).toBeLessThan(1e-9);
        expect(found[i] === 0, `feature ${i}`).toBe(expected === 0);
      });
    },
  );

  it('are needed for that: the gradient alone leaves no weight at 0', () => {
    const found = descend(l1(1), sgd({ learningRate: 0.1 }), 4000);
    expect(found.filter((w) => w === 0)).toEqual([]);
    // They jump over 0 by up to rate · λ at each step.
    expect(Math.max(...[2, 3, 5, 6, 7, 8].map((i) => Math.abs(found[i] as number)))).toBeLessThan(0.2);
  });

  it('do the same in fit', async () => {
    const x = features;
    const y = targets.map((value) => [value]);
    const model = sequential([dense({ units: 1, useBias: false, kernelRegularizer: l1({ l1: 0.2, proximal: true }) })]);
    const optimizer = sgd({ learningRate: 0.1 });
    const history = await fit(model, { x, y }, { optimizer, loss: squaredError, epochs: 600, batchSize: 'full' });
    const found = Array.from(model.getWeights()[0] as ArrayLike<number>);
    const expected = golden.solutions[1]?.weights as number[];
    expected.forEach((w, i) => {
      expect(Math.abs((found[i] as number) - w)).toBeLessThan(1e-4);
      expect(found[i] === 0).toBe(w === 0);
    });
    // The loss that is reported counts the penalty.
    const residuals = features.map(
      (row, n) => row.reduce((sum, f, j) => sum + f * (expected[j] as number), 0) - (targets[n] as number),
    );
    const error = residuals.reduce((sum, r) => sum + r * r, 0) / 60;
    const penalty = 0.2 * expected.reduce((sum, w) => sum + Math.abs(w), 0);
    expect(history.best('loss')).toBeCloseTo(error + penalty, 5);
  });
});

describe('the ridge penalty', () => {
  const objective = grad((w: Tensor) =>
    squaredError(tensor(targets, { dtype: 'float64' }), matmul(tensor(features, { dtype: 'float64' }), w)),
  );

  it('is w ← (1 − 2ρλ)w − ρ∇J under plain gradient descent', () => {
    const [rate, lambda] = [0.05, 0.3];
    let w = new Array<number>(12).fill(0.5);
    for (let i = 0; i < 5; i++) {
      const slope = objective(tensor(w, { dtype: 'float64' })).dataSync();
      w = w.map((each, j) => (1 - 2 * rate * lambda) * each - rate * (slope[j] as number));
    }
    descend(l2(lambda), sgd({ learningRate: rate }), 5).forEach((found, j) => {
      // Five steps of a few roundings of numbers below 2.
      expect(Math.abs(found - (w[j] as number))).toBeLessThan(1e-14);
    });
  });

  it('is a weight decay of 2λ there, and not under adam', () => {
    const difference = (make: (options: { learningRate: number; weightDecay?: number }) => Optimizer): number => {
      const penalised = descend(l2(0.3), make({ learningRate: 0.05 }), 20);
      const decayed = descend(undefined, make({ learningRate: 0.05, weightDecay: 0.6 }), 20);
      return Math.max(...penalised.map((w, i) => Math.abs(w - (decayed[i] as number))));
    };
    expect(difference(sgd)).toBeLessThan(1e-13);
    expect(difference(adam)).toBeGreaterThan(0.01);
  });
});

describe('the lasso penalty', () => {
  it('is w ← w − ρ∇J − ρλ sign(w) under plain gradient descent, with sign(0) = 0', () => {
    const start = descend(l1(0.3), sgd({ learningRate: 0.05 }), 1, 0);
    const plain = descend(undefined, sgd({ learningRate: 0.05 }), 1, 0);
    expect(start).toEqual(plain);
    const penalised = tensor(descend(l1(0.3), sgd({ learningRate: 0.05 }), 1, -0.5));
    const unpenalised = tensor(descend(undefined, sgd({ learningRate: 0.05 }), 1, -0.5));
    sub(penalised, unpenalised)
      .dataSync()
      .forEach((moved) => {
        expect(moved).toBeCloseTo(0.05 * 0.3, 6);
      });
  });
});
