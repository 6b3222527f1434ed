import { add, foldIn, key, mul, normal, reshape } from '@gradkit/core';
import { augment, dataset, fromIterable, randomRotation, randomTranslation } from '@gradkit/data';
import { digits } from '@gradkit/data/digits';
import { batchNormalization, conv2d, dense, dropout, flatten, type Model, sequential } from '@gradkit/layers';
import { sparseCategoricalCrossentropy } from '@gradkit/losses';
import { accuracy } from '@gradkit/metrics';
import { adam, cosineDecay, lookahead, type Optimizer, sgd } from '@gradkit/optimizers';
import { describe, expect, it } from 'vitest';
import {
  type Callback,
  checkpointTo,
  earlyStopping,
  type FitOptions,
  fit,
  type History,
  learningRateScheduler,
  parseCheckpoint,
  reduceLearningRateOnPlateau,
  swapEmaWeights,
  type TrainingData,
  weightsFromBytes,
} from '../src/index.ts';
import { points } from './samples.ts';

interface Run {
  readonly model: Model;
  readonly optimizer: Optimizer;
  readonly data: TrainingData;
  readonly options: Omit<FitOptions, 'optimizer' | 'loss'>;
}

const loss = sparseCategoricalCrossentropy({ fromLogits: true });

const network = (seed: number): Model =>
  sequential([dense({ units: 6 }), batchNormalization(), dropout({ rate: 0.3 }), dense({ units: 3 })], { seed });

const common = { metrics: [accuracy()], epochs: 4, batchSize: 8, seed: 3 };

/** Runs with everything that must survive; each call makes new objects. */
const runs: Readonly<Record<string, () => Run>> = {
  'Adam, batch normalisation, dropout and shuffling': () => ({
    model: network(1),
    optimizer: adam({ learningRate: 0.01 }),
    data: points,
    options: { ...common, validationSplit: 0.2 },
  }),
  'lookahead, accumulation, and class weights': () => ({
    model: network(2),
    optimizer: lookahead(adam({ learningRate: 0.02, gradientAccumulationSteps: 3 }), { syncPeriod: 2 }),
    data: points,
    options: { ...common, classWeight: { 1: 2 } },
  }),
  'a schedule and random changes of the data': () => ({
    model: network(3),
    optimizer: sgd({ learningRate: cosineDecay({ initialLearningRate: 0.2, decaySteps: 12 }), momentum: 0.9 }),
    data: dataset(points, { classes: 3 }).map(({ x, y }, { epoch, indices }) => ({
      x: add(x, mul(normal(foldIn(foldIn(key(5), epoch), indices[0] ?? 0), x.shape), 0.1)),
      y,
    })),
    options: { ...common, validationData: points, validationFrequency: 2 },
  }),
  'augmented images': () => ({
    model: sequential(
      [
        conv2d({ filters: 3, kernelSize: 3 }),
        batchNormalization(),
        flatten(),
        dropout({ rate: 0.2 }),
        dense({ units: 10 }),
      ],
      { seed: 8 },
    ),
    optimizer: adam(),
    data: digits()
      .take(40)
      .map(({ x, y }) => ({ x: reshape(x, [-1, 8, 8, 1]), y }))
      .map(augment([randomTranslation(0.2, 0.2), randomRotation(0.05)], { seed: 6 })),
    options: { ...common, batchSize: 16 },
  }),
  'averaged weights, which are measured': () => ({
    model: network(4),
    optimizer: adam({ learningRate: 0.05, ema: { momentum: 0.8 } }),
    data: points,
    options: { ...common, validationData: points, callbacks: [swapEmaWeights()] },
  }),
  'early stopping and learning rates set by callbacks': () => ({
    model: network(5),
    optimizer: sgd({ learningRate: 0.5 }),
    data: points,
    options: {
      ...common,
      epochs: 12,
      validationSplit: 0.3,
      callbacks: [
        learningRateScheduler((epoch, rate) => (epoch === 1 ? rate * 0.9 : rate)),
        reduceLearningRateOnPlateau({ monitor: 'loss', patience: 1, factor: 0.5, minDelta: 0.2, cooldown: 1 }),
        earlyStopping({ patience: 2, minDelta: 0.05, restoreBestWeights: true }),
      ],
    },
  }),
  'batches that never end': () => ({
    model: network(6),
    optimizer: adam(),
    data: fromIterable(
      function* (epoch) {
        for (const [i, x] of points.x.entries()) yield { x: x.map((value) => value + epoch), y: points.y[i] as number };
      },
      { classes: 3 },
    )
      .shuffle({ seed: 2, bufferSize: 10 })
      .repeat(),
    options: { ...common, stepsPerEpoch: 3 },
  }),
  'a stream of unknown length': () => ({
    model: network(7),
    optimizer: adam(),
    data: fromIterable(() => points.x.map((x, i) => ({ x: [...x], y: points.y[i] as number })), { classes: 3 }),
    options: common,
  }),
};

