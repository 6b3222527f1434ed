import { dataset } from '@gradkit/data';
import { batchNormalization, dense, freeze, sequential } from '@gradkit/layers';
import { meanSquaredError, sparseCategoricalCrossentropy } from '@gradkit/losses';
import { adam, sam, sgd } from '@gradkit/optimizers';
import { describe, expect, it } from 'vitest';
import { fit, trainStep } from '../src/index.ts';
import { classifier, points } from './samples.ts';

const loss = sparseCategoricalCrossentropy({ fromLogits: true });

describe('trainStep', () => {
  it.each([
    ['adam', () => adam()],
    ['an optimizer that looks twice', () => sam(sgd({ learningRate: 0.1 }))],
  ])('does what fit does, with %s', async (_, make) => {
    const [model, other] = [classifier(5), classifier(5)];
    const classWeight = { 1: 2 };
    const step = trainStep(model, { optimizer: make(), loss, classWeight });
    const data = dataset(points).shuffle({ seed: 3 });
    const losses: number[] = [];
    for (let epoch = 0; epoch < 2; epoch++) {
      for (const batch of data.epoch(epoch).batch(10)) losses.push(step(batch).item());
    }
    const history = await fit(other, points, {
      optimizer: make(),
      loss,
      classWeight,
      batchSize: 10,
      epochs: 2,
      seed: 3,
    });
    expect(model.getWeights()).toEqual(other.getWeights());
    const mean = losses.slice(0, 3).reduce((sum, value) => sum + value) / 3;
    expect(history.logs['loss']?.[0]).toBeCloseTo(mean, 6);
  });

  it('leaves frozen layers and their statistics as they are', async () => {
    const features = freeze(
      sequential([dense({ units: 4, inputShape: [2] }), batchNormalization()], { name: 'features' }),
    );
    const model = sequential([features, dense({ units: 3 })]);
    model.build([1, 2]);
    const before = features.getWeights();
    const optimizer = adam();
    await fit(model, points, { optimizer, loss, epochs: 2 });
    expect(features.getWeights()).toEqual(before);
    expect(optimizer.namedState.some(({ name }) => name.startsWith('features'))).toBe(false);
    expect(optimizer.namedState.some(({ name }) => name.startsWith('dense/kernel'))).toBe(true);
  });

  it('rejects what fit rejects', () => {
    const model = classifier();
    const step = trainStep(model, { optimizer: sgd(), loss: meanSquaredError({ reduction: 'none' }) });
    const batch = dataset({ x: [[1, 2]], y: [[1, 2, 3]] })
      .batch(1)
      .at(0);
    expect(() => step(batch)).toThrow('trainStep: the loss must be one number');
    expect(() => step({ x: batch.x })).toThrow('trainStep: the data has no field "y", only x.');
    const number = trainStep(model, { optimizer: sgd(), loss: () => 3 as never });
    expect(() => number(batch)).toThrow('trainStep: the loss must give a tensor, got 3.');
    const rows = { x: [[1, 2]], y: [[1, 2, 3]] } as never;
    expect(() => step(rows)).toThrow('sequential: expected a tensor, got an array of length 1.');
    expect(() => trainStep(model, { optimizer: sgd() } as never)).toThrow('trainStep: needs a loss');
    expect(() => trainStep(model, { optimizer: sgd(), loss, classWeight: { a: 1 } as never })).toThrow('classWeight');
    expect(() => trainStep(model, { optimizer: sgd(), loss, epochs: 1 } as never)).toThrow('unknown option "epochs"');
  });
});
