import { gradients } from '@gradkit/autograd';
import { jit, key, type MemoryReport, memory, type Tensor, type Variable } from '@gradkit/core';
import { dataset, fromIterable } from '@gradkit/data';
import { batchNormalization, dense, dropout, type Model, sequential } from '@gradkit/layers';
import { sparseCategoricalCrossentropy } from '@gradkit/losses';
import { accuracy } from '@gradkit/metrics';
import { adam, type Optimizer } from '@gradkit/optimizers';
import { describe, expect, it } from 'vitest';
import { type Callback, checkpointTo, earlyStopping, evaluate, fit, predict, terminateOnNaN } from '../src/index.ts';
import { points } from './samples.ts';

const loss = sparseCategoricalCrossentropy({ fromLogits: true });

/** Every kind of variable: parameters, moving statistics, a random stream, and the optimizer's slots. */
const network = (): Model =>
  sequential([dense({ units: 8 }), batchNormalization(), dropout({ rate: 0.2 }), dense({ units: 3 })]);

const variablesOf = (model: Model, optimizer: Optimizer): Variable[] => [
  ...model.parameters.map(({ variable }) => variable),
  ...model.state,
  ...optimizer.state,
];

async function run(callbacks: readonly Callback[] = [], epochs = 2) {
  const [model, optimizer] = [network(), adam()];
  const options = { loss, metrics: [accuracy()], batchSize: 8 };
  // 27 samples to train with: four steps an epoch, of which the last is smaller.
  await fit(model, points, { ...options, optimizer, epochs, validationSplit: 0.1, seed: 1, callbacks });
  await evaluate(model, points, options);
  await predict(model, points.x);
  return { model, optimizer };
}

/** Lets the engine collect what is forgotten, and tell of it. */
async function collected(): Promise<void> {
  const { gc, setTimeout } = globalThis as unknown as { gc(): void; setTimeout(run: () => void): void };
  for (let turn = 0; turn < 20 && memory().variables > 0; turn++) {
    gc();
    await new Promise<void>((resolve) => setTimeout(resolve));
  }
}

describe('memory', () => {
  it('does not grow in a thousand steps of fit', async () => {
    const reports: MemoryReport[] = [];
    await run([{ onEpochEnd: () => void reports.push(memory()) }], 250);
    const [first, ...others] = reports;
    expect(others.length).toBe(249);
    for (const report of others) expect(report).toEqual(first);
  });

  it('does not grow in a thousand steps of fit on streams, with weights, checkpoints and validation', async () => {
    const stream = fromIterable(
      async function* () {
        for (const [i, x] of points.x.entries())
          yield { x: [...x], y: points.y[i] as number, sampleWeight: 1 + (i % 2) };
      },
      { classes: 3 },
    );
    const reports: MemoryReport[] = [];
    await fit(network(), stream.batch(8).prefetch(2), {
      optimizer: adam({ gradientAccumulationSteps: 2, ema: {} }),
      loss,
      metrics: [accuracy()],
      weightedMetrics: [{ ...accuracy(), name: 'weighted' }],
      classWeight: { 1: 2 },
      epochs: 250,
      validationData: stream,
      validationFrequency: 5,
      callbacks: [
        checkpointTo(() => {}, { every: { steps: 50 } }),
        earlyStopping({ patience: 300, restoreBestWeights: true }),
        terminateOnNaN(),
        { onEpochEnd: ({ epoch }) => void (epoch % 5 === 4 && reports.push(memory())) },
      ],
    });
    const [, first, ...others] = reports;
    expect(others.length).toBe(48);
    for (const report of others) expect(report).toEqual(first);
  });

  it('does not grow in a thousand steps by hand that are awaited, or not', async () => {
    const [model, optimizer] = [network(), adam()];
    model.build([1, 2], key(1));
    const step = jit((x: Tensor, y: Tensor) => {
      const value = loss(y, model.apply(x, { training: true }));
      optimizer.apply(gradients(value, model.parameters), model.parameters);
      return value;
    });
    const batches = dataset(points).batch(10);
    const epoch = async (wait: boolean): Promise<void> => {
      for (const { x, y } of batches) {
        const value = step(x, y);
        if (wait) await value.data();
      }
    };
    await epoch(true);
    const after = memory();
    for (let i = 0; i < 340; i++) await epoch(i % 2 === 0);
    expect(memory()).toEqual(after);
  });

  it('returns to where it started when the variables of each of many models are disposed', async () => {
    const dispose = ({ model, optimizer }: Awaited<ReturnType<typeof run>>): void => {
      for (const variable of variablesOf(model, optimizer)) variable.dispose();
    };
    await collected();
    expect(memory().variables).toBe(0);
    dispose(await run());
    const after = memory();
    expect(after.variables).toBe(0);
    for (let i = 0; i < 20; i++) {
      dispose(await run());
      expect(memory()).toEqual(after);
    }
  });

  it('returns to where it started when models are forgotten', async () => {
    for (let i = 0; i < 5; i++) await run();
    expect(memory().variables).toBeGreaterThan(0);
    await collected();
    expect(memory().variables).toBe(0);
  });
});