/** All that a run leaves behind. */
const remains = (history: History, { model, optimizer }: Run) => ({
  epochs: history.epochs,
  logs: history.logs,
  stoppedEpoch: history.stoppedEpoch,
  flags: history.flags,
  weights: model.variables.map(({ name, variable }) => [name, variable.value.dataSync()]),
  slots: optimizer.namedState.map(({ name, variable }) => [name, variable.value.dataSync()]),
  learningRate: optimizer.learningRate,
});

/** What callbacks see from a place on. */
const witness = (seen: string[]): Callback => ({
  onEpochBegin: ({ epoch }) => void seen.push(`begin ${epoch}`),
  onBatchEnd: ({ epoch, step, logs }) => void seen.push(`${epoch}:${step} ${JSON.stringify(logs)}`),
  onEpochEnd: ({ epoch, steps, logs, optimizer }) =>
    void seen.push(`end ${epoch} of ${steps} ${JSON.stringify(logs)} ${optimizer.learningRate}`),
});

async function complete(make: () => Run) {
  const run = make();
  const seen: string[] = [];
  const kept: { readonly bytes: Uint8Array; readonly seen: number }[] = [];
  const keep = (bytes: Uint8Array): void => void kept.push({ bytes, seen: seen.length });
  const callbacks = [
    // Checkpoints wait for what comes after them in the list.
    checkpointTo(keep, { every: { steps: 1 } }),
    checkpointTo(keep),
    ...(run.options.callbacks ?? []),
    witness(seen),
  ];
  const { model, optimizer, data, options } = run;
  const history = await fit(model, data, { ...options, optimizer, loss, callbacks });
  return { expected: remains(history, run), seen, kept };
}

