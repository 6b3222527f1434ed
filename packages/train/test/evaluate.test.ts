import { key, ones } from '@gradkit/core';
import { dataset } from '@gradkit/data';
import { constant } from '@gradkit/initializers';
import { dense, dropout, sequential } from '@gradkit/layers';
import { meanAbsoluteError, meanSquaredError, sparseCategoricalCrossentropy } from '@gradkit/losses';
import { accuracy, lossMetric } from '@gradkit/metrics';
import { l2 } from '@gradkit/regularizers';
import { describe, expect, it } from 'vitest';
import { evaluate } from '../src/index.ts';
import { classifier, points } from './samples.ts';

const line = { x: [[0], [1], [2]], y: [[1], [1], [5]] };
const identity = () => sequential([dense({ units: 1, kernelInitializer: constant(1) })]);

describe('evaluate', () => {
  it('is the mean over all samples, however they are batched', async () => {
    const options = { loss: meanSquaredError(), metrics: [lossMetric(meanAbsoluteError())] };
    // Errors −1, 0, −3.
    for (const batchSize of [1, 2, 3, 32, 'full'] as const) {
      const result = await evaluate(identity(), line, { ...options, batchSize });
      expect(result).toEqual({ loss: expect.closeTo(10 / 3, 6), meanAbsoluteError: expect.closeTo(4 / 3, 6) });
    }
  });

  it('includes the penalties, as training does', async () => {
    const model = sequential([dense({ units: 1, kernelInitializer: constant(2), kernelRegularizer: l2(0.5) })]);
    // Predictions 0, 2, 4: errors −1, 1, −1. Penalty ½ · 2².
    expect(await evaluate(model, line, { loss: meanSquaredError() })).toEqual({ loss: 3 });
  });

  it('drops nothing, and changes nothing', async () => {
    const model = sequential([dropout({ rate: 0.9 }), dense({ units: 1, kernelInitializer: constant(1) })]);
    model.build([1, 1]);
    const before = model.getWeights();
    const result = await evaluate(model, line, { loss: meanSquaredError(), batchSize: 1 });
    expect(result.loss).toBeCloseTo(10 / 3, 6);
    expect(model.getWeights()).toEqual(before);
  });

  it('takes a data set, and anything that is applied like a layer', async () => {
    const layer = dense({ units: 1, kernelInitializer: constant(1) });
    layer.build([1, 1], key(0));
    const result = await evaluate(layer, dataset(line), { loss: meanSquaredError() });
    expect(result.loss).toBeCloseTo(10 / 3, 6);
  });

  it('rejects what is missing or does not fit', async () => {
    const loss = sparseCategoricalCrossentropy({ fromLogits: true });
    await expect(evaluate(classifier(), points, {} as never)).rejects.toThrow('evaluate: needs a loss');
    await expect(evaluate(classifier(), points, undefined as never)).rejects.toThrow('evaluate: needs a loss');
    await expect(evaluate(undefined as never, points, { loss })).rejects.toThrow('evaluate: expected a model');
    await expect(evaluate(classifier(), { x: ones([0, 2]), y: ones([0]) }, { loss })).rejects.toThrow('has no samples');
    await expect(evaluate(classifier(), { x: [[1, 2]], y: [3] }, { loss })).rejects.toThrow('label 3');
    await expect(evaluate(classifier(), points, { loss, metrics: [accuracy] as never })).rejects.toThrow('accuracy()');
    await expect(evaluate(classifier(), points, { loss, batchSize: 'all' as never })).rejects.toThrow('got "all"');
    await expect(evaluate(classifier(), points, { loss, verbose: 1 } as never)).rejects.toThrow(
      'unknown option "verbose"',
    );
  });
});
