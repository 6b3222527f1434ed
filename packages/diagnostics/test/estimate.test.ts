import { relu } from '@gradkit/activations';
import { digits } from '@gradkit/data/digits';
import { batchNormalization, conv2d, dense, dropout, flatten, lstm, sequential } from '@gradkit/layers';
import { mse, sparseCategoricalCrossentropy } from '@gradkit/losses';
import { adam, sgd } from '@gradkit/optimizers';
import { expect, it } from 'vitest';
import { estimate } from '../src/index.ts';

const loss = sparseCategoricalCrossentropy({ fromLogits: true });

it('counts what dense layers do: products forward, for the weights, and for the inputs of all layers but the first', async () => {
  const model = sequential([dense({ units: 20, activation: relu }), dense({ units: 10 })]);
  const found = await estimate(model, digits(), { loss, optimizer: sgd(), batchSize: 50 });
  const [first, second] = [50 * 64 * 20, 50 * 20 * 10];
  expect(found.operations.forward.multiplyAdds).toBe(first + second);
  expect(found.operations.backward.multiplyAdds).toBe(first + 2 * second);
  expect(found.operations.forward.arithmetic).toBeGreaterThan(50 * 20);
  // p − rate · g, and the counter.
  expect(found.operations.update).toEqual({ multiplyAdds: 0, arithmetic: 2 * found.parameters.trained + 1 });
  expect(found.parameters).toEqual({ trained: 64 * 20 + 20 + 20 * 10 + 10, fixed: 0 });
  expect(found.stepsPerEpoch).toBe(Math.ceil(1797 / 50));
  expect(found.memory.weights).toBe(4 * found.parameters.trained);
  expect(found.memory.activations).toBe(4 * 50 * (20 + 10));
  // Nothing but a counter.
  expect(found.memory.optimizer).toBe(4);
  expect(found.memory.program).toBeGreaterThan(0);
});

it('counts convolutions, statistics that are not trained, and moments', async () => {
  const model = sequential([
    conv2d({ filters: 4, kernelSize: 3, padding: 'same' }),
    batchNormalization(),
    flatten(),
    dropout({ rate: 0.5 }),
    dense({ units: 10 }),
  ]);
  const found = await estimate(model, digits({ image: true }), { loss, optimizer: adam(), batchSize: 16 });
  const [convolution, product] = [16 * 64 * 9 * 4, 16 * 256 * 10];
  expect(found.operations.forward.multiplyAdds).toBe(convolution + product);
  expect(found.parameters).toEqual({ trained: 9 * 4 + 4 + 8 + 2570, fixed: 8 });
  expect(found.memory.optimizer).toBeGreaterThanOrEqual(2 * 4 * found.parameters.trained);
});

it('counts loops as often as they run', async () => {
  const model = sequential([lstm({ units: 6 }), dense({ units: 1 })]);
  const data = {
    x: Array.from({ length: 8 }, () => Array.from({ length: 5 }, () => [0.1, 0.2, 0.3])),
    y: Array.from({ length: 8 }, () => [1]),
  };
  const found = await estimate(model, data, { loss: mse(), optimizer: sgd(), batchSize: 8 });
  expect(found.operations.forward.multiplyAdds).toBe(8 * 5 * (3 * 24 + 6 * 24) + 8 * 6);
});

it('changes nothing, with and without steps', async () => {
  const model = sequential([dense({ units: 8 }), batchNormalization(), dropout({ rate: 0.5 }), dense({ units: 10 })]);
  const optimizer = adam();
  const without = await estimate(model, digits(), { loss, optimizer });
  const state = () => [...model.variables, ...optimizer.namedState].map(({ variable }) => variable.value.dataSync());
  const before = state();
  const timed = await estimate(model, digits(), { loss, optimizer, steps: 3 });
  expect(state()).toEqual(before);
  expect(without.time.from).toBe('operations');
  expect(timed.time.from).toBe('steps');
  expect(timed.time.secondsPerEpoch).toBe(57 * timed.time.secondsPerStep);
  expect(timed.operations).toEqual(without.operations);
});

it('says what is wrong', async () => {
  const model = sequential([dense({ units: 10 })]);
  await expect(estimate(model, digits(), { loss, optimizer: {} as never })).rejects.toThrow(
    'estimate: needs an optimizer',
  );
  await expect(estimate(model, digits(), { loss, optimizer: sgd(), steps: -1 })).rejects.toThrow('steps is an integer');
  await expect(estimate({} as never, digits(), { loss, optimizer: sgd() })).rejects.toThrow('expected a model');
  await expect(estimate(model, digits(), { loss, optimizer: sgd(), step: 1 } as never)).rejects.toThrow(
    'Did you mean "steps"?',
  );
  await expect(estimate(model, { x: [[1]] }, { loss, optimizer: sgd() })).rejects.toThrow(
    'expected a data set or { x, y }',
  );
});
