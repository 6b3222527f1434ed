import { relu, tanh } from '@gradkit/activations';
import { type Tensor, tensor } from '@gradkit/core';
import {
  type AnyLayer,
  activation,
  batchNormalization,
  concatenate,
  connect,
  conv2d,
  dense,
  denseBlock,
  dropout,
  flatten,
  freeze,
  graphModel,
  input,
  type Layer,
  lstm,
  residual,
  sequential,
  timeDistributed,
  transition,
} from '@gradkit/layers';
import { meanSquaredError } from '@gradkit/losses';
import { adam, type Optimizer, sam, sgd } from '@gradkit/optimizers';
import { type Evaluable, trainStep } from '@gradkit/train';
import { describe, expect, it } from 'vitest';
import { probe } from '../../src/index.ts';
import { mean as average, column, deviation, length } from './reference.ts';

type Batch = Readonly<Record<string, Tensor>>;

/** Numbers without a pattern between −1 and 1. */
function noise(shape: readonly number[], seed: number): Tensor {
  let state = seed;
  const values = Float32Array.from({ length: shape.reduce((product, extent) => product * extent, 1) }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 31 - 1;
  });
  return tensor(values, { shape });
}

interface Kind {
  readonly model: () => Evaluable<never, never> & { getWeights(): ArrayLike<number>[] };
  readonly optimizer?: () => Optimizer;
  readonly batch: (step: number) => Batch;
  readonly paths: readonly string[];
}

const chain =
  (layers: () => readonly Layer[]): Kind['model'] =>
  () =>
    sequential(layers(), { seed: 4 }) as never;
const points = (step: number): Batch => ({ x: noise([6, 3], step), y: noise([6, 2], 100 + step) });
const images = (step: number): Batch => ({ x: noise([2, 6, 6, 2], step), y: noise([2, 2], 100 + step) });
const simple = () => [dense({ units: 4, activation: relu }), dense({ units: 2 })];

const kinds: Readonly<Record<string, Kind>> = {
  'dropout and batch normalization': {
    model: chain(() => [
      dense({ units: 4 }),
      batchNormalization(),
      activation(relu),
      dropout({ rate: 0.3 }),
      dense({ units: 2 }),
    ]),
    batch: points,
    paths: ['dense', 'batchNormalization', 'activation', 'dense_1'],
  },
  'frozen layers': {
    model: chain(() => [freeze(dense({ units: 4, activation: relu })), dense({ units: 2 })]),
    batch: points,
    paths: ['dense', 'dense_1'],
  },
  'a shared layer': {
    model: chain(() => {
      const shared = dense({ units: 3, activation: tanh });
      return [shared, shared, dense({ units: 2 })];
    }),
    batch: points,
    paths: ['dense', 'dense#2', 'dense_1'],
  },
  'sharpness-aware steps': {
    model: chain(simple),
    optimizer: () => sam(sgd({ learningRate: 0.1 })),
    batch: points,
    paths: ['dense', 'dense_1'],
  },
  'accumulated gradients': {
    model: chain(simple),
    optimizer: () => sgd({ learningRate: 0.1, gradientAccumulationSteps: 3 }),
    batch: points,
    paths: ['dense', 'dense_1'],
  },
  'several inputs and outputs': {
    model: () => {
      const [a, b] = [input({ shape: [3], name: 'a' }), input({ shape: [2], name: 'b' })];
      const hidden = connect(dense({ units: 5, activation: relu }), connect(concatenate(), [a, b]));
      const outputs = ['first', 'second'].map((name) => connect(dense({ units: 1, name }), hidden));
      return graphModel({ inputs: [a, b], outputs, seed: 4 }) as never;
    },
    batch: (step) => ({
      a: noise([6, 3], step),
      b: noise([6, 2], 50 + step),
      first: noise([6, 1], 100 + step),
      second: noise([6, 1], 150 + step),
    }),
    paths: ['dense', 'first', 'second'],
  },
  'a recurrent layer and one for each step': {
    model: chain(() => [
      lstm({ units: 3, returnSequences: true }) as unknown as Layer,
      timeDistributed(dense({ units: 2, activation: relu })),
      flatten(),
      dense({ units: 2 }),
    ]),
    batch: (step) => ({ x: noise([3, 4, 2], step), y: noise([3, 2], 100 + step) }),
    paths: ['lstm', 'timeDistributed', 'dense'],
  },
  'models in models': {
    model: chain(() => [
      denseBlock({ layers: 1, growthRate: 2 }) as unknown as Layer,
      transition(),
      residual(sequential([conv2d({ filters: 2, kernelSize: 3, padding: 'same' })])) as Layer,
      flatten(),
      dense({ units: 2 }),
    ]),
    batch: images,
    paths: [
      'denseBlock/denseLayer/batchNormalization',
      'denseBlock/denseLayer/activation',
      'denseBlock/denseLayer/conv2d',
      'denseBlock/denseLayer/batchNormalization_1',
      'denseBlock/denseLayer/activation_1',
      'denseBlock/denseLayer/conv2d_1',
      'transition/batchNormalization',
      'transition/activation',
      'transition/conv2d',
      'residual/sequential/conv2d',
      'dense',
    ],
  },
};

