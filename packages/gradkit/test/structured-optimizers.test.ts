import { relu } from '@gradkit/activations';
import { key } from '@gradkit/core';
import { dataset } from '@gradkit/data';
import { digits } from '@gradkit/data/digits';
import { batchNormalization, conv2d, dense, flatten, freeze, type Model, sequential } from '@gradkit/layers';
import { meanSquaredError, sparseCategoricalCrossentropy } from '@gradkit/losses';
import { adam, averageWeights, cosineDecay, lookahead, type Optimizer, sam } from '@gradkit/optimizers';
import { kfac, shampoo, soap } from '@gradkit/second-order';
import { checkpointTo, fit, parseCheckpoint, trainStep } from '@gradkit/train';
import { describe, expect, it } from 'vitest';

const loss = sparseCategoricalCrossentropy({ fromLogits: true });
const { train } = digits().split(0.8, { seed: 1 });
const all = train.batch(train.size).at(0);
const [features, classes] = [all.x.toArray() as number[][], all.y.toArray() as number[]];
const mlp = () =>
  sequential([dense({ units: 64, activation: relu }), dense({ units: 32, activation: relu }), dense({ units: 10 })]);

/** The loss of the best of three learning rates. */
async function lossAfter(epochs: number, create: (learningRate: number) => Optimizer): Promise<number> {
  const losses: number[] = [];
  for (const rate of [0.003, 0.01, 0.03]) {
    const { logs } = await fit(mlp(), train, { optimizer: create(rate), loss, epochs, batchSize: 64, seed: 1 });
    losses.push(logs['loss']?.at(-1) as number);
  }
  return Math.min(...losses);
}

/** The bits of all parameters. */
const bits = (model: Model): string =>
  JSON.stringify(model.parameters.map(({ variable }) => [...variable.value.dataSync()]));

const methods: readonly [string, () => Optimizer][] = [
  ['shampoo', () => shampoo({ preconditionFrequency: 3 })],
  ['soap', () => soap({ preconditionFrequency: 3 })],
  ['kfac', () => kfac({ preconditionFrequency: 3, factorFrequency: 2 })],
];

