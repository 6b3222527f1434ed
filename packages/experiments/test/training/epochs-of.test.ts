import { dense, sequential } from '@gradkit/layers';
import { meanSquaredError } from '@gradkit/losses';
import { sgd } from '@gradkit/optimizers';
import { type Callback, fit } from '@gradkit/train';
import { describe, expect, it } from 'vitest';
import { epochsOf } from '../../src/training/epochs-of.ts';

const data = { x: [[-1], [0], [1], [2]], y: [[-3], [-1], [1], [3]] };
const options = () => ({
  optimizer: sgd({ learningRate: 0.1 }),
  loss: meanSquaredError(),
  epochs: 5,
  batchSize: 2,
  seed: 3,
});
const line = () => sequential([dense({ units: 1 })]);

describe('epochsOf', () => {
  it('trains as fit does, and waits for whoever asks', async () => {
    const history = await fit(line(), data, options());
    const losses: (number | undefined)[] = [];
    const seen: number[] = [];
    const watch: Callback = { onEpochBegin: ({ epoch }) => void seen.push(epoch) };
    for await (const { epoch, logs } of epochsOf(line(), data, { ...options(), callbacks: [watch] })) {
      losses.push(logs['loss']);
      // Turns enough for training to go on, if it did not wait.
      for (let turn = 0; turn < 100; turn++) await undefined;
      expect(seen.at(-1)).toBe(epoch);
    }
    expect(losses).toEqual(history.logs['loss']);
  });

  it('ends training after the epoch that is left, with the end of all callbacks', async () => {
    const moments: string[] = [];
    const watch: Callback = {
      onEpochEnd: ({ epoch }) => void moments.push(`epoch ${epoch}`),
      onTrainEnd: () => void moments.push('end'),
    };
    for await (const { epoch } of epochsOf(line(), data, { ...options(), callbacks: [watch] })) if (epoch === 1) break;
    expect(moments).toEqual(['epoch 0', 'epoch 1', 'end']);
  });

  it('throws what goes wrong in training', async () => {
    const fail: Callback = {
      onEpochBegin({ epoch }) {
        if (epoch === 2) throw new RangeError('no third epoch');
      },
    };
    const epochs: number[] = [];
    const training = async () => {
      for await (const { epoch } of epochsOf(line(), data, { ...options(), callbacks: [fail] })) epochs.push(epoch);
    };
    await expect(training()).rejects.toThrow('no third epoch');
    expect(epochs).toEqual([0, 1]);
    await expect(epochsOf(line(), { x: [], y: [] }, options()).next()).rejects.toThrow();
  });
});
