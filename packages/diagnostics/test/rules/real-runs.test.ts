import { type Activation, relu, sigmoid, tanh } from '@gradkit/activations';
import { type Dataset, standardizer } from '@gradkit/data';
import { moons } from '@gradkit/data/synthetic';
import { wine } from '@gradkit/data/wine';
import { constant, glorotUniform, heNormal, type Initializer, randomNormal, zeros } from '@gradkit/initializers';
import { dense, sequential } from '@gradkit/layers';
import { sparseCategoricalCrossentropy } from '@gradkit/losses';
import { adam, type Optimizer, sgd } from '@gradkit/optimizers';
import { l2 } from '@gradkit/regularizers';
import { fit } from '@gradkit/train';
import { describe, expect, it } from 'vitest';
import type { Finding } from '../../src/finding.ts';
import { findingsOf, recordTraining } from '../../src/index.ts';

const twoMoons = (): Parts => moons({ samples: 280, noise: 0.2, seed: 1 }).split(0.8, { seed: 1 });
// Whole batches: a shorter one would need a program of its own.
const rawWines = (): Parts => {
  const { train, test } = wine().split(0.8, { seed: 1, stratify: true });
  return { train: train.take(128), test };
};
const wines = (): Parts => {
  const { train, test } = rawWines();
  const scaling = standardizer(train);
  return { train: scaling.apply(train), test: scaling.apply(test) };
};

interface Parts {
  readonly train: Dataset;
  readonly test: Dataset;
}

interface Run {
  readonly data: Parts;
  readonly units?: readonly number[];
  readonly activation?: Activation;
  readonly initializer?: Initializer;
  readonly strength?: number;
  readonly optimizer?: Optimizer;
  readonly epochs?: number;
}

async function findingsIn(run: Run): Promise<readonly Finding[]> {
  const { data, units = [16, 16], activation = tanh, initializer = glorotUniform(), epochs = 15 } = run;
  const kernel = {
    kernelInitializer: initializer,
    ...(run.strength === undefined ? {} : { kernelRegularizer: l2(run.strength) }),
  };
  const model = sequential(
    [
      ...units.map((each) => dense({ units: each, activation, ...kernel })),
      dense({ units: data.train.classes ?? 2, ...kernel }),
    ],
    { seed: 1 },
  );
  const recorder = recordTraining({ data: data.train, validationData: data.test });
  await fit(model, data.train, {
    optimizer: run.optimizer ?? adam({ learningRate: 0.01 }),
    loss: sparseCategoricalCrossentropy({ fromLogits: true }),
    epochs,
    batchSize: 32,
    validationData: data.test,
    validationBatchSize: 'full',
    seed: 1,
    callbacks: [recorder],
  });
  return findingsOf(recorder.record);
}

describe('healthy runs raise no alarm', () => {
  it.each<[string, () => Run]>([
    ['moons, tanh, Adam', () => ({ data: twoMoons() })],
    ['moons, sigmoid, one hidden layer', () => ({ data: twoMoons(), activation: sigmoid, units: [16], epochs: 30 })],
    [
      'wines, ReLU, momentum',
      () => ({
        data: wines(),
        activation: relu,
        initializer: heNormal(),
        optimizer: sgd({ learningRate: 0.02, momentum: 0.9 }),
      }),
    ],
    ['wines, without a hidden layer', () => ({ data: wines(), units: [], epochs: 30 })],
  ])('%s', async (_, run) => {
    expect(await findingsIn(run())).toEqual([]);
  });
});

describe('faults are found first, with their layers', () => {
  it.each<[Finding['name'], readonly string[], () => Run]>([
    ['symmetric-initialization', ['dense', 'dense_1'], () => ({ data: twoMoons(), initializer: zeros() })],
    ['symmetric-initialization', ['dense', 'dense_1'], () => ({ data: wines(), initializer: constant(0.1) })],
    [
      'initialization-too-large',
      ['dense', 'dense_1', 'dense_2'],
      () => ({ data: wines(), units: [32, 32], initializer: randomNormal({ stddev: 2 }) }),
    ],
    [
      'initialization-too-small',
      ['dense', 'dense_1', 'dense_2'],
      () => ({
        data: wines(),
        units: [32, 32, 32],
        initializer: randomNormal({ stddev: 0.01 }),
        optimizer: sgd({ learningRate: 0.1 }),
      }),
    ],
    ['inputs-not-standardized', [], () => ({ data: rawWines(), optimizer: sgd({ learningRate: 0.01 }) })],
    ['learning-rate-too-high', [], () => ({ data: twoMoons(), optimizer: sgd({ learningRate: 30 }) })],
    ['learning-rate-too-low', [], () => ({ data: twoMoons(), optimizer: adam({ learningRate: 1e-6 }) })],
    ['dominating-regularization', [], () => ({ data: twoMoons(), strength: 3 })],
  ])('%s %j', async (name, layers, run) => {
    const [first] = await findingsIn(run());
    expect(first?.name).toBe(name);
    expect(first?.layers).toEqual(layers);
  });
});
