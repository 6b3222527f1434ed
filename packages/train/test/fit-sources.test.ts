import { mean, sub } from '@gradkit/core';
import { type BatchSource, dataset, fromIterable, type Sample } from '@gradkit/data';
import { constant } from '@gradkit/initializers';
import { dense, type Model, sequential } from '@gradkit/layers';
import { meanAbsoluteError, meanSquaredError, sparseCategoricalCrossentropy } from '@gradkit/losses';
import { accuracy, lossMetric } from '@gradkit/metrics';
import { adam, sgd } from '@gradkit/optimizers';
import { describe, expect, it } from 'vitest';
import { evaluate, fit, predict } from '../src/index.ts';
import { classifier, points } from './samples.ts';

const loss = sparseCategoricalCrossentropy({ fromLogits: true });
const options = () => ({ optimizer: adam(), loss, metrics: [accuracy()], epochs: 3, seed: 4 });

/** The samples as a stream; notes every pass that is begun and ended. */
const stream = (size?: number, passes: string[] = []) =>
  fromIterable(
    function* (epoch) {
      passes.push(`begin ${epoch}`);
      try {
        for (const [i, x] of points.x.entries()) yield { x: [...x], y: points.y[i] as number };
      } finally {
        passes.push(`end ${epoch}`);
      }
    },
    size === undefined ? { classes: 3 } : { size, classes: 3 },
  );

const weightsAfter = async (run: (model: Model) => Promise<unknown>) => {
  const model = classifier(5);
  const result = await run(model);
  return { weights: model.getWeights(), result };
};

describe('fit', () => {
  it('trains on a stream as on the same samples in memory', async () => {
    const memory = await weightsAfter(
      async (model) => (await fit(model, points, { ...options(), batchSize: 8, shuffle: false })).logs,
    );
    for (const data of [stream(), stream(30), stream().batch(8), stream(30).batch(8).prefetch(2)]) {
      const how = 'batchSize' in data ? {} : { batchSize: 8 };
      const streamed = await weightsAfter(async (model) => (await fit(model, data, { ...options(), ...how })).logs);
      expect(streamed).toEqual(memory);
    }
    const batches = dataset(points, { classes: 3 }).batch(8);
    expect(await weightsAfter(async (model) => (await fit(model, batches, options())).logs)).toEqual(memory);
  });

  it('draws each epoch from the batches of that epoch, and validates on a stream', async () => {
    const shuffled = dataset(points, { classes: 3 }).shuffle({ seed: 4 });
    const memory = await weightsAfter((model) => fit(model, points, { ...options(), batchSize: 8 }));
    const given = await weightsAfter((model) =>
      fit(model, shuffled.batch(8), { ...options(), validationData: stream(), validationBatchSize: 7 }),
    );
    expect(given.weights).toEqual(memory.weights);
  });

  it('closes what it reads from, also when it stops before the end', async () => {
    const passes: string[] = [];
    await fit(classifier(), stream(undefined, passes), { ...options(), batchSize: 8, stepsPerEpoch: 2, epochs: 2 });
    // One look at the first batch, then two epochs.
    expect(passes).toEqual(['begin 0', 'end 0', 'begin 0', 'end 0', 'begin 1', 'end 1']);
  });

  it('knows the steps of a stream from its size, or after the first epoch', async () => {
    const seen = async (data: ReturnType<typeof stream>) => {
      const steps: (number | undefined)[] = [];
      const callback = { onBatchEnd: (context: { steps: number | undefined }) => void steps.push(context.steps) };
      await fit(classifier(), data, { ...options(), epochs: 2, batchSize: 16, callbacks: [callback] });
      return steps;
    };
    expect(await seen(stream(30))).toEqual([2, 2, 2, 2]);
    expect(await seen(stream())).toEqual([undefined, undefined, 2, 2]);
  });

  it('takes the next batches of those that never end', async () => {
    const numbers = fromIterable(function* (epoch) {
      for (let i = 0; i < 5; i++) yield { x: [epoch * 5 + i], y: [0] };
    }).repeat();
    const model = sequential([dense({ units: 1, kernelInitializer: constant(1) })]);
    const history = await fit(model, numbers, {
      optimizer: sgd({ learningRate: 0 }),
      loss: meanSquaredError(),
      metrics: [lossMetric(meanAbsoluteError())],
      batchSize: 2,
      stepsPerEpoch: 3,
      epochs: 3,
    });
    // Means of 0 … 5, 6 … 11, 12 … 17.
    expect(history.logs['meanAbsoluteError']).toEqual([2.5, 8.5, 14.5]);
  });

  it('goes on with batches that never end where an earlier run stopped', async () => {
    const endless = () => stream().repeat().batch(8);
    const whole = await weightsAfter((model) => fit(model, endless(), { ...options(), stepsPerEpoch: 3, epochs: 4 }));
    const parts = await weightsAfter(async (model) => {
      const how = { ...options(), stepsPerEpoch: 3 };
      await fit(model, endless(), { ...how, epochs: 2 });
      await fit(model, endless(), { ...how, epochs: 4, initialEpoch: 2 });
    });
    expect(parts.weights).toEqual(whole.weights);
  });

  it('validates when it is due, on as much as asked for', async () => {
    const run = async (how: object) =>
      (await fit(classifier(), points, { ...options(), epochs: 5, validationData: points, ...how })).logs;
    expect((await run({ validationFrequency: 2 }))['valLoss']?.length).toBe(2);
    const [late] = (await run({ validationFrequency: [4] }))['valLoss'] ?? [];
    const all = await run({});
    expect(late).toBe(all['valLoss']?.[4]);
    expect((await run({}))['loss']).toEqual((await run({ validationFrequency: [] }))['loss']);
    const first = { x: points.x.slice(0, 14), y: points.y.slice(0, 14) };
    const limited = await run({ validationBatchSize: 7, validationSteps: 2 });
    expect(limited['valLoss']).toEqual((await run({ validationData: first, validationBatchSize: 7 }))['valLoss']);
  });

  it.each<[string, unknown, object, string]>([
    [
      'batches of another size',
      dataset(points).batch(8),
      { batchSize: 4 },
      'the data comes in batches of 8. Leave out batchSize',
    ],
    [
      'all samples of an uncounted stream',
      stream(),
      { batchSize: 'full' },
      "batchSize is a positive integer or 'full'",
    ],
    ['an epoch without end', stream().repeat(), {}, 'fit: the batches never end. Give stepsPerEpoch'],
    [
      'a validation without end',
      points,
      { validationData: stream().repeat() },
      'the batches never end. Give validationSteps',
    ],
    [
      'a share of a stream',
      stream(),
      { validationSplit: 0.2 },
      'validationSplit needs data in memory. Give validationData',
    ],
    [
      'a validation every 0 epochs',
      points,
      { validationFrequency: 0 },
      'validationFrequency is an integer of at least 1',
    ],
    ['no validation steps', points, { validationData: points, validationSteps: 0 }, 'validationSteps is an integer'],
    ['data without truth', dataset({ x: points.x }), {}, 'fit: the data has no field "y", only x'],
    [
      'a stream without samples',
      fromIterable(function* (): Iterable<{ x: number[]; y: number }> {}),
      {},
      'the source is empty',
    ],
    ['a label that is no class', fromIterable(() => [{ x: [1, 2], y: 7 }]), {}, 'label 7'],
  ])('rejects %s', async (_, data, how, message) => {
    await expect(fit(classifier(), data as never, { ...options(), ...how } as never)).rejects.toThrow(message);
  });
});

