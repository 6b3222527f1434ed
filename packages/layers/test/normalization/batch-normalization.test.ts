import { jit, key, reshape, type Tensor, tensor } from '@gradkit/core';
import { constant } from '@gradkit/initializers';
import { describe, expect, it } from 'vitest';
import { activation, batchNormalization, dense, type Layer, sequential } from '../../src/index.ts';

const x = [
  [1, -2, 4],
  [3, 0, 4.5],
  [0.5, 5, -7],
  [2, 1, 2],
];
const epsilon = 1e-3;

const column = (j: number): number[] => x.map((row) => row[j] as number);
const meanOf = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0) / values.length;
/** Divided by the number of values, not by one less. */
const biasedVariance = (values: readonly number[]): number => meanOf(values.map((v) => (v - meanOf(values)) ** 2));

const numbers = (t: Tensor | undefined): number[] => [...(t?.dataSync() ?? [])];
const expectClose = (actual: readonly number[], expected: readonly number[]): void => {
  expect(actual.length).toBe(expected.length);
  // A few roundings of float32 (relative 6e-8) on values of a few units.
  actual.forEach((value, i) => {
    expect(value).toBeCloseTo(expected[i] as number, 5);
  });
};

const built = (layer: Layer, shape: readonly number[] = [4, 3]): Layer => {
  layer.build(shape, key(0));
  return layer;
};

