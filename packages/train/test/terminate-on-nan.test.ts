import { dense, sequential } from '@gradkit/layers';
import { meanSquaredError } from '@gradkit/losses';
import { sgd } from '@gradkit/optimizers';
import { describe, expect, it } from 'vitest';
import { fit, terminateOnNaN } from '../src/index.ts';

const train = (y: readonly number[], optimizer = sgd({ learningRate: 0.01 })) =>
  fit(
    sequential([dense({ units: 1 })]),
    { x: y.map((_, i) => [i]), y },
    { optimizer, loss: meanSquaredError(), batchSize: 1, shuffle: false, epochs: 3, callbacks: [terminateOnNaN()] },
  );

describe('terminateOnNaN', () => {
  it.each([Number.NaN, Infinity])('stops after the batch whose loss comes from %s', async (bad) => {
    const optimizer = sgd({ learningRate: 0.01 });
    const history = await train([0, 1, bad, 3, 4], optimizer);
    expect(history.stoppedEpoch).toBe(0);
    expect(history.flags.nonFiniteLoss).toEqual({ epoch: 0, step: 2 });
    expect(optimizer.iterations.value.item()).toBe(3);
  });

  it('does not disturb a run that is fine', async () => {
    const history = await train([0, 1, 2]);
    expect(history.stoppedEpoch).toBe(undefined);
    expect(history.epochs.length).toBe(3);
  });
});
