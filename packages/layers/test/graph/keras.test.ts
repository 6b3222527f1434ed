import { gradients } from '@gradkit/autograd';
import { add as plus, square, sum, type Tensor, tanh, tensor } from '@gradkit/core';
import { describe, expect, it } from 'vitest';
import { add, concatenate, connect, dense, graphModel, input, multiply, subtract } from '../../src/index.ts';
import golden from '../golden/graph.json' with { type: 'json' };

/** The same network as in scripts/golden/graph.py. */
const network = () => {
  const [left, right] = [input({ shape: [3], name: 'left' }), input({ shape: [3], name: 'right' })];
  const shared = dense({ units: 4, activation: tanh, name: 'shared' });
  const hidden = dense({ units: 4, activation: tanh, name: 'hidden' });
  const [a, b] = [connect(shared, left), connect(shared, right)];
  const joined = connect(concatenate(), [a, connect(subtract(), [a, b]), connect(hidden, connect(add(), [a, b]))]);
  const mean = connect(dense({ units: 2, name: 'mean' }), joined);
  const spread = connect(dense({ units: 1, name: 'spread' }), connect(multiply(), [connect(hidden, a), b]));
  return graphModel({ inputs: [left, right], outputs: [mean, spread] });
};

describe('a graph with shared layers', () => {
  const model = network();
  model.setWeights(golden.variables.map(({ value }) => new Float32Array(value.flat())));
  const outputs = model.apply(golden.inputs.map((values) => tensor(values)) as [Tensor, Tensor]);

  it('has the variables of the one of Keras', () => {
    expect(model.parameters.map(({ name }) => name)).toEqual(golden.variables.map(({ name }) => name));
  });

  it('gives what Keras gives', () => {
    for (const [i, output] of outputs.entries()) {
      const expected = (golden.outputs[i] as number[][]).flat();
      // Sums of a dozen products of numbers of size 1 in float32.
      for (const [j, value] of output.dataSync().entries()) expect(value).toBeCloseTo(expected[j] as number, 5);
    }
  });

  it('adds up the gradients of all places of a shared layer', () => {
    const [mean, spread] = outputs;
    const loss = plus(sum(square(mean)), sum(square(spread)));
    expect(loss.item()).toBeCloseTo(golden.loss[0] as number, 4);
    const found = gradients(loss, model.parameters);
    for (const [i, gradient] of found.entries()) {
      const expected = golden.variables[i]?.gradient.flat() as number[];
      // Gradients up to 20, with sums over batch and places.
      for (const [j, value] of gradient.dataSync().entries()) expect(value).toBeCloseTo(expected[j] as number, 4);
    }
  });
});
