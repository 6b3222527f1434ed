import { fromIterable } from '@gradkit/data';
import { constant } from '@gradkit/initializers';
import { dense, sequential } from '@gradkit/layers';
import { meanSquaredError, sparseCategoricalCrossentropy } from '@gradkit/losses';
import { adam, sgd } from '@gradkit/optimizers';
import { describe, expect, it } from 'vitest';
import { learningRateRangeTest, type RangeTestOptions } from '../src/index.ts';
import { classifier, points } from './samples.ts';

const loss = meanSquaredError();
// One weight, with the loss (w − 1)² and the gradient 2·(w − 1): a rate above 1 makes the distance to 1 grow.
const slope = () => sequential([dense({ units: 1, useBias: false, kernelInitializer: constant(0) })]);
const data = { x: [[1]], y: [[1]] };
const options: RangeTestOptions = {
  optimizer: (learningRate) => sgd({ learningRate }),
  loss,
  minLearningRate: 1e-3,
  maxLearningRate: 10,
  steps: 41,
  smoothing: 0,
};

describe('learningRateRangeTest', () => {
  it('makes one step at each rate, until the loss explodes', async () => {
    const { learningRates, losses, smoothed } = await learningRateRangeTest(slope(), data, options);
    let w = 0;
    for (const [i, rate] of learningRates.entries()) {
      expect(rate).toBeCloseTo(1e-3 * 10 ** (i / 10), 9);
      expect(losses[i]).toBeCloseTo((w - 1) ** 2, 4);
      w -= rate * 2 * (w - 1);
    }
    expect(smoothed).toEqual(losses);
    expect(learningRates.length).toBeLessThan(41);
    expect(losses.at(-1)).toBeGreaterThan(4 * Math.min(...losses));
  });

  it('suggests a tenth of the rate at which the loss is smallest', async () => {
    const { learningRates, losses, suggestion } = await learningRateRangeTest(slope(), data, options);
    const lowest = losses.indexOf(Math.min(...losses));
    expect(suggestion).toBe((learningRates[lowest] as number) / 10);
    // At 0.5 the weight is 1 after one step.
    expect(suggestion).toBeGreaterThan(0.03);
    expect(suggestion).toBeLessThan(0.11);
  });

  it('suggests nothing where the loss only grows', async () => {
    const { suggestion } = await learningRateRangeTest(slope(), data, {
      ...options,
      minLearningRate: 2,
      divergence: 1e9,
      steps: 5,
    });
    expect(suggestion).toBe(undefined);
  });

  it('smooths losses over steps', async () => {
    const { losses, smoothed } = await learningRateRangeTest(slope(), data, { ...options, smoothing: 0.5, steps: 3 });
    const [a, b, c] = losses as [number, number, number];
    expect(smoothed).toEqual(
      [a, (0.25 * a + 0.5 * b) / 0.75, (0.125 * a + 0.25 * b + 0.5 * c) / 0.875].map((s) => expect.closeTo(s, 12)),
    );
  });

  it('leaves the model as it was, with all its state', async () => {
    const model = classifier(4);
    model.build([1, 2]);
    const before = model.getWeights();
    const how = {
      optimizer: (learningRate: number | ((step: number) => number)) => adam({ learningRate }),
      loss: sparseCategoricalCrossentropy({ fromLogits: true }),
    };
    const memory = await learningRateRangeTest(model, points, { ...how, steps: 12, batchSize: 8 });
    expect(memory.losses.length).toBe(12);
    expect(model.getWeights()).toEqual(before);
    const stream = fromIterable(() => points.x.map((x, i) => ({ x: [...x], y: points.y[i] as number })));
    for (const given of [stream, stream.repeat()]) {
      const { losses } = await learningRateRangeTest(model, given, {
        ...how,
        steps: 12,
        batchSize: 8,
        classWeight: { 1: 2 },
      });
      expect(losses.length).toBe(12);
    }
    expect(model.getWeights()).toEqual(before);
  });

  it('rejects what makes no sense', async () => {
    const attempt = (change: object) => learningRateRangeTest(slope(), data, { ...options, ...change } as never);
    await expect(attempt({ optimizer: sgd() })).rejects.toThrow('optimizer is a function such as (learningRate) =>');
    await expect(attempt({ smoothing: 1 })).rejects.toThrow('smoothing is at least 0 and below 1, got 1');
    await expect(attempt({ divergence: 0.5 })).rejects.toThrow('divergence is at least 1');
    await expect(attempt({ steps: 1 })).rejects.toThrow('lrRangeTest: steps');
    await expect(attempt({ loss: undefined })).rejects.toThrow('learningRateRangeTest: needs a loss');
    await expect(attempt({ epochs: 3 })).rejects.toThrow('unknown option "epochs"');
  });
});
