import { sum } from '@gradkit/core';
import { fromIterable } from '@gradkit/data';
import { constant } from '@gradkit/initializers';
import { batchNormalization, connect, dense, freeze, graphModel, input, sequential } from '@gradkit/layers';
import { meanSquaredError } from '@gradkit/losses';
import { lossMetric } from '@gradkit/metrics';
import { sgd } from '@gradkit/optimizers';
import { describe, expect, it } from 'vitest';
import { earlyStopping, evaluate, fit, predict, trainStep, weightsFromBytes, weightsToBytes } from '../src/index.ts';

const mse = meanSquaredError();

/** Two inputs and two outputs: `left` = a·w, `right` = b·w. */
const network = () => {
  const [a, b] = [input({ shape: [1], name: 'a' }), input({ shape: [1], name: 'b' })];
  const shared = dense({ units: 1, useBias: false, kernelInitializer: constant(2) });
  const named = (name: string) => dense({ units: 1, useBias: false, kernelInitializer: constant(1), name });
  return graphModel({
    inputs: [a, b],
    outputs: [connect(named('left'), connect(shared, a)), connect(named('right'), connect(shared, b))],
  });
};

const data = { a: [[1], [2]], b: [[0], [1]], left: [[1], [4]], right: [[1], [2]] };
// Predictions are 2, 4 and 0, 2: errors 1, 0 and −1, 0.
const frozen = () => sgd({ learningRate: 0 });

describe('a model with several inputs and outputs', () => {
  it('is judged output by output', async () => {
    const metrics = { left: [lossMetric(mse)], right: [{ ...lossMetric(mse), name: 'error' }] };
    const measured = await evaluate(network(), data, { loss: mse, lossWeights: { right: 3 }, metrics });
    expect(measured).toEqual({
      loss: 0.5 + 3 * 0.5,
      leftLoss: 0.5,
      rightLoss: 0.5,
      [`left${metrics.left[0]?.name.charAt(0).toUpperCase()}${metrics.left[0]?.name.slice(1)}`]: 0.5,
      rightError: 0.5,
    });
    const { logs } = await fit(network(), data, { optimizer: frozen(), loss: mse, validationData: data });
    expect(Object.keys(logs)).toEqual(['loss', 'leftLoss', 'rightLoss', 'valLoss', 'valLeftLoss', 'valRightLoss']);
    expect(logs['valRightLoss']).toEqual([0.5]);
  });

  it('predicts all its outputs', async () => {
    const [left, right] = (await predict(network(), { a: data.a, b: data.b }, { batchSize: 1 })) as readonly [
      { toArray(): unknown },
      { toArray(): unknown },
    ];
    expect([left.toArray(), right.toArray()]).toEqual([
      [[2], [4]],
      [[0], [2]],
    ]);
  });

  it('is trained by the losses that are given only', async () => {
    const model = network();
    const { right: _, ...without } = data;
    await fit(model, without, { optimizer: sgd({ learningRate: 0.1 }), loss: { left: mse } });
    const weight = (name: string) =>
      model.variables.find((each) => each.name === `${name}/kernel`)?.variable.value.item();
    expect(weight('left')).not.toBe(1);
    expect(weight('right')).toBe(1);
  });

  it('takes streams, stops early, and makes steps by hand', async () => {
    const stream = fromIterable(() =>
      [0, 1].map((i) => ({
        a: data.a[i] as number[],
        b: data.b[i] as number[],
        left: data.left[i] as number[],
        right: data.right[i] as number[],
      })),
    );
    const [model, other] = [network(), network()];
    const callbacks = [earlyStopping({ monitor: 'rightLoss', patience: 1 })];
    await fit(model, stream, { optimizer: sgd({ learningRate: 0.01 }), loss: mse, batchSize: 2, epochs: 2, callbacks });
    const step = trainStep(other, { optimizer: sgd({ learningRate: 0.01 }), loss: mse });
    for (let i = 0; i < 2; i++) for await (const batch of stream.batch(2)) step(batch);
    expect(other.getWeights()).toEqual(model.getWeights());
  });

  it.each<[string, object, object, string]>([
    ['a loss for no output', data, { loss: { lift: mse } }, 'fit: loss: unknown option "lift". Did you mean "left"?'],
    ['no loss at all', data, { loss: {} }, 'fit: needs a loss'],
    ['a name for a loss', data, { loss: { left: 'mse' } }, 'fit: needs a loss'],
    ['a weight that is none', data, { lossWeights: { left: Number.NaN } }, 'fit: lossWeights are numbers, got NaN'],
    ['metrics for no output', data, { metrics: { middle: [] } }, 'fit: metrics: unknown option "middle"'],
    ['data without an input', { ...data, b: undefined }, {}, 'fit: expected a data set or { a, b, left, right }'],
    [
      'two results of one name',
      data,
      { metrics: { left: [{ ...lossMetric(mse), name: 'loss' }] } },
      'two results are called "leftLoss"',
    ],
  ])('rejects %s', async (_, given, change, message) => {
    const fields = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
    await expect(fit(network(), fields, { optimizer: frozen(), loss: mse, ...change } as never)).rejects.toThrow(
      message,
    );
  });
});

describe('the loss', () => {
  it('contains penalties of activities, in training and in validation', async () => {
    const model = sequential([
      dense({ units: 1, useBias: false, kernelInitializer: constant(2), activityRegularizer: (y) => sum(y) }),
    ]);
    const line = { x: [[1], [3]], y: [[2], [6]] };
    // The predictions are right; the penalty is the mean of 2 and 6.
    const { logs } = await fit(model, line, { optimizer: frozen(), loss: mse, validationData: line });
    expect(logs).toEqual({ loss: [4], valLoss: [4] });
    await fit(model, line, { optimizer: sgd({ learningRate: 0.125 }), loss: mse });
    expect(model.getWeights()[0]?.[0]).toBe(2 - 0.125 * 2);
  });
});

describe('transfer learning', () => {
  it('trains a new head on features from elsewhere, then all of it', async () => {
    const features = (seed: number) =>
      sequential([dense({ units: 4, inputShape: [1] }), batchNormalization()], { name: 'features', seed });
    const line = { x: [[1], [2], [3]], y: [[1], [2], [3]] };
    const source = sequential([features(1), dense({ units: 2, name: 'old' })]);
    await fit(
      source,
      {
        x: line.x,
        y: [
          [1, 1],
          [0, 2],
          [1, 3],
        ],
      },
      { optimizer: sgd(), loss: mse },
    );

    const body = features(2);
    const model = sequential([body, dense({ units: 1, name: 'head' })]);
    model.build([1, 1]);
    const { loaded, missing, extra } = weightsFromBytes(model, weightsToBytes(source), { partial: true });
    expect(loaded.every((name) => name.startsWith('features/'))).toBe(true);
    expect([missing, extra]).toEqual([
      ['head/kernel', 'head/bias'],
      ['old/bias', 'old/kernel'],
    ]);

    freeze(body);
    const before = [body.getWeights(), model.getWeights().at(-1)];
    const optimizer = sgd({ learningRate: 0.01, momentum: 0.9 });
    await fit(model, line, { optimizer, loss: mse, epochs: 3 });
    expect(body.getWeights()).toEqual(before[0]);
    expect(model.getWeights().at(-1)).not.toEqual(before[1]);
    body.trainable = true;
    await fit(model, line, { optimizer, loss: mse });
    expect(body.getWeights()).not.toEqual(before[0]);
  });
});
