import { allClose, concatenate, key, normal, type Tensor, tensor } from '@gradkit/core';
import { describe, expect, it } from 'vitest';
import {
  activation,
  add,
  batchNormalization,
  connect,
  conv2d,
  dense,
  dropout,
  flatten,
  graphModel,
  input,
  type Layer,
  recalibrateBatchNorm,
  residual,
  sequential,
} from '../../src/index.ts';

const statisticsOf = (layer: Layer): number[][] => layer.state.map(({ value }) => [...value.dataSync()]);
const expectClose = (actual: Tensor, expected: Tensor, rtol: number, atol = rtol): void => {
  expect(allClose(actual, expected, { rtol, atol }).toArray()).toBe(true);
};

/** Column by column, in float64. */
const populationOf = (rows: readonly (readonly number[])[]): number[][] => {
  const columns = (rows[0] ?? []).map((_, j) => rows.map((row) => row[j] as number));
  const means = columns.map((column) => column.reduce((a, b) => a + b, 0) / column.length);
  const variances = columns.map(
    (column, j) => column.reduce((sum, v) => sum + (v - (means[j] as number)) ** 2, 0) / column.length,
  );
  return [means, variances];
};

describe('recalibrateBatchNorm', () => {
  it('gives mean and variance of the whole data, however it is cut into batches', async () => {
    const rows = [
      [1, -2],
      [3, 0],
      [0.5, 5],
      [2, 1],
      [7, 7],
      [-4, 2.5],
      [0, 0],
    ];
    const expected = populationOf(rows);
    for (const cuts of [[7], [3, 4], [1, 1, 5], [1, 1, 1, 1, 1, 1, 1]]) {
      const layer = batchNormalization();
      const ends = cuts.map((_, i) => cuts.slice(0, i + 1).reduce((a, b) => a + b));
      const batches = ends.map((end, i) => tensor(rows.slice(end - (cuts[i] as number), end)));
      await recalibrateBatchNorm(sequential([layer]), batches);
      statisticsOf(layer).forEach((values, i) => {
        values.forEach((value, j) => {
          // Moments of a batch are rounded to float32.
          expect(value).toBeCloseTo(expected[i]?.[j] as number, 5);
        });
      });
    }
  });

  it('keeps a small variance beside a large mean, also between batches', async () => {
    const layer = batchNormalization();
    // 10,000 + {0, 1} and 10,000 + {4, 5}: variance ¼ within the batches and 4 between them.
    const data = [tensor([[10_000], [10_001]]), tensor([[10_004], [10_005]])];
    await recalibrateBatchNorm(sequential([layer]), data);
    expect(statisticsOf(layer)).toEqual([[10_002.5], [4.25]]);
  });

  it('lets later layers see what earlier ones give now: afterwards the data is normalised everywhere', async () => {
    const layers = [
      conv2d({ filters: 4, kernelSize: 3 }),
      batchNormalization({ momentum: 0.5 }),
      activation((x) => x.mul(x)),
      residual([conv2d({ filters: 4, kernelSize: 3, padding: 'same' }), batchNormalization({ momentum: 0.5 })]),
      flatten(),
      dropout({ rate: 0.5 }),
      dense({ units: 3 }),
      batchNormalization({ momentum: 0.5 }),
    ];
    const model = sequential(layers, { seed: 4 });
    const x = normal(key(1), [12, 6, 6, 2]).add(3);
    for (let step = 0; step < 3; step++) model.apply(x, { training: true });
    await recalibrateBatchNorm(model, x, { batchSize: 5 });
    // What a batch of all data gives in training, dropout aside, is what the statistics of all data give.
    const whole = sequential(layers.filter(({ kind }) => kind !== 'dropout'));
    const afterwards = model.apply(x);
    expectClose(afterwards, whole.apply(x, { training: true }), 1e-4);
    const [means = [], variances = []] = populationOf(afterwards.toArray() as number[][]);
    means.forEach((mean) => {
      expect(mean).toBeCloseTo(0, 5);
    });
    variances.forEach((variance) => {
      // 1, but for the ε of 10⁻³ beside the variance before.
      expect(Math.abs(variance - 1)).toBeLessThan(0.01);
    });
  });

  it('takes fields named as inputs, from iterables and asynchronous ones', async () => {
    const make = () => {
      const layer = batchNormalization();
      const [a, b] = [input({ shape: [2], name: 'a' }), input({ shape: [2], name: 'b' })];
      return { layer, model: graphModel({ inputs: [a, b], outputs: connect(layer, connect(add(), [a, b])) }) };
    };
    const batches = [
      { a: tensor([[1, 2]]), b: tensor([[3, 4]]), y: tensor([0]) },
      { a: tensor([[5, 6]]), b: tensor([[-1, 0]]), y: tensor([1]) },
    ];
    const first = make();
    await recalibrateBatchNorm(first.model, batches);
    expect(statisticsOf(first.layer)).toEqual([
      [4, 6],
      [0, 0],
    ]);
    const second = make();
    await recalibrateBatchNorm(second.model, {
      async *[Symbol.asyncIterator]() {
        yield* batches;
      },
    });
    expect(statisticsOf(second.layer)).toEqual(statisticsOf(first.layer));
    const missing = make().model;
    await expect(recalibrateBatchNorm(missing, [{ a: tensor([[1, 2]]) }])).rejects.toThrow(
      'no tensor in its field "b"',
    );
  });

  it('joins all places of a layer that stands at several', async () => {
    const shared = batchNormalization();
    const x = tensor([[1], [3]]);
    const [a, b] = [input(), input()];
    const model = graphModel({ inputs: [a, b], outputs: [connect(shared, a), connect(shared, b)] });
    await recalibrateBatchNorm(model, [{ input: x, input_1: concatenate([x, x]).add(10) }]);
    const [mean, variance] = populationOf([[1], [3], [11], [13], [11], [13]]);
    statisticsOf(shared).forEach(([value], i) => {
      expect(value).toBeCloseTo([mean, variance][i]?.[0] as number, 5);
    });
  });

  it('does nothing without batch normalisation', async () => {
    const model = sequential([dense({ units: 1 })], { seed: 1 });
    await recalibrateBatchNorm(model, [tensor([[1]])]);
    expect(model.state).toEqual([]);
  });

  it('says what is wrong with the data', async () => {
    const model = () => sequential([batchNormalization(), batchNormalization()]);
    await expect(recalibrateBatchNorm(model(), [])).rejects.toThrow('there is no data');
    await expect(recalibrateBatchNorm(model(), tensor([[1]]).reshape([1, 1]), { batchSize: 0 })).rejects.toThrow(
      'batchSize is a positive integer',
    );
    function* once() {
      yield tensor([[1], [2]]);
    }
    await expect(recalibrateBatchNorm(model(), once())).rejects.toThrow('none when gone through again');
    await expect(recalibrateBatchNorm(model(), 7 as never)).rejects.toThrow(
      'batches such as dataset.batch(256), got 7',
    );
    await expect(recalibrateBatchNorm(model(), [{ y: tensor([1]) }])).rejects.toThrow('no tensor in its field "x"');
    await expect(recalibrateBatchNorm('model' as never, [])).rejects.toThrow(
      'recalibrateBatchNorm: the model is "model"',
    );
  });
});
