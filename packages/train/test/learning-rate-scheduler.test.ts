import { dense, sequential } from '@gradkit/layers';
import { meanSquaredError } from '@gradkit/losses';
import { sgd } from '@gradkit/optimizers';
import { describe, expect, it } from 'vitest';
import { fit, learningRateScheduler } from '../src/index.ts';

const train = (schedule: (epoch: number, rate: number) => number, rates: number[] = []) =>
  fit(
    sequential([dense({ units: 1 })]),
    { x: [[1]], y: [[1]] },
    {
      optimizer: sgd({ learningRate: 1 }),
      loss: meanSquaredError(),
      epochs: 4,
      callbacks: [
        learningRateScheduler(schedule),
        { onBatchEnd: ({ optimizer }) => void rates.push(optimizer.learningRate) },
      ],
    },
  );

describe('learningRateScheduler', () => {
  it('sets the rate of each epoch from its number and the rate before', async () => {
    const rates: number[] = [];
    await train((epoch, rate) => (epoch < 2 ? rate : rate / 4), rates);
    expect(rates).toEqual([1, 1, 0.25, 0.0625]);
  });

  it('rejects what is no rate', async () => {
    expect(() => learningRateScheduler(0.1 as never)).toThrow('expected a function of the epoch, got 0.1');
    await expect(train(() => undefined as never)).rejects.toThrow('the schedule gave undefined for epoch 0');
    await expect(train(() => -1)).rejects.toThrow('learningRate must be a finite number of at least 0, got -1');
  });
});
