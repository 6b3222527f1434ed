import { argmax, cast, tensor } from '@gradkit/core';
import { dataset } from '@gradkit/data';
import { activation, sequential } from '@gradkit/layers';
import { describe, expect, it } from 'vitest';
import { predict } from '../src/index.ts';
import { classifier, points } from './samples.ts';

describe('predict', () => {
  it('is the model applied to all samples, however they are batched', async () => {
    const model = classifier(1);
    const expected = model.apply(tensor(points.x)).toArray();
    for (const batchSize of [1, 7, 30, 100, 'full'] as const) {
      const y = await predict(model, points.x, { batchSize });
      expect(y.shape).toEqual([30, 3]);
      expect(y.toArray()).toEqual(expected);
    }
  });

  it('takes tensors, typed arrays with a shape, and data sets, with or without targets', async () => {
    const model = classifier(1);
    const expected = (await predict(model, points.x)).toArray();
    expect((await predict(model, tensor(points.x))).toArray()).toEqual(expected);
    const values = Float32Array.from(points.x.flat());
    expect((await predict(model, { values, shape: [30, 2] })).toArray()).toEqual(expected);
    expect((await predict(model, dataset(points))).toArray()).toEqual(expected);
    expect((await predict(model, dataset({ x: points.x }))).toArray()).toEqual(expected);
  });

  it('keeps the shape and the element type of the outputs', async () => {
    const classes = sequential([activation((x) => argmax(x, { axis: -1 }))]);
    const y = await predict(
      classes,
      [
        [1, 2],
        [4, 3],
        [5, 6],
      ],
      { batchSize: 2 },
    );
    expect([y.dtype, y.toArray()]).toEqual(['int32', [1, 0, 1]]);
    const truths = sequential([activation((x) => cast(x, 'bool'))]);
    expect((await predict(truths, [[1, 0]])).toArray()).toEqual([[true, false]]);
  });

  it('rejects what has no samples, is no model, or loses the batch', async () => {
    await expect(predict(classifier(), [])).rejects.toThrow('has no samples');
    await expect(predict(undefined as never, points.x)).rejects.toThrow('predict: expected a model');
    await expect(predict(classifier(), points.x, { batchSize: -1 })).rejects.toThrow('predict: batchSize');
    const sum = sequential([activation((x) => x.reshape([x.size]))]);
    await expect(predict(sum, points.x)).rejects.toThrow('predict: the model made [60] of a batch of 30');
  });
});