describe('a resumed run', () => {
  it.each(Object.keys(runs))('ends as if it had not been interrupted, with %s', async (name) => {
    const make = runs[name] as () => Run;
    const { expected, seen, kept } = await complete(make);
    expect(kept.length).toBeGreaterThan(10);
    // Among them places within epochs, at the last step of one, at its end, and at the end of all.
    const places = [0, 1, 2, 3, 4, 5, 9, kept.length - 2, kept.length - 1];
    for (const place of places) {
      const { bytes, seen: before } = kept[place] as (typeof kept)[0];
      const run = make();
      const after: string[] = [];
      const history = await fit(run.model, run.data, {
        ...run.options,
        optimizer: run.optimizer,
        loss,
        callbacks: [...(run.options.callbacks ?? []), witness(after)],
        resume: parseCheckpoint(bytes),
      });
      expect(remains(history, run), `place ${place}`).toEqual(expected);
      expect(after, `place ${place}`).toEqual(seen.slice(before));
    }
  });

  it('makes the same checkpoints', async () => {
    const make = runs['Adam, batch normalisation, dropout and shuffling'] as () => Run;
    const collect = async (resume?: Uint8Array) => {
      const { model, optimizer, data, options } = make();
      const kept: Uint8Array[] = [];
      const best = checkpointTo((bytes) => kept.push(bytes), { saveBestOnly: true, monitor: 'valLoss' });
      const third = checkpointTo((bytes) => kept.push(bytes), { every: { steps: 3 } });
      const more = resume === undefined ? {} : { resume: parseCheckpoint(resume) };
      await fit(model, data, { ...options, optimizer, loss, callbacks: [best, third], ...more });
      return kept;
    };
    const whole = await collect();
    for (const at of [0, 1, 2]) expect(await collect(whole[at])).toEqual(whole.slice(at + 1));
  });

  it('may have more epochs, and stops at once where the run had ended', async () => {
    const make = runs['lookahead, accumulation, and class weights'] as () => Run;
    const { expected, kept } = await complete(make);
    const resume = parseCheckpoint((kept.at(-1) as (typeof kept)[0]).bytes);
    const longer = make();
    const long = await fit(longer.model, longer.data, {
      ...longer.options,
      epochs: 6,
      optimizer: longer.optimizer,
      loss,
      resume,
    });
    expect(long.epochs).toEqual([0, 1, 2, 3, 4, 5]);
    expect(long.logs['loss']?.slice(0, 4)).toEqual(expected.logs['loss']);
    const sixAtOnce = make();
    await fit(sixAtOnce.model, sixAtOnce.data, {
      ...sixAtOnce.options,
      epochs: 6,
      optimizer: sixAtOnce.optimizer,
      loss,
    });
    expect(longer.model.getWeights()).toEqual(sixAtOnce.model.getWeights());
  });

  it('closes the epoch in which the run was stopped', async () => {
    const stopAt: Callback = {
      onBatchEnd: ({ epoch, step, stop }) => (epoch === 1 && step === 2 ? stop() : undefined),
    };
    const make = runs['a schedule and random changes of the data'] as () => Run;
    const kept: Uint8Array[] = [];
    const whole = make();
    const expected = await fit(whole.model, whole.data, {
      ...whole.options,
      optimizer: whole.optimizer,
      loss,
      callbacks: [stopAt, checkpointTo((bytes) => kept.push(bytes), { every: { steps: 1 } })],
    });
    const run = make();
    const resume = parseCheckpoint(kept.at(-1) as Uint8Array);
    expect([resume.epoch, resume.step]).toEqual([1, 2]);
    const history = await fit(run.model, run.data, { ...run.options, optimizer: run.optimizer, loss, resume });
    expect(remains(history, run)).toEqual(remains(expected, whole));
    expect(history.stoppedEpoch).toBe(1);
  });
});

const small = (change: Partial<FitOptions> = {}) => {
  const model = sequential([dense({ units: 2 }), dropout({ rate: 0.5 }), dense({ units: 3 })], { seed: 1 });
  const kept: Uint8Array[] = [];
  const callbacks = [checkpointTo((bytes) => kept.push(bytes), { every: { steps: 2 } }), ...(change.callbacks ?? [])];
  const options: FitOptions = { optimizer: adam(), loss, batchSize: 10, ...change, callbacks };
  return { model, kept, options };
};

const resumed = (
  bytes: Uint8Array,
  change: Partial<FitOptions> = {},
  data: TrainingData = points,
  model = small().model,
) => fit(model, data, { ...small().options, ...change, resume: parseCheckpoint(bytes) });

const one = async (change: Partial<FitOptions> = {}): Promise<Uint8Array> => {
  const { model, kept, options } = small(change);
  await fit(model, points, options);
  return kept[0] as Uint8Array;
};

describe('parseCheckpoint', () => {
  it('tells where the run stood, and holds its weights', async () => {
    const bytes = await one();
    const { epoch, step, logs, weights } = parseCheckpoint(bytes);
    expect([epoch, step]).toEqual([0, 2]);
    expect(logs).toEqual({ loss: expect.any(Number) });
    expect(Object.keys(weights)).toContain('dense/kernel');
  });

  it('refuses a checkpoint that is cut off anywhere', async () => {
    const bytes = await one();
    for (let length = 0; length < bytes.length; length++) {
      expect(() => parseCheckpoint(bytes.subarray(0, length)), `${length} bytes`).toThrow(
        /cut off or damaged|carries no checksum/,
      );
    }
  });

  it('refuses a checkpoint of which any byte was altered', async () => {
    const bytes = await one();
    for (let at = 0; at < bytes.length; at++) {
      for (const change of [1, 0x80, 0xff]) {
        const altered = bytes.slice();
        altered[at] = (altered[at] as number) ^ change;
        expect(() => parseCheckpoint(altered), `byte ${at}`).toThrow(/cut off or damaged|carries no checksum/);
      }
    }
  });

  it('refuses what is no checkpoint', async () => {
    const { model } = small();
    model.build([1, 2]);
    const { weightsToBytes } = await import('../src/index.ts');
    expect(() => parseCheckpoint(weightsToBytes(model))).toThrow(
      'no checkpoint, but a file of format "gradkit-weights"',
    );
    expect(() => parseCheckpoint('path' as never)).toThrow('parseCheckpoint: this is no checkpoint');
    expect(() => weightsFromBytes(model, new Uint8Array(0))).toThrow('0 bytes are too few');
  });
});

