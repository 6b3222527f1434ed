import { relu } from '@gradkit/activations';
import { add, assign, mean, norm, sub, type Tensor, tensor, variable } from '@gradkit/core';
import { activation, dense, sequential } from '@gradkit/layers';
import { meanSquaredError } from '@gradkit/losses';
import { sam, sgd } from '@gradkit/optimizers';
import { expect, it } from 'vitest';
import { type Callback, fit, trainStep, type WatchedStep } from '../src/index.ts';

const data = { x: [[-1], [0], [1], [2]], y: [[-3], [-1], [1], [3]] };
const network = () =>
  sequential([dense({ units: 4 }), activation(relu), dense({ units: 1, name: 'out' })], { seed: 1 });

it('shows the layers, the gradients and both contents of the parameters, as graph of the step', async () => {
  const model = network();
  const steps = variable(0);
  const [gradientNorm, updateNorm, hidden] = [variable(0), variable(0), variable(0)];
  let seen: readonly string[] = [];
  const callback: Callback = {
    watch({ visits, gradients, before, parameters }) {
      seen = visits.map(({ layer }) => layer.name);
      const [gradient, old, now] = [gradients[0], before[0], parameters[0]?.variable.value] as [Tensor, Tensor, Tensor];
      assign([
        [steps, add(steps.value, 1)],
        [gradientNorm, norm(gradient)],
        [updateNorm, norm(sub(now, old))],
        [hidden, mean(visits[1]?.output as Tensor)],
      ]);
    },
  };
  await fit(model, data, {
    optimizer: sgd({ learningRate: 0.1 }),
    loss: meanSquaredError(),
    batchSize: 2,
    epochs: 3,
    callbacks: [callback],
  });

  expect(seen).toEqual(['dense', 'activation', 'out', 'sequential']);
  expect(steps.value.item()).toBe(6);
  expect(gradientNorm.value.item()).toBeGreaterThan(0);
  expect(updateNorm.value.item() / gradientNorm.value.item()).toBeCloseTo(0.1, 5);
  expect(hidden.value.item()).toBeGreaterThan(0);
});

it('changes nothing in what is trained', () => {
  const run = (watch?: (step: WatchedStep) => void) => {
    const model = network();
    const step = trainStep(model, { optimizer: sgd({ learningRate: 0.1 }), loss: meanSquaredError(), watch });
    const batch = { x: tensor([[1], [2]]), y: tensor([[1], [2]]) };
    return [step(batch).item(), step(batch).item(), ...model.getWeights().flatMap((each) => [...each])];
  };
  const total = variable(0);
  expect(run(({ loss }) => assign([[total, add(total.value, loss)]]))).toEqual(run());
  expect(total.value.item()).toBeGreaterThan(0);
});

it('shows the first of several evaluations, and the update that all of them made', () => {
  const model = network();
  let visited = 0;
  const gradientNorm = variable(0);
  const step = trainStep(model, {
    optimizer: sam(sgd({ learningRate: 0.1 }), { rho: 0.5 }),
    loss: meanSquaredError(),
    watch({ visits, gradients }) {
      visited = visits.length;
      assign([[gradientNorm, norm(gradients[0] as Tensor)]]);
    },
  });
  step({ x: tensor([[1], [2]]), y: tensor([[1], [2]]) });
  expect(visited).toBe(4);
  expect(gradientNorm.value.item()).toBeGreaterThan(0);
});
