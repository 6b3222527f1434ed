import { linear } from '@gradkit/activations';
import { tensor } from '@gradkit/core';
import { activation, dense, sequential } from '@gradkit/layers';
import { meanSquaredError } from '@gradkit/losses';
import { sgd } from '@gradkit/optimizers';
import { fit } from '@gradkit/train';
import { expect, it } from 'vitest';
import { activationMoments } from '../../src/training/activation-moments.ts';

it('records mean and standard deviation of what enters each activation, before the step changes weights', async () => {
  const kernelInitializer = () => tensor([[2]]);
  const block = () => [dense({ units: 1, kernelInitializer }), activation(linear)];
  const model = sequential([...block(), ...block()]);
  const { rows, ...moments } = activationMoments();
  await fit(
    model,
    { x: [[1], [2], [3], [6]], y: [[0], [0], [0], [0]] },
    {
      optimizer: sgd({ learningRate: 0.001 }),
      loss: meanSquaredError(),
      batchSize: 'full',
      epochs: 2,
      callbacks: [moments],
    },
  );
  // 1, 2, 3, 6 has mean 3 and variance 3.5; each layer doubles them.
  const [first = [], second = []] = rows;
  expect(rows.length).toBe(2);
  for (const [layer, factor] of [2, 4].entries()) {
    expect(first[layer]?.mean).toBeCloseTo(factor * 3, 5);
    expect(first[layer]?.deviation).toBeCloseTo(factor * Math.sqrt(3.5), 5);
    expect(second[layer]?.deviation).toBeLessThan(first[layer]?.deviation as number);
  }
});