describe('a checkpoint of another run', () => {
  const stopping = () => ({ callbacks: [earlyStopping({ monitor: 'loss' })] });

  it.each<[string, (bytes: Uint8Array) => Promise<unknown>, string]>([
    ['batch size', (bytes) => resumed(bytes, { batchSize: 5 }), 'Its batchSize is 10, that of this run 5.'],
    ['seed', (bytes) => resumed(bytes, { seed: 9 }), 'Its seed is 0, that of this run 9.'],
    ['order', (bytes) => resumed(bytes, { shuffle: false }), 'Its shuffle is true, that of this run false.'],
    [
      'number of samples',
      (bytes) => resumed(bytes, {}, { x: points.x.slice(3), y: points.y.slice(3) }),
      'Its samples is 30, that of this run 27.',
    ],
    [
      'kind of data',
      (bytes) => resumed(bytes, { batchSize: undefined }, dataset(points).batch(10)),
      'Its samples is 30, that of this run undefined.',
    ],
    ['optimizer', (bytes) => resumed(bytes, { optimizer: sgd() }), 'Its optimizer is adam, that of this run sgd.'],
    [
      'optimizer option',
      (bytes) => resumed(bytes, { optimizer: adam({ amsgrad: true }) }),
      'Missing: optimizer/dense/kernel/',
    ],
    [
      'model',
      (bytes) => resumed(bytes, {}, points, sequential([dense({ units: 3, name: 'other' })])),
      'Missing: model/other/kernel',
    ],
    [
      'shape',
      (bytes) =>
        resumed(
          bytes,
          {},
          points,
          sequential([dense({ units: 4 }), dropout({ rate: 0.5 }), dense({ units: 3 })], { seed: 1 }),
        ),
      'Different: model/dense/kernel: float32[2, 2], not float32[2, 4]',
    ],
    [
      'random key',
      (bytes) =>
        resumed(
          bytes,
          {},
          points,
          sequential([dense({ units: 2 }), dropout({ rate: 0.5 }), dense({ units: 3 })], { seed: 2 }),
        ),
      'The model draws other random numbers: give it the seed that it had.',
    ],
    ['metric', (bytes) => resumed(bytes, { metrics: [accuracy()] }), 'Its logs are loss, those of this run'],
    [
      'validation',
      (bytes) => resumed(bytes, { validationData: points }),
      'Its logs are loss, those of this run loss, valLoss.',
    ],
  ])('is refused when it has another %s', async (_, run, message) => {
    const bytes = await one();
    await expect(run(bytes)).rejects.toThrow(message);
    await expect(run(bytes)).rejects.toThrow('parseCheckpoint: the checkpoint is that of another run.');
  });

  it('is refused without the callbacks whose state it holds', async () => {
    const bytes = await one(stopping());
    await expect(resumed(bytes)).rejects.toThrow(
      'It holds the state of the callback earlyStopping, which this run has not.',
    );
    await resumed(bytes, stopping());
  });

  it('changes nothing', async () => {
    const bytes = await one();
    const optimizer = adam({ beta1: 0.5 });
    const model = sequential([dense({ units: 2 }), dropout({ rate: 0.5 }), dense({ units: 3 })], { seed: 1 });
    await fit(model, points, { optimizer, loss, batchSize: 10 });
    const contents = () => [model.getWeights(), optimizer.state.map(({ value }) => value.dataSync())];
    const before = contents();
    const begun: string[] = [];
    const callbacks = [{ onTrainBegin: () => void begun.push('begun') }];
    await expect(resumed(bytes, { optimizer, batchSize: 6, callbacks }, points, model)).rejects.toThrow('another run');
    expect(contents()).toEqual(before);
    expect(begun).toEqual([]);
  });

  it('is asked for properly', async () => {
    await expect(fit(small().model, points, { ...small().options, resume: {} as never })).rejects.toThrow('resume');
    await expect(resumed(await one(), { initialEpoch: 0 })).rejects.toThrow('initialEpoch');
  });
});