describe.each(Object.entries(kinds))('%s', (name, { model: make, optimizer = () => adam(), batch, paths }) => {
  const steps = 7;

  function run(isWatched: boolean) {
    const [model, used] = [make(), optimizer()];
    const measured = probe({ optimizer: used, every: 2, bins: 4 });
    const loss = meanSquaredError();
    const step = trainStep(model as never, {
      optimizer: used,
      loss: name.startsWith('several') ? { first: loss, second: loss } : loss,
      watch: isWatched ? measured.watch : undefined,
    });
    const losses = Array.from({ length: steps }, (_, i) => step(batch(i)).item());
    return { measured, losses, weights: model.getWeights().flatMap((each) => Array.from(each)), model };
  }

  it('is trained to the same bits, and measured', () => {
    const [plain, watched] = [run(false), run(true)];
    expect(watched.losses).toEqual(plain.losses);
    expect(watched.weights).toEqual(plain.weights);
    const { measured } = watched;
    expect(measured.losses()).toEqual(plain.losses);
    expect(measured.firstNonFinite()).toBeUndefined();
    expect(measured.layers.map(({ path }) => path)).toEqual(paths);
    const found = measured.layers.map(({ path }) => path);
    expect(new Set(found).size).toBe(found.length);
    const looks = measured.looks();
    expect(looks.map(({ step }) => step)).toEqual([0, 1, 2, 4, 6]);
    for (const look of looks) {
      for (const layer of look.layers) {
        expect(Number.isFinite(layer.mean)).toBe(true);
        expect(layer.standardDeviation).toBeGreaterThan(0);
      }
      expect(look.parameters.map((each) => each.name)).toEqual(
        (watched.model as unknown as { parameters: readonly { name: string }[] }).parameters.map((each) => each.name),
      );
    }
    // Every parameter that has a name belongs to a layer that is looked at.
    const owned = measured.layers.flatMap(({ parameters }) => parameters);
    for (const parameter of looks[0]?.parameters ?? []) expect(owned).toContain(parameter.name);
  });
});

it('measures how far batches are from the moving statistics', () => {
  const norm = batchNormalization({ momentum: 0.5 });
  const model = sequential([norm, dense({ units: 2 })], { seed: 4 });
  const optimizer = sgd();
  const measured = probe({ optimizer, every: 1 });
  const step = trainStep(model, { optimizer, loss: meanSquaredError(), watch: measured.watch });
  let [mean, variance] = [
    [0, 0, 0],
    [1, 1, 1],
  ];
  for (let i = 0; i < 3; i++) {
    const { x, y } = points(i) as { x: Tensor; y: Tensor };
    step({ x, y });
    const rows = x.toArray() as number[][];
    const means = [0, 1, 2].map((at) => average(column(rows, at)));
    const variances = [0, 1, 2].map((at) => deviation(column(rows, at)) ** 2);
    mean = mean.map((old, at) => (old + (means[at] as number)) / 2);
    variance = variance.map((old, at) => (old + (variances[at] as number)) / 2);
    const drift = average(
      means.map((each, at) => Math.abs(each - (mean[at] as number)) / Math.sqrt(variance[at] as number)),
    );
    expect(measured.looks()[0]?.layers[0]?.statisticsDrift).toBeCloseTo(drift, 5);
  }
});

it('measures no update in steps that only add gradients up', () => {
  const model = sequential(simple(), { seed: 4 });
  const optimizer = sgd({ learningRate: 0.1, gradientAccumulationSteps: 2 });
  const measured = probe({ optimizer, every: 1 });
  const step = trainStep(model, { optimizer, loss: meanSquaredError(), watch: measured.watch });
  model.build([6, 3]);
  const weights = [model.getWeights()[0]];
  for (let i = 0; i < 2; i++) {
    step(points(i) as { x: Tensor; y: Tensor });
    weights.push(model.getWeights()[0]);
  }
  const updates = measured.looks().map(({ parameters }) => parameters[0]?.updateNorm);
  const moved = Array.from(weights[2] as ArrayLike<number>, (value, i) => value - (weights[0]?.[i] as number));
  expect(updates[0]).toBe(0);
  expect(updates[1]).toBeCloseTo(length(moved), 6);
});

it('knows layers by the path in a model of models', () => {
  const inner = sequential([dense({ units: 3, activation: relu }), dense({ units: 3 })], { name: 'inner' });
  const outer = sequential([inner as AnyLayer as Layer, dense({ units: 2 })], { seed: 1 });
  const optimizer = sgd();
  const measured = probe({ optimizer });
  trainStep(outer, { optimizer, loss: meanSquaredError(), watch: measured.watch })(
    points(1) as { x: Tensor; y: Tensor },
  );
  expect(measured.layers.map(({ path, parameters }) => [path, parameters])).toEqual([
    ['inner/dense', ['inner/dense/kernel', 'inner/dense/bias']],
    ['inner/dense_1', ['inner/dense_1/kernel', 'inner/dense_1/bias']],
    ['dense', ['dense/kernel', 'dense/bias']],
  ]);
});
