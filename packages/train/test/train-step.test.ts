import { gradients } from '@gradkit/autograd';
import { abs, add, sub, sum, type Tensor, tensor } from '@gradkit/core';
import { dataset } from '@gradkit/data';
import { zeros } from '@gradkit/initializers';
import { batchNormalization, connect, dense, freeze, graphModel, input, sequential } from '@gradkit/layers';
import { meanSquaredError, sparseCategoricalCrossentropy } from '@gradkit/losses';
import { lossMetric } from '@gradkit/metrics';
import { adam, type Optimizer, sam, sgd } from '@gradkit/optimizers';
import { l2 } from '@gradkit/regularizers';
import { describe, expect, it } from 'vitest';
import { fit, trainStep } from '../src/index.ts';
import { objectiveOf } from '../src/objective.ts';
import { update } from '../src/train-step.ts';
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

  it('shows an optimizer that asks for it what the loss was made of', () => {
    const seen: Record<string, number>[] = [];
    const observing: Optimizer = {
      ...sgd(),
      step(evaluate, parameters) {
        const given = evaluate({
          pass({ loss: whole, penalty, outputs, truths, lossOf, linear = [] }) {
            expect(linear.map((each) => [each.kernel, each.output])).toEqual([[parameters[0]?.variable, outputs[0]]]);
            const own = lossOf(outputs);
            const others = truths.map((truth) => sub(2, truth));
            const [z, other] = [outputs[0] as Tensor, lossOf(outputs, others)];
            const [g] = gradients(own, [z]);
            seen.push({
              whole: whole.item(),
              penalty: penalty.item(),
              own: own.item(),
              expected: loss(truths[0] as Tensor, z).item(),
              other: other.item(),
              expectedOther: loss(others[0] as Tensor, z).item(),
              ofOutput: sum(abs(g)).item(),
            });
          },
        });
        expect(given).toHaveLength(parameters.length);
      },
    };
    const model = sequential([dense({ units: 3, kernelRegularizer: l2(0.1) })], { seed: 1 });
    const objective = objectiveOf('test', { loss }, ['y']);
    const batch = dataset(points).batch(30).at(0);
    update('test', model, objective, batch, { optimizer: observing });
    const { whole = 0, penalty, own = 0, expected, other, expectedOther, ofOutput } = seen[0] ?? {};
    expect(own).toBe(expected);
    expect(other).toBe(expectedOther);
    expect(other).not.toBe(own);
    expect(penalty).toBeGreaterThan(0);
    expect(whole).toBeCloseTo(own + (penalty ?? 0), 6);
    expect(ofOutput).toBeGreaterThan(0);
  });

  it('shows the outputs that have a loss, each with its weight', () => {
    const seen: number[] = [];
    const observing: Optimizer = {
      ...sgd(),
      step(evaluate) {
        evaluate({
          pass({ outputs, truths, lossOf }) {
            const shifted = lossOf(outputs.map((output) => add(output, 1)));
            seen.push(outputs.length, truths.length, lossOf(outputs).item(), shifted.item());
          },
        });
      },
    };
    const x = input({ shape: [1], name: 'x' });
    const heads = ['a', 'b', 'c'].map((name) => dense({ units: 1, name, kernelInitializer: zeros() }));
    const model = graphModel({ inputs: [x], outputs: heads.map((head) => connect(head, x)) });
    const squared = meanSquaredError();
    const objective = objectiveOf(
      'test',
      { loss: { a: squared, c: squared }, metrics: [lossMetric(squared)], lossWeights: { c: 10 } },
      ['a', 'b', 'c'],
    );
    const batch = { x: tensor([[1]]), a: tensor([[2]]), b: tensor([[7]]), c: tensor([[3]]) };
    update('test', model, objective, batch, { optimizer: observing });
    expect(seen).toEqual([2, 2, 4 + 90, 1 + 40]);
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
