import { relu } from '@gradkit/activations';
import { memory } from '@gradkit/core';
import { dataset } from '@gradkit/data';
import { dense, dropout, sequential } from '@gradkit/layers';
import { sparseCategoricalCrossentropy } from '@gradkit/losses';
import { sgd } from '@gradkit/optimizers';
import { fit } from '@gradkit/train';
import { expect, it } from 'vitest';
import { recordTraining } from '../../src/index.ts';

const samples = (count: number) =>
  dataset({
    x: Array.from({ length: count }, (_, i) => [Math.sin(i), Math.cos(3 * i)]),
    y: Int32Array.from({ length: count }, (_, i) => (i % 5 === 0 ? 1 : 0)),
  });

const network = () =>
  sequential([dense({ units: 6, activation: relu }), dropout({ rate: 0.2 }), dense({ units: 2 })], { seed: 1 });

const options = () => ({
  optimizer: sgd({ learningRate: (step: number) => 0.1 / (1 + step) }),
  loss: sparseCategoricalCrossentropy({ fromLogits: true }),
  batchSize: 8,
  epochs: 3,
});

it('records a run of fit: steps, losses, epochs, facts', async () => {
  const [train, validationData] = [samples(20), samples(10)];
  const recorder = recordTraining({ every: 4, data: train, validationData });
  const history = await fit(network(), train, { ...options(), validationData, callbacks: [recorder] });

  const { record } = recorder;
  expect(JSON.parse(JSON.stringify(record))).toEqual(JSON.parse(JSON.stringify(recorder.record)));
  // Batches of 8, 8 and 4: two programs, one record.
  expect(record.losses).toHaveLength(9);
  expect(record.steps.map(({ step, epoch }) => [step, epoch])).toEqual([
    [0, 0],
    [1, 0],
    [2, 0],
    [4, 1],
    [8, 2],
  ]);
  for (const { step, loss, learningRate } of record.steps) {
    expect(loss).toBe(record.losses[step]);
    expect(learningRate).toBeCloseTo(0.1 / (1 + step), 12);
  }
  expect(record.epochs.map(({ loss, valLoss }) => [loss, valLoss])).toEqual(
    history.epochs.map((epoch) => [history.logs['loss']?.[epoch], history.logs['valLoss']?.[epoch]]),
  );
  expect(record.layers.map(({ path }) => path)).toEqual(['dense', 'dense_1']);
  expect(record).toMatchObject({ optimizer: 'sgd', hasNoise: true, penalizedParameters: 0 });
  expect(record.data).toMatchObject({
    samples: 20,
    batchSize: 8,
    validationSamples: 10,
    classCounts: [16, 4],
    nonFinite: false,
  });
  expect(record.data.inputs?.means[0]).toBeCloseTo(
    Array.from({ length: 20 }, (_, i) => Math.sin(i)).reduce((a, b) => a + b, 0) / 20,
    6,
  );
});

it('keeps no more looks than it is told, the first and the recent ones', async () => {
  const recorder = recordTraining({ every: 1, looks: 8 });
  await fit(network(), samples(20), { ...options(), epochs: 20, callbacks: [recorder] });
  const steps = recorder.record.steps.map(({ step }) => step);
  expect(steps.length).toBeLessThanOrEqual(8);
  expect(steps[0]).toBe(0);
  expect(steps.slice(-3)).toEqual([57, 58, 59]);
  expect(recorder.record.losses).toHaveLength(60);
});

/** Lets the engine collect what other tests have left, so that it is not collected while memory is watched. */
async function settled(): Promise<void> {
  const { gc, setTimeout } = globalThis as unknown as { gc(): void; setTimeout(run: () => void): void };
  for (let turn = 0; turn < 10; turn++) {
    gc();
    await new Promise<void>((resolve) => setTimeout(resolve));
  }
}

it('gives all memory back', async () => {
  await settled();
  const before = memory().variables;
  const [model, given] = [network(), options()];
  await fit(model, samples(20), { ...given, callbacks: [recordTraining()] });
  expect(memory().variables).toBeGreaterThan(before);
  for (const each of [...model.variables.map(({ variable }) => variable), ...given.optimizer.state]) each.dispose();
  expect(memory().variables).toBe(before);
});