describe('batchNormalization', () => {
  it('in training normalises by the mean and the biased variance of the batch', () => {
    const layer = built(batchNormalization());
    const expected = x.map((row) =>
      row.map((value, j) => (value - meanOf(column(j))) / Math.sqrt(biasedVariance(column(j)) + epsilon)),
    );
    expectClose(numbers(layer.apply(tensor(x), { training: true })), expected.flat());
  });

  it('scales by gamma and shifts by beta', () => {
    const layer = built(batchNormalization({ gammaInitializer: constant(3), betaInitializer: constant(-1) }));
    const expected = x.map((row) =>
      row.map((value, j) => (3 * (value - meanOf(column(j)))) / Math.sqrt(biasedVariance(column(j)) + epsilon) - 1),
    );
    expectClose(numbers(layer.apply(tensor(x), { training: true })), expected.flat());
  });

  it('moves its statistics towards those of the batch, by 1 − momentum', () => {
    const layer = built(batchNormalization({ momentum: 0.9 }));
    layer.apply(tensor(x), { training: true });
    const [mean, variance] = layer.state;
    const columns = [0, 1, 2].map(column);
    expectClose(
      numbers(mean?.value),
      columns.map((values) => 0.1 * meanOf(values)),
    );
    expectClose(
      numbers(variance?.value),
      columns.map((values) => 0.9 + 0.1 * biasedVariance(values)),
    );

    layer.apply(tensor(x), { training: true });
    expectClose(
      numbers(mean?.value),
      columns.map((values) => (0.09 + 0.1) * meanOf(values)),
    );
    expectClose(
      numbers(variance?.value),
      columns.map((values) => 0.81 + (0.09 + 0.1) * biasedVariance(values)),
    );
  });

  it('moves them inside a compiled step as outside', () => {
    const layer = built(batchNormalization({ momentum: 0.5 }));
    const other = built(batchNormalization({ momentum: 0.5 }));
    const step = jit((batch: Tensor) => layer.apply(batch, { training: true }));
    for (let i = 0; i < 3; i++) {
      step(tensor(x));
      other.apply(tensor(x), { training: true });
    }
    expect(layer.state.map(({ value }) => numbers(value))).toEqual(other.state.map(({ value }) => numbers(value)));
  });

  it('otherwise normalises by the moving statistics, and leaves them alone', () => {
    const layer = built(
      batchNormalization({ movingMeanInitializer: constant(2), movingVarianceInitializer: constant(4) }),
    );
    const expected = x.flat().map((value) => (value - 2) / Math.sqrt(4 + epsilon));
    expectClose(numbers(layer.apply(tensor(x), { training: false })), expected);
    expect(layer.state.map(({ value }) => numbers(value))).toEqual([
      [2, 2, 2],
      [4, 4, 4],
    ]);
  });

  it('averages over all axes but its own', () => {
    // Rows as axis 1 of [1, 4, 3]: each row is now a feature, over 1 · 3 values.
    const layer = built(batchNormalization({ axis: 1 }), [1, 4, 3]);
    expect(layer.parameters.map(({ variable }) => variable.shape)).toEqual([[4], [4]]);
    const expected = x.map((row) =>
      row.map((value) => (value - meanOf(row)) / Math.sqrt(biasedVariance(row) + epsilon)),
    );
    expectClose(numbers(layer.apply(reshape(tensor(x), [1, 4, 3]), { training: true })), expected.flat());
  });

  it('takes each map of images over all samples and places', () => {
    // Two samples of 2 × 2 places with two maps; of the second map all numbers are those of the first, times 10.
    const first = [
      [1, -2, 4, 0],
      [3, 0.5, 1, 2],
    ];
    const images = tensor(first.map((sample) => sample.map((value) => [value, 10 * value]))).reshape([2, 2, 2, 2]);
    const layer = built(batchNormalization({ momentum: 0 }), [2, 2, 2, 2]);
    layer.apply(images, { training: true });
    const all = first.flat();
    const [mean, variance] = layer.state.map(({ value }) => numbers(value));
    expectClose(mean as number[], [meanOf(all), 10 * meanOf(all)]);
    expectClose(variance as number[], [biasedVariance(all), 100 * biasedVariance(all)]);
  });

  it('outside training is a factor and a shift of each feature', () => {
    const layer = built(
      batchNormalization({
        gammaInitializer: constant(3),
        betaInitializer: constant(-1),
        movingMeanInitializer: constant(2),
        movingVarianceInitializer: constant(4),
      }),
    );
    const factor = 3 / Math.sqrt(4 + epsilon);
    const shift = -1 - (3 * 2) / Math.sqrt(4 + epsilon);
    const affine = layer.statistics?.affine();
    expectClose(numbers(affine?.factor), [factor, factor, factor]);
    expectClose(numbers(affine?.shift), [shift, shift, shift]);
    expectClose(
      numbers(layer.apply(tensor(x), { training: false })),
      x.flat().map((value) => factor * value + shift),
    );
  });

  it('between a dense layer and its activation centres what the activation sees', () => {
    const seen: Tensor[] = [];
    const model = sequential(
      [
        dense({ units: 3, biasInitializer: constant(100) }),
        batchNormalization(),
        activation((z) => {
          seen.push(z);
          return z;
        }),
      ],
      { seed: 1 },
    );
    model.apply(tensor(x), { training: true });
    const z = seen.at(-1) as Tensor;
    for (let j = 0; j < 3; j++)
      expect(meanOf((z.toArray() as number[][]).map((row) => row[j] as number))).toBeCloseTo(0, 4);
  });

  it('leaves out masked steps, and says which masks do not fit', () => {
    const layer = built(batchNormalization({ momentum: 0 }), [2, 2, 1]);
    const steps = tensor([
      [[1], [Number.NaN]],
      [[5], [6]],
    ]);
    const mask = tensor(
      [
        [true, false],
        [true, true],
      ],
      { dtype: 'bool' },
    );
    layer.apply(steps, { training: true, mask });
    const [mean, variance] = layer.state.map(({ value }) => numbers(value));
    expectClose(mean as number[], [4]);
    expectClose(variance as number[], [biasedVariance([1, 5, 6])]);
    const wrong = tensor([[true], [true]], { dtype: 'bool' });
    expect(() => layer.apply(steps, { training: true, mask: wrong })).toThrow(
      'batchNormalization: the mask [2, 1] is not one of the first axes of [2, 2, 1]',
    );
  });

  it('has gamma and beta to learn, unless told otherwise', () => {
    const names = (layer: Layer) => built(layer).parameters.map(({ name }) => name);
    expect(names(batchNormalization())).toEqual(['batchNormalization/gamma', 'batchNormalization/beta']);
    expect(names(batchNormalization({ scale: false }))).toEqual(['batchNormalization/beta']);
    expect(names(batchNormalization({ center: false }))).toEqual(['batchNormalization/gamma']);
    expect(built(batchNormalization({ name: 'bn' })).state.map(({ name }) => name)).toEqual([
      'bn/movingMean',
      'bn/movingVariance',
    ]);
  });

  it('gives beta for a feature that does not vary', () => {
    const layer = built(batchNormalization({ betaInitializer: constant(0.25) }), [2, 1]);
    expect(numbers(layer.apply(tensor([[7], [7]]), { training: true }))).toEqual([0.25, 0.25]);
  });

  it('says which layer got which shape', () => {
    const layer = built(batchNormalization({ name: 'bn_1' }));
    expect(() => layer.apply(tensor([[1, 2]]), { training: true })).toThrow(
      'bn_1: expected 2 axes with 3 features along axis 1, got [1, 2].',
    );
    expect(() => built(batchNormalization({ axis: 2 }))).toThrow('axis 2');
  });

  it('rejects numbers out of range and options that do not exist', () => {
    for (const momentum of [-0.1, 1.1, Number.NaN]) {
      expect(() => batchNormalization({ momentum })).toThrow('momentum is between 0 and 1');
    }
    for (const value of [0, -1, Number.NaN]) {
      expect(() => batchNormalization({ epsilon: value })).toThrow('epsilon is greater than 0');
    }
    expect(() => batchNormalization({ movingMeanInitializer: 0 as never })).toThrow(
      'batchNormalization: movingMeanInitializer is a function such as heNormal(), got 0',
    );
    expect(() => batchNormalization({ eps: 1 } as never)).toThrow('unknown option "eps"');
  });
});