describe('evaluate and predict', () => {
  it('take streams and batches', async () => {
    const model = classifier(2);
    const how = { loss, metrics: [accuracy()] };
    const expected = await evaluate(model, points, { ...how, batchSize: 7 });
    expect(await evaluate(model, stream(), { ...how, batchSize: 7 })).toEqual(expected);
    expect(await evaluate(model, stream().batch(7), how)).toEqual(expected);
    const outputs = (await predict(model, points.x)).toArray();
    expect((await predict(model, stream(), { batchSize: 7 })).toArray()).toEqual(outputs);
    expect((await predict(model, dataset(points).batch(7))).toArray()).toEqual(outputs);
    expect((await predict(model, stream().repeat().batch(5), { steps: 6 })).toArray()).toEqual(outputs);
    await expect(predict(model, stream().repeat())).rejects.toThrow('predict: the batches never end. Give steps');
    await expect(evaluate(model, stream().repeat(), how)).rejects.toThrow(
      'evaluate: the batches never end. Give steps',
    );
  });

  it('weigh samples by any kind of number', async () => {
    const model = sequential([dense({ units: 3 })], { seed: 2 });
    const how = { optimizer: sgd({ learningRate: 0 }), loss, batchSize: 7, shuffle: false };
    const weights = points.y.map((_, i) => i % 3);
    const [floats, integers] = [Float64Array.from(weights), Int32Array.from(weights)];
    const run = async (sampleWeight: Float64Array | Int32Array | number[]) =>
      (await fit(model, { ...points, sampleWeight }, how)).logs;
    expect(await run(floats)).toEqual(await run(weights));
    expect(await run(integers)).toEqual(await run(weights));
    expect(await run(weights.map(() => 1))).toEqual(
      (await fit(model, { ...points, sampleWeight: undefined } as never, how)).logs,
    );
  });

  it('weigh samples', async () => {
    const model = sequential([dense({ units: 1, useBias: false, kernelInitializer: constant(1) })]);
    const data = { x: [[1], [2], [3]], y: [[0], [0], [0]], sampleWeight: [1, 0, 2] };
    const measured = await evaluate(model, data, {
      loss: meanSquaredError(),
      metrics: [{ ...lossMetric(meanAbsoluteError()), name: 'plain' }],
      weightedMetrics: [{ ...lossMetric(meanAbsoluteError()), name: 'weighted' }],
    });
    expect(measured).toEqual({ loss: expect.closeTo((1 + 18) / 3, 6), plain: 2, weighted: 7 / 3 });
    const own = (yTrue: Sample['y'], yPred: Sample['y']) => mean(sub(yPred, yTrue));
    await expect(evaluate(model, data, { loss: own })).rejects.toThrow(
      'evaluate: there are weights of samples, but the loss does not take any. Make it with createLoss()',
    );
  });
});

describe("batches of one's own", () => {
  it('must not run dry', async () => {
    const make = (epoch: number): BatchSource<'x' | 'y'> => ({
      length: undefined,
      batchSize: 8,
      epoch: make,
      async *[Symbol.asyncIterator]() {
        if (epoch < 2) yield* dataset(points, { classes: 3 }).batch(8);
      },
    });
    await expect(fit(classifier(), make(0), options())).rejects.toThrow('fit: the data has no batches in epoch 2');
  });

  it('need no more than the interface', async () => {
    const inner = dataset(points, { classes: 3 }).batch(8);
    const source: BatchSource<'x' | 'y'> = {
      length: undefined,
      batchSize: 8,
      epoch: () => source,
      async *[Symbol.asyncIterator]() {
        for (const batch of inner) {
          await Promise.resolve();
          yield batch;
        }
      },
    };
    const own = await weightsAfter((model) => fit(model, source, options()));
    const memory = await weightsAfter((model) => fit(model, points, { ...options(), batchSize: 8, shuffle: false }));
    expect(own.weights).toEqual(memory.weights);
  });
});
