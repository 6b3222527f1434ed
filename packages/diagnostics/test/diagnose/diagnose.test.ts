import { relu, sigmoid, softmax } from '@gradkit/activations';
import type { Tensor } from '@gradkit/core';
import { fromIterable } from '@gradkit/data';
import { digits } from '@gradkit/data/digits';
import { heNormal, randomNormal, zeros } from '@gradkit/initializers';
import {
  activation,
  batchNormalization,
  connect,
  dense,
  dropout,
  graphModel,
  input,
  type Model,
  sequential,
} from '@gradkit/layers';
import { mse, sparseCategoricalCrossentropy } from '@gradkit/losses';
import { adam, cosineDecay, lookahead, type Optimizer, sgd } from '@gradkit/optimizers';
import { fit } from '@gradkit/train';
import { describe, expect, it } from 'vitest';
import { diagnose } from '../../src/index.ts';

const loss = sparseCategoricalCrossentropy({ fromLogits: true });
const data = digits().take(320);
const quick = { probeSteps: 30, seed: 3 } as const;

const network = (units = 16) =>
  sequential([
    dense({ units, kernelInitializer: heNormal() }),
    batchNormalization(),
    activation(relu),
    dropout({ rate: 0.2 }),
    dense({ units: 10 }),
  ]);

/** Everything that training changes. */
const stateOf = (model: Model, optimizer: Optimizer) => ({
  variables: [...model.variables, ...optimizer.namedState].map(({ name, variable }) => [
    name,
    variable.value.dataSync(),
  ]),
  schedule: optimizer.schedule,
});

describe('what is looked at', () => {
  it.each([
    ['a constant rate', () => adam({ learningRate: 0.002 })],
    [
      'a schedule',
      () => sgd({ learningRate: cosineDecay({ initialLearningRate: 0.1, decaySteps: 500 }), momentum: 0.9 }),
    ],
    ['a wrapped optimizer', () => lookahead(sgd({ learningRate: 0.05 }), { syncPeriod: 3 })],
  ] as const)('is exactly as before, in the middle of training, with %s', async (_, make) => {
    const model = network();
    const optimizer = make();
    await fit(model, data, { optimizer, loss, seed: 3 });
    const before = stateOf(model, optimizer);
    await diagnose(model, data, { loss, optimizer, ...quick });
    expect(stateOf(model, optimizer)).toEqual(before);
  });

  it('trains afterwards as if nobody had looked', async () => {
    const run = async (look: boolean) => {
      const model = network();
      const optimizer = adam();
      if (look) await diagnose(model, data, { loss, optimizer, ...quick });
      const { logs } = await fit(model, data, { optimizer, loss, epochs: 2, seed: 3 });
      return [logs['loss'], model.getWeights()];
    };
    expect(await run(true)).toEqual(await run(false));
  });

  it('is as before after an abort, whenever it comes', async () => {
    const model = network();
    const optimizer = sgd({ learningRate: 0.1, momentum: 0.9 });
    await fit(model, data, { optimizer, loss });
    const before = stateOf(model, optimizer);
    let counts = 0;
    for (const reads of [3, 20, 120]) {
      counts = 0;
      const reason = new Error('enough');
      // A signal that aborts after it was asked so many times.
      const signal = {
        get aborted() {
          return ++counts > reads;
        },
        reason,
        addEventListener: () => {},
        removeEventListener: () => {},
      };
      await expect(diagnose(model, data, { loss, optimizer, ...quick, signal })).rejects.toBe(reason);
      expect(stateOf(model, optimizer)).toEqual(before);
    }
  });

  it('is as before after an error in the middle', async () => {
    const model = network();
    const optimizer = adam();
    await fit(model, data, { optimizer, loss });
    const before = stateOf(model, optimizer);
    let draws = 0;
    const batches = data.batch(32);
    const failing = {
      length: batches.length,
      batchSize: 32,
      epoch: () => failing,
      async *[Symbol.asyncIterator]() {
        draws++;
        for (const batch of batches) {
          if (draws > 3) throw new Error('no more data');
          yield batch;
        }
      },
    };
    await expect(diagnose(model, failing, { loss, optimizer, ...quick })).rejects.toThrow('no more data');
    expect(draws).toBeGreaterThan(3);
    expect(stateOf(model, optimizer)).toEqual(before);
  });
});