describe('structured optimizers', () => {
  it('need fewer epochs on the digits than Adam, each with the best of three learning rates', async () => {
    const byAdam = await lossAfter(8, adam);
    expect(await lossAfter(6, shampoo)).toBeLessThan(byAdam);
    expect(await lossAfter(6, soap)).toBeLessThan(byAdam);
    expect(await lossAfter(4, kfac)).toBeLessThan(byAdam);
    expect(await lossAfter(4, (learningRate) => kfac({ learningRate, fisher: 'empirical' }))).toBeLessThan(byAdam);
  });

  it.each(methods)('%s resumes from a checkpoint bit for bit', async (_, create) => {
    const options = { loss, epochs: 2, batchSize: 64, seed: 1, shuffle: true };
    const few = { x: features.slice(0, 320), y: classes.slice(0, 320) };
    const kept: Uint8Array[] = [];
    const callbacks = [checkpointTo((bytes) => void kept.push(bytes), { every: { steps: 4 } })];
    const [whole, resumed] = [mlp(), mlp()];
    await fit(whole, few, { ...options, optimizer: create(), callbacks });
    const resume = parseCheckpoint(kept[0] as Uint8Array);
    expect([resume.epoch, resume.step]).toEqual([0, 4]);
    await fit(resumed, few, { ...options, optimizer: create(), resume });
    expect(bits(resumed)).toBe(bits(whole));
  });

  it.each(methods)('%s leaves frozen layers alone, and trains convolutions and batch normalisation', (_, create) => {
    const frozen = dense({ units: 10 });
    const model = sequential([
      conv2d({ filters: 4, kernelSize: 3, activation: relu }),
      batchNormalization(),
      flatten(),
      freeze(frozen),
    ]);
    model.build([1, 8, 8, 1], key(2));
    const before = JSON.stringify(frozen.variables?.map(({ variable }) => variable.value.toArray()));
    const step = trainStep(model, { optimizer: create(), loss });
    const batches = [...digits({ image: true }).batch(64)].slice(0, 12);
    const losses = batches.map((batch) => step(batch).item());
    expect(losses.at(-1)).toBeLessThan(losses[0] as number);
    expect(JSON.stringify(frozen.variables?.map(({ variable }) => variable.value.toArray()))).toBe(before);
  });

  it('kfac trains a convolutional network in fewer epochs than Adam', async () => {
    const images = digits({ image: true }).split(0.8, { seed: 1 }).train;
    const network = () =>
      sequential([
        conv2d({ filters: 8, kernelSize: 3, padding: 'same', activation: relu }),
        conv2d({ filters: 16, kernelSize: 3, strides: 2, activation: relu }),
        flatten(),
        dense({ units: 10 }),
      ]);
    const after = async (epochs: number, optimizer: Optimizer): Promise<number> => {
      const { logs } = await fit(network(), images, { optimizer, loss, epochs, batchSize: 64, seed: 1 });
      return logs['loss']?.at(-1) as number;
    };
    expect(await after(4, kfac())).toBeLessThan(await after(6, adam(0.03)));
  });

  it('kfac sees every window of a convolution, with a 1 for the bias', () => {
    const images = Array.from({ length: 3 }, (_, n) =>
      Array.from({ length: 4 }, (__, i) => Array.from({ length: 5 }, (___, j) => [Math.sin(n + 3 * i + 7 * j)])),
    );
    const model = sequential([conv2d({ filters: 2, kernelSize: 2, strides: [1, 2] }), flatten(), dense({ units: 10 })]);
    const optimizer = kfac({ factorBeta: 0 });
    trainStep(model, { optimizer, loss })(
      dataset({ x: images, y: [1, 2, 3] })
        .batch(3)
        .at(0),
    ).item();

    const windows = images.flatMap((image) =>
      [0, 1, 2].flatMap((i) =>
        [0, 2].map((j) => [...[0, 1].flatMap((s) => [0, 1].map((t) => image[i + s]?.[j + t]?.[0] as number)), 1]),
      ),
    );
    const moment = (a: number, b: number): number =>
      windows.reduce((sum, window) => sum + (window[a] as number) * (window[b] as number), 0) / windows.length;
    const factor = optimizer.namedState.find(({ name }) => name === 'conv2d/kernel/inputFactor')?.variable.value;
    expect(factor?.shape).toEqual([1, 5, 5]);
    for (const [at, value] of (factor?.dataSync() ?? []).entries()) {
      expect(value).toBeCloseTo(moment(Math.floor(at / 5), at % 5), 6);
    }
  });

  it('kfac solves a linear regression in a step where Adam needs hundreds', () => {
    const x = Array.from({ length: 64 }, (_, i) => [Math.sin(i), 30 * Math.cos(2 * i), 0.1 * Math.sin(3 * i)]);
    const y = x.map(([a = 0, b = 0, c = 0]) => [2 * a - b + 50 * c + 3]);
    const batch = dataset({ x, y }).batch(64).at(0);
    const model = sequential([dense({ units: 1 })], { seed: 1 });
    const optimizer = kfac({ learningRate: 0.8, momentum: 0, likelihood: 'normal', klClip: Infinity, damping: 1e-12 });
    const step = trainStep(model, { optimizer, loss: meanSquaredError() });
    const losses = Array.from({ length: 8 }, () => step(batch).item());
    expect(losses.at(-1)).toBeLessThan(1e-5 * (losses[0] as number));
  });

  it.each([
    ['sam', sam],
    ['lookahead', lookahead],
    ['averageWeights', averageWeights],
  ] as const)('work inside of %s', (_, wrap) => {
    for (const [, create] of methods) {
      const model = mlp();
      const step = trainStep(model, { optimizer: wrap(create()), loss });
      const losses = [...train.batch(64)].slice(0, 12).map((batch) => step(batch).item());
      expect(losses.at(-1)).toBeLessThan(losses[0] as number);
    }
  });

  it('take what all optimizers take: schedules, decay, clipping, averages, accumulation', () => {
    const model = mlp();
    const optimizer = soap({
      learningRate: cosineDecay({ initialLearningRate: 0.01, decaySteps: 100 }),
      weightDecay: 0.1,
      globalClipNorm: 1,
      ema: { momentum: 0.9 },
      gradientAccumulationSteps: 2,
    });
    const step = trainStep(model, { optimizer, loss });
    for (const batch of [...train.batch(64)].slice(0, 10)) step(batch).item();
    expect(optimizer.iterations.value.item()).toBe(5);
    const [kernel] = model.parameters;
    const average = optimizer.averages?.of(kernel as never).value.dataSync() ?? [];
    expect([...average].every(Number.isFinite)).toBe(true);
  });

  it('kfac makes of two gradients of one batch the update that it makes of one', () => {
    const batch = train.batch(64).at(0);
    const after = (gradientAccumulationSteps: number): number[] => {
      const model = sequential([dense({ units: 16, activation: relu }), dense({ units: 10 })], { seed: 1 });
      const optimizer = kfac({ fisher: 'empirical', preconditionFrequency: 1, gradientAccumulationSteps });
      const step = trainStep(model, { optimizer, loss });
      for (let call = 0; call < gradientAccumulationSteps; call++) step(batch).item();
      return model.parameters.flatMap(({ variable }) => [...variable.value.dataSync()]);
    };
    const [once, twice] = [after(1), after(2)];
    expect(Math.max(...once.map((value, i) => Math.abs(value - (twice[i] as number))))).toBeLessThan(1e-6);
  });

  it('kfac stays finite with inputs that nobody has scaled', () => {
    const x = Array.from({ length: 64 }, (_, i) => [1e4 * Math.sin(i), 1e5 * Math.cos(2 * i), 1e6]);
    const y = x.map((_, i) => i % 3);
    for (const fisher of ['sampled', 'empirical'] as const) {
      const model = sequential([dense({ units: 8, activation: relu }), dense({ units: 3 })], { seed: 1 });
      const step = trainStep(model, { optimizer: kfac({ preconditionFrequency: 3, fisher }), loss });
      const losses = Array.from({ length: 12 }, () => step(dataset({ x, y }).batch(64).at(0)).item());
      expect(losses.at(-1)).toBeLessThan(losses[0] as number);
      expect(model.parameters.every(({ variable }) => [...variable.value.dataSync()].every(Number.isFinite))).toBe(
        true,
      );
    }
  });

  it('kfac stays finite where rounding makes the least eigenvalues of a factor negative', () => {
    // Mean squares of 10¹², and targets of millions: what is added to the factors is nothing beside them.
    const x = Array.from({ length: 16 }, (_, i) => Array.from({ length: 40 }, (__, j) => 1e6 * Math.sin(i * j + j)));
    const y = x.map((_, i) => [1e6 * Math.cos(i)]);
    const model = sequential([dense({ units: 8, activation: relu }), dense({ units: 1 })], { seed: 1 });
    const optimizer = kfac({ fisher: 'empirical', likelihood: 'normal' });
    const step = trainStep(model, { optimizer, loss: meanSquaredError() });
    for (let i = 0; i < 12; i++) expect(step(dataset({ x, y }).batch(16).at(0)).item()).toBeLessThan(Infinity);
  });
});
