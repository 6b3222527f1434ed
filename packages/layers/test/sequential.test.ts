import { relu } from '@gradkit/activations';
import { add, jit, key, mul, ones, type Parameter, type Tensor, tensor, variable } from '@gradkit/core';
import { constant } from '@gradkit/initializers';
import { describe, expect, it } from 'vitest';
import { activation, batchNormalization, dense, dropout, type Layer, sequential } from '../src/index.ts';

const numbers = (x: Tensor): number[] => [...x.dataSync()];

const network = (options?: Parameters<typeof sequential>[1]) =>
  sequential(
    [dense({ units: 4 }), batchNormalization(), activation(relu), dropout({ rate: 0.5 }), dense({ units: 2 })],
    options,
  );

describe('sequential', () => {
  it('applies its layers one after the other', () => {
    const model = sequential([
      dense({ units: 1, kernelInitializer: constant(2), biasInitializer: constant(-3) }),
      activation(relu),
      dense({ units: 1, kernelInitializer: constant(10) }),
    ]);
    expect(numbers(model.apply(tensor([[1], [4]])))).toEqual([0, 50]);
  });

  it('builds itself at the first apply, also inside a compiled function, with the same weights', () => {
    const eager = network({ seed: 3 });
    const compiled = network({ seed: 3 });
    const x = tensor([
      [1, 2, 3],
      [4, 5, 6],
    ]);
    const expected = eager.apply(x);
    const predict = jit((batch: Tensor) => compiled.apply(batch));
    expect(compiled.built).toBe(false);
    expect(numbers(predict(x))).toEqual(numbers(expected));
    expect(compiled.built).toBe(true);
    expect(compiled.getWeights()).toEqual(eager.getWeights());
  });

  it('draws its weights from the seed, a key given to build, or 0', () => {
    const weights = (seed?: number, given?: number) => {
      const model = sequential([dense({ units: 3 })], seed === undefined ? {} : { seed });
      model.build([1, 2], given === undefined ? undefined : key(given));
      return model.getWeights();
    };
    expect(weights(5)).toEqual(weights(5));
    expect(weights(undefined, 5)).toEqual(weights(5));
    expect(weights(5, 6)).toEqual(weights(5));
    expect(weights()).toEqual(weights(0));
    expect(weights(1)).not.toEqual(weights(2));
  });

  it('gives layers of one shape different weights', () => {
    const model = sequential([dense({ units: 3 }), dense({ units: 3 })]);
    model.build([1, 3]);
    const [first, , second] = model.getWeights();
    expect(first).not.toEqual(second);
  });

  it('lists parameters and state in the order of the layers', () => {
    const model = network();
    expect(model.build([8, 3])).toEqual([8, 2]);
    expect(model.parameters.map(({ name }) => name)).toEqual([
      'dense/kernel',
      'dense/bias',
      'batchNormalization/gamma',
      'batchNormalization/beta',
      'dense_1/kernel',
      'dense_1/bias',
    ]);
    expect(model.state.map(({ name }) => name)).toEqual([
      'batchNormalization/movingMean',
      'batchNormalization/movingVariance',
      'sequential/step',
    ]);
  });

  it('counts its steps only when a layer is random, and only in training', () => {
    const quiet = sequential([dense({ units: 2 })]);
    quiet.build([1, 2]);
    expect(quiet.state).toEqual([]);
    const model = sequential([dropout({ rate: 0.5 })]);
    const x = ones([1, 2]);
    model.apply(x, { training: true });
    model.apply(x);
    model.apply(x, { training: true });
    expect(model.state.map(({ value }) => value.item())).toEqual([2]);
  });

  it('resumes its randomness from a saved step', () => {
    const x = ones([8, 8]);
    const model = sequential([dropout({ rate: 0.5 })], { seed: 4 });
    for (let i = 0; i < 3; i++) model.apply(x, { training: true });
    const saved = model.getWeights();
    const expected = numbers(model.apply(x, { training: true }));
    const resumed = sequential([dropout({ rate: 0.5 })], { seed: 4 });
    resumed.build([8, 8]);
    resumed.setWeights(saved);
    expect(numbers(resumed.apply(x, { training: true }))).toEqual(expected);
  });

  it('is a layer: models nest, with parameters named by their path', () => {
    const inner = () => sequential([dense({ units: 3 }), dropout({ rate: 0.5 })]);
    const model = sequential([inner(), inner(), dense({ units: 1 })], { seed: 2 });
    expect(model.apply(ones([2, 5])).shape).toEqual([2, 1]);
    expect(model.parameters.map(({ name }) => name)).toEqual([
      'sequential/dense/kernel',
      'sequential/dense/bias',
      'sequential_1/dense/kernel',
      'sequential_1/dense/bias',
      'dense/kernel',
      'dense/bias',
    ]);
    const once = numbers(model.apply(ones([2, 5]), { training: true }));
    const again = numbers(model.apply(ones([2, 5]), { training: true }));
    expect(again).not.toEqual(once);
  });

  it('shares the variables of a layer that stands at two places', () => {
    const shared = dense({ units: 2, kernelInitializer: constant(1) });
    const model = sequential([shared, shared]);
    expect(numbers(model.apply(tensor([[1, 2]])))).toEqual([6, 6]);
    expect(model.parameters.length).toBe(2);
  });

  it('takes layers of your own: an object with five members', () => {
    let factor: Parameter | undefined;
    const scale: Layer = {
      name: 'scale',
      build(input) {
        factor ??= { name: 'scale/factor', variable: variable(3, { name: 'scale/factor' }) };
        return input;
      },
      apply: (x) => mul(x, factor?.variable.value ?? 1),
      get parameters() {
        return factor === undefined ? [] : [factor];
      },
      state: [],
    };
    const model = sequential([scale, activation((x) => add(x, 1))]);
    expect(numbers(model.apply(tensor([1, 2])))).toEqual([4, 7]);
    expect(model.parameters.map(({ name }) => name)).toEqual(['scale/factor']);
  });

  it('reads and writes all weights, as copies', () => {
    const model = network({ seed: 1 });
    model.build([1, 3]);
    const weights = model.getWeights();
    expect(weights.map(({ length }) => length)).toEqual([12, 4, 4, 4, 4, 4, 8, 2, 1]);
    const changed = weights.map((values) => values.map(() => 7));
    model.setWeights(changed);
    expect(model.getWeights()).toEqual(changed);
    model.setWeights(weights);
    expect(model.getWeights()).toEqual(weights);
    expect(() => model.setWeights(weights.slice(1))).toThrow('sequential has 9 variables, got 8 arrays');
    expect(() => model.setWeights([new Float32Array(1), ...weights.slice(1)])).toThrow(
      'dense/kernel has 12 elements, got 1',
    );
    expect(model.getWeights()).toEqual(weights);
  });

  it('needs an input, or an inputShape, before its variables exist', () => {
    expect(() => sequential([dense({ units: 1 })]).parameters).toThrow('parameters: sequential has no variables yet');
    const model = sequential([dense({ units: 1, inputShape: [3] })], { seed: 1 });
    expect(model.parameters.map(({ variable: { shape } }) => shape)).toEqual([[3, 1], [1]]);
  });

  it('says which layer a shape does not fit', () => {
    const model = sequential([dense({ units: 4 }), dense({ units: 2 })]);
    model.apply(ones([1, 64]));
    expect(() => model.apply(ones([32, 65]))).toThrow('dense: expected last axis 64, got [32, 65].');
  });

  it('says that arrays are no tensors', () => {
    const model = sequential([dense({ units: 4 })], { name: 'small' });
    const rows = [[1, 2]] as never;
    expect(() => model.apply(rows)).toThrow('small: expected a tensor, got an array of length 1. Use tensor() first.');
    expect(() => model.apply(new Float32Array(2) as never)).toThrow('small: expected a tensor, got');
    expect(() => model.apply(undefined as never)).toThrow('small: expected a tensor, got undefined.');
  });

  it('rejects what is not a list of layers', () => {
    expect(() => sequential([])).toThrow('at least one layer');
    expect(() => sequential([dense({ units: 1 }), relu as never])).toThrow('layers[1] is a function, not a layer');
    expect(() => sequential([dense({ units: 1 }), undefined as never])).toThrow('layers[1] is undefined');
    expect(() => sequential([dense({ units: 1 })], { sede: 1 } as never)).toThrow('"seed"');
  });
});