describe('the report', () => {
  const names = async (model: Model, more: Partial<Parameters<typeof diagnose>[2]> = {}) =>
    (await diagnose(model, data, { loss, optimizer: sgd({ learningRate: 0.1 }), ...quick, ...more })).findings.map(
      ({ name }) => name,
    );

  it('finds nothing where nothing is wrong, and tells how it went', async () => {
    const model = network(32);
    const report = await diagnose(model, data, { loss, optimizer: sgd({ learningRate: 0.1 }), ...quick });
    expect(report.findings).toEqual([]);
    expect(report.toString()).toBe('✔ nothing wrong found');
    expect(report.record.losses).toHaveLength(30);
    expect(report.record.baselineLoss).toBeCloseTo(Math.log(10), 1);
    expect(report.record.data.classCounts?.reduce((a, b) => a + b)).toBe(320);
    expect(report.estimate.parameters).toEqual({ trained: 64 * 32 + 32 + 64 + 330, fixed: 64 });
    expect(report.rangeTest?.suggestion).toBeGreaterThan(0.005);
    expect(report.rangeTest?.suggestion).toBeLessThan(0.5);
  });

  it('is the same again, and plain data', async () => {
    const run = async () => {
      const { toJSON } = await diagnose(network(), data, { loss, optimizer: sgd({ learningRate: 1e-5 }), ...quick });
      const {
        estimate: { time, ...estimate },
        ...others
      } = toJSON();
      expect(time.from).toBe('steps');
      return { ...others, estimate };
    };
    const [one, other] = [await run(), await run()];
    expect(other).toEqual(one);
    expect(JSON.parse(JSON.stringify(one)).findings).toEqual(JSON.parse(JSON.stringify(one.findings)));
  });

  it('speaks Korean', async () => {
    const optimizer = sgd({ learningRate: 1e-6 });
    const report = await diagnose(network(), data, { loss, optimizer, ...quick, language: 'ko' });
    expect(report.toString()).toContain('이유:');
  });

  it('names causes once, with what checks and rules both saw', async () => {
    expect(
      await names(sequential([dense({ units: 16, activation: relu }), dense({ units: 10, activation: softmax })])),
    ).toContain('loss-and-output-differ');
    const deep = Array.from({ length: 8 }, () => dense({ units: 20, activation: sigmoid }));
    const found = await names(sequential([...deep, dense({ units: 10 })]));
    expect(found[0]).toBe('vanishing-gradient');
    expect(new Set(found).size).toBe(found.length);
    const wild = { kernelInitializer: randomNormal({ stddev: 2 }) };
    const large = sequential([dense({ units: 32, activation: relu, ...wild }), dense({ units: 10, ...wild })]);
    expect((await names(large))[0]).toBe('initialization-too-large');
    const alike = [dense({ units: 8, activation: relu, kernelInitializer: zeros() }), dense({ units: 10 })];
    expect((await names(sequential(alike)))[0]).toBe('symmetric-initialization');
  });

  it('judges the learning rate by the range test', async () => {
    expect((await names(network(), { optimizer: sgd({ learningRate: 1e-5 }) }))[0]).toBe('learning-rate-too-low');
    const plain = sequential([dense({ units: 16, activation: relu }), dense({ units: 10 })]);
    expect((await names(plain, { optimizer: sgd({ learningRate: 8 }) }))[0]).toBe('learning-rate-too-high');
  });

  it('ends with the data where that holds NaN', async () => {
    const x = Array.from({ length: 40 }, (_, i) => [i === 3 ? Number.NaN : Math.sin(i), Math.cos(i)]);
    const y = x.map((_, i) => [Math.sin(2 * i)]);
    const model = sequential([dense({ units: 4 }), dense({ units: 1 })]);
    const { findings, rangeTest } = await diagnose(model, { x, y }, { loss: mse(), optimizer: sgd() });
    expect(findings[0]?.name).toBe('not-finite');
    expect(findings[0]?.cause).toBe('input');
    expect(findings.filter(({ name }) => name === 'not-finite')).toHaveLength(1);
    expect(rangeTest).toBeUndefined();
    expect(
      model
        .getWeights()
        .flatMap((each) => [...each])
        .every(Number.isFinite),
    ).toBe(true);
  });

  it('reads streams, and divides data in memory', async () => {
    const samples = () =>
      Array.from({ length: 64 }, (_, i) => ({ x: [Math.sin(i), Math.cos(3 * i)], y: [Math.sin(i + 1)] }));
    const stream = fromIterable(samples);
    const model = sequential([dense({ units: 8, activation: relu }), dense({ units: 1 })]);
    const options = { loss: mse(), optimizer: sgd({ learningRate: 0.05 }), ...quick };
    const ofStream = await diagnose(model, stream, options);
    expect(ofStream.record.data.inputs?.means).toHaveLength(2);
    const fields = { x: samples().map(({ x }) => x), y: samples().map(({ y }) => y) };
    const { record } = await diagnose(model, fields, { ...options, validationSplit: 0.25, epochs: 2 });
    expect(record.data.samples).toBe(48);
    expect(record.data.validationSamples).toBe(16);
    expect(record.epochs.map(({ valLoss }) => typeof valLoss)).toEqual(['number', 'number']);
  });

  it('looks at models with several inputs and outputs', async () => {
    const [a, b] = [input({ shape: [2], name: 'a' }), input({ shape: [3], name: 'b' })];
    const p = connect(dense({ units: 1, name: 'p' }), a);
    const q = connect(dense({ units: 2, name: 'q' }), b);
    const model = graphModel({ inputs: [a, b], outputs: [p, q], seed: 1 });
    const rows = Array.from({ length: 48 }, (_, i) => [Math.sin(i), Math.cos(2 * i), Math.sin(3 * i)]);
    const fields = {
      a: rows.map((row) => row.slice(0, 2)),
      b: rows,
      p: rows.map(([first = 0]) => [2 * first]),
      q: { values: Int32Array.from(rows, ([first = 0]) => (first > 0 ? 1 : 0)), shape: [48] },
    };
    const optimizer = sgd({ learningRate: 0.1 });
    const report = await diagnose(model, fields, { loss: { p: mse(), q: loss }, optimizer, ...quick });
    expect(report.findings.filter(({ severity }) => severity === 'problem')).toEqual([]);
    expect(report.record.losses).toHaveLength(30);
    expect(report.estimate.parameters).toEqual({ trained: 3 + 8, fixed: 0 });
  });

  it('says what is wrong with its options', async () => {
    const optimizer = sgd();
    const run = (more: object, model: unknown = network()) =>
      diagnose(model as Model<Tensor>, data, { loss, optimizer, ...more } as never);
    await expect(run({ optimizer: 1 })).rejects.toThrow('diagnose: needs an optimizer');
    await expect(run({ probeStep: 1 })).rejects.toThrow('Did you mean "probeSteps"?');
    await expect(run({ probeSteps: 0 })).rejects.toThrow('probeSteps is an integer of at least 1');
    await expect(run({ validationSplit: 1 })).rejects.toThrow('validationSplit is at least 0 and less than 1');
    await expect(run({ validationSplit: 0.5, validationData: data })).rejects.toThrow('not both');
    await expect(run({ language: 'fr' })).rejects.toThrow("language is 'en' or 'ko'");
    await expect(run({ loss: 3 })).rejects.toThrow('needs a loss');
    await expect(run({}, 5)).rejects.toThrow('expected a model');
  });
});