describe('checkpointTo', () => {
  it('makes checkpoints as often as asked for', async () => {
    const places = async (options: Parameters<typeof checkpointTo>[1]) => {
      const kept: string[] = [];
      const callback = checkpointTo((bytes) => {
        const { epoch, step } = parseCheckpoint(bytes);
        kept.push(`${epoch}:${step}`);
      }, options);
      const { model, options: rest } = small();
      await fit(model, points, { ...rest, epochs: 4, callbacks: [callback] });
      return kept;
    };
    expect(await places({})).toEqual(['1:0', '2:0', '3:0', '4:0']);
    expect(await places({ every: { epochs: 2 } })).toEqual(['2:0', '4:0']);
    expect(await places({ every: { steps: 2 } })).toEqual(['0:2', '1:1', '1:3', '2:2', '3:1', '3:3']);
  });

  it('keeps only what is better than before, if asked to', async () => {
    const values = [3, 4, 2, Number.NaN, 2, 1];
    const run = async (mode: 'min' | 'max') => {
      const kept: number[] = [];
      const callback = checkpointTo((_, { epoch }) => kept.push(epoch), {
        saveBestOnly: true,
        monitor: 'watched',
        mode,
      });
      callback.onTrainBegin?.({ directions: { watched: 'none' } } as never);
      for (const [epoch, watched] of values.entries()) {
        const logs = { watched };
        const state = { epoch, step: 0, samples: 0, stopped: false, logs, totals: [] };
        const parts = {
          model: { variables: [] },
          optimizer: { name: 'none', namedState: [] },
          history: { epochs: [], logs: {}, flags: {} },
        };
        await callback.onSettled?.({ ...parts, epoch, logs, state, setup: {}, callbacks: [] } as never);
      }
      return kept;
    };
    expect(await run('min')).toEqual([0, 2, 5]);
    expect(await run('max')).toEqual([0, 1]);
  });

  it('waits for what keeps them, and fails with it', async () => {
    let written = 0;
    const { model, options } = small();
    const slow = checkpointTo(async () => {
      const before = written;
      await new Promise((resolve) => setTimeout(resolve));
      written = before + 1;
    });
    await fit(model, points, { ...options, epochs: 3, callbacks: [slow] });
    expect(written).toBe(3);
    const failing = checkpointTo(() => Promise.reject(new Error('full')));
    await expect(fit(model, points, { ...options, callbacks: [failing] })).rejects.toThrow('full');
  });

  it('rejects options that make no sense', async () => {
    const save = () => {};
    expect(() => checkpointTo(3 as never)).toThrow('checkpointTo: expected a function that keeps bytes, got 3');
    expect(() => checkpointTo(save, { every: 'epoch' as never })).toThrow('checkpointTo: every');
    expect(() => checkpointTo(save, { every: {} as never })).toThrow('every is { epochs } or { steps }');
    expect(() => checkpointTo(save, { every: { steps: 0 } })).toThrow('every is an integer of at least 1, got 0');
    expect(() => checkpointTo(save, { every: { steps: 5 }, saveBestOnly: true })).toThrow('it needs every: { epochs }');
    expect(() => checkpointTo(save, { mode: 'up' as never })).toThrow("mode is 'auto', 'min' or 'max'");
    const { model, options } = small();
    const callbacks = [checkpointTo(save, { saveBestOnly: true })];
    await expect(fit(model, points, { ...options, callbacks })).rejects.toThrow(
      'checkpointTo: nothing called "valLoss" is measured',
    );
  });
});
