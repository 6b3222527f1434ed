import { readFileSync } from 'node:fs';
import { tanh } from '@gradkit/activations';
import { any, type NestedArray, notEqual, tensor } from '@gradkit/core';
import {
  add,
  connect,
  createLayer,
  dense,
  graphModel,
  input,
  type Layer,
  type Model,
  sequential,
} from '@gradkit/layers';
import {
  categoricalCrossentropy,
  meanAbsoluteError,
  meanSquaredError,
  sparseCategoricalCrossentropy,
} from '@gradkit/losses';
import { accuracy, lossMetric, type Metric } from '@gradkit/metrics';
import { sgd } from '@gradkit/optimizers';
import { l2 } from '@gradkit/regularizers';
import { describe, expect, it } from 'vitest';
import { fit, type History } from '../src/index.ts';

type Nested = readonly (number | Nested)[];

interface Run {
  readonly name: string;
  readonly history: Readonly<Record<string, readonly number[]>>;
  readonly weights: readonly (readonly number[])[];
}

interface Fields {
  readonly x: Nested;
  readonly y: Nested;
  readonly sampleWeight: Nested | null;
}

const golden = JSON.parse(readFileSync(new URL('golden/training.json', import.meta.url), 'utf8')) as {
  readonly weighted: readonly (Run &
    Fields & { kernel: Nested; bias: Nested; classWeight: Record<number, number> | null; validation: Fields })[];
  readonly several: readonly (Run & Record<'a' | 'b' | 'near' | 'far', Nested> & { kernels: readonly Nested[] })[];
  readonly masked: readonly (Run & Fields & { kernel: Nested })[];
};

const initial = (values: Nested) => () => tensor(values as NestedArray);

/** The same metric under another name. */
const named = (name: string, metric: Metric): Metric => ({ ...metric, name });

/** Runs in float32 against runs in float64: three epochs of a few small steps. */
function expectSame(history: History, model: { getWeights(): readonly ArrayLike<number>[] }, run: Run): void {
  const camelCase = (name: string): string => name.replace(/_(.)/g, (_, letter: string) => letter.toUpperCase());
  const names = Object.keys(run.history);
  expect(Object.keys(history.logs).sort()).toEqual(names.map(camelCase).sort());
  for (const name of names) {
    const values = run.history[name] as readonly number[];
    expect(history.logs[camelCase(name)], name).toEqual(values.map((value) => expect.closeTo(value, 5)));
  }
  const weights = model.getWeights().map((values) => Array.from(values));
  expect(weights).toEqual(run.weights.map((values) => values.map((value) => expect.closeTo(value, 5))));
}

describe('fit follows Keras', () => {
  it.each(golden.weighted)('with $name', async (run) => {
    const isOneHot = Array.isArray(run.y[0]);
    const model = sequential([
      dense({
        units: 3,
        kernelInitializer: initial(run.kernel),
        biasInitializer: initial(run.bias),
        kernelRegularizer: l2(0.01),
      }),
    ]);
    const fields = ({ x, y, sampleWeight }: Fields) => ({
      x: x as NestedArray,
      y: y as NestedArray,
      ...(sampleWeight === null ? {} : { sampleWeight: sampleWeight as NestedArray }),
    });
    const history = await fit(model, fields(run), {
      optimizer: sgd({ learningRate: 0.5 }),
      loss: (isOneHot ? categoricalCrossentropy : sparseCategoricalCrossentropy)({ fromLogits: true }),
      metrics: [named('plain', accuracy())],
      weightedMetrics: [named('weighted', accuracy())],
      classWeight: run.classWeight ?? undefined,
      validationData: fields(run.validation),
      batchSize: 4,
      epochs: 3,
      shuffle: false,
    });
    expectSame(history, model, run);
  });

  it.each(golden.several)('with $name', async (run) => {
    const [a, b] = [input({ shape: [2], name: 'a' }), input({ shape: [3], name: 'b' })];
    const kernel = (index: number) => ({ kernelInitializer: initial(run.kernels[index] as Nested) });
    const hidden = connect(add(), [
      connect(dense({ units: 4, activation: tanh, ...kernel(0) }), a),
      connect(dense({ units: 4, activation: tanh, ...kernel(1) }), b),
    ]);
    const near = connect(dense({ units: 1, name: 'near', ...kernel(2) }), hidden);
    const far = connect(dense({ units: 2, name: 'far', ...kernel(3) }), hidden);
    const model = graphModel({ inputs: [a, b], outputs: [near, far] });
    const fields = (['a', 'b', 'near', 'far'] as const).map((name) => [name, run[name] as NestedArray] as const);
    const history = await fit(model, Object.fromEntries(fields), {
      optimizer: sgd({ learningRate: 0.1 }),
      loss: { near: meanSquaredError(), far: meanAbsoluteError() },
      lossWeights: { near: 0.25, far: 2 },
      metrics: { near: [named('error', lossMetric(meanAbsoluteError()))] },
      batchSize: 4,
      epochs: 3,
      shuffle: false,
    });
    expectSame(history, model, run);
  });

  it.each(golden.masked)('with $name', async (run) => {
    const masking: Layer = createLayer('masking', {}, () => ({ output: (shape) => shape, apply: (x) => x }), {
      outputMask: (x) => any(notEqual(x, 0), { axis: -1 }),
    });
    const model: Model = sequential([masking, dense({ units: 1, kernelInitializer: initial(run.kernel) })]);
    const data = { x: run.x as NestedArray, y: run.y as NestedArray };
    const history = await fit(model, data, {
      optimizer: sgd({ learningRate: 0.2 }),
      loss: meanSquaredError(),
      metrics: [named('error', lossMetric(meanAbsoluteError()))],
      batchSize: 4,
      epochs: 3,
      shuffle: false,
    });
    expectSame(history, model, run);
  });
});
