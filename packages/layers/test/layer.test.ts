import { add, assign, key, mul, normal, ones, type Tensor, tanh, tensor, variable, zeros } from '@gradkit/core';
import { l2 } from '@gradkit/regularizers';
import { describe, expect, it } from 'vitest';
import {
  activation,
  add as addLayer,
  applyMasked,
  connect,
  createLayer,
  dense,
  freeze,
  graphModel,
  input,
  keepMask,
  type Layer,
  type LayerOptions,
  type LayerVisit,
  sequential,
  variablesOf,
} from '../src/index.ts';

/** A learned factor, and a count of the steps of training. */
const scale = (options: LayerOptions = {}) =>
  createLayer(
    'scale',
    options,
    (input, _key, name) => {
      const factor = variable(ones([input.at(-1) ?? 1]), { name: `${name}/factor` });
      const steps = variable(0, { name: `${name}/steps` });
      return {
        parameters: [{ name: factor.name, variable: factor }],
        state: [steps],
        output: (shape) => shape,
        apply(x, { training, frozen }) {
          if (training && frozen !== true) assign([[steps, add(steps.value, 1)]]);
          return mul(x, factor.value);
        },
      };
    },
    { outputMask: keepMask },
  );

const x = tensor([[1, 2]]);

describe('createLayer', () => {
  it('makes a layer that models name, build once and list', () => {
    const model = sequential([scale(), scale(), dense({ units: 1 })]);
    expect(model.build([4, 2])).toEqual([4, 1]);
    expect(model.build([8, 2])).toEqual([8, 1]);
    expect(model.variables.map(({ name }) => name)).toEqual([
      'scale/factor',
      'scale/steps',
      'scale_1/factor',
      'scale_1/steps',
      'dense/kernel',
      'dense/bias',
    ]);
  });

  it('gives it what all layers have: options, freezing, penalties of activities', () => {
    const layer = scale({ name: 'own', inputShape: [2], activityRegularizer: l2(1) });
    layer.build([1, 2], key(0));
    const terms: number[] = [];
    layer.apply(x, { training: true, addLoss: (term) => terms.push(term.item()) });
    expect(terms).toEqual([5]);
    freeze(layer);
    layer.apply(x, { training: true });
    expect(layer.state[0]?.value.item()).toBe(1);
    expect(layer.parameters).toEqual([]);
    expect(() => layer.build([1, 3], key(0))).toThrow('own: inputShape is [2], got the input [1, 3]');
    expect(scale({ trainable: false }).trainable).toBe(false);
  });

  it('needs its variables before it is applied', () => {
    expect(() => scale().apply(x, { training: false })).toThrow(
      'scale: has no variables yet. Call build(shape, key), or put it into sequential([…]).',
    );
  });

  it('has random keys where it says that it is random', () => {
    const noise = createLayer(
      'noise',
      {},
      () => ({
        output: (shape) => shape,
        apply: (input, { key: own }) => (own === undefined ? input : add(input, normal(own, input.shape))),
      }),
      { random: true },
    );
    const model = sequential([noise], { seed: 3 });
    expect(model.apply(x).toArray()).toEqual([[1, 2]]);
    const [first, second] = [model.apply(x, { training: true }), model.apply(x, { training: true })];
    expect(first.toArray()).not.toEqual(second.toArray());
  });

  it('takes lists and gives lists', () => {
    const swap = createLayer<readonly Tensor[], readonly Tensor[]>(
      'swap',
      {},
      () => ({ output: ([a = [], b = []]) => [b, a], apply: ([a, b]) => [b as Tensor, a as Tensor] }),
      { outputs: 2 },
    );
    expect(swap.outputs).toBe(2);
    expect(
      swap.build(
        [
          [1, 2],
          [1, 3],
        ],
        key(0),
      ),
    ).toEqual([
      [1, 3],
      [1, 2],
    ]);
    expect(swap.apply([x, zeros([1, 3])], { training: false }).map(({ shape }) => shape)).toEqual([
      [1, 3],
      [1, 2],
    ]);
  });
});

describe('variablesOf', () => {
  it('lists parameters and state of any object that is a layer', () => {
    const [factor, count] = [variable(1, { name: 'own/factor' }), variable(0, { name: 'own/count' })];
    const plain: Pick<Layer, 'parameters' | 'state'> = {
      parameters: [{ name: 'own/factor', variable: factor }],
      state: [count],
    };
    expect(variablesOf(plain)).toEqual([
      { name: 'own/factor', variable: factor },
      { name: 'own/count', variable: count },
    ]);
  });

  it('lists the same whatever is frozen, and nothing before there are variables', () => {
    const layer = scale();
    expect(variablesOf(layer)).toEqual([]);
    layer.build([1, 2], key(0));
    const names = variablesOf(layer).map(({ name }) => name);
    expect(names).toEqual(['scale/factor', 'scale/steps']);
    expect(variablesOf(freeze(layer)).map(({ name }) => name)).toEqual(names);
  });
});

describe('applyMasked', () => {
  const mask = tensor([[true, false]], { dtype: 'bool' });
  const steps = ones([1, 2, 3]);

  it('keeps the mask of a layer that keeps the steps, and of a model of such layers', () => {
    const layer = scale();
    layer.build([1, 2, 3], key(0));
    expect(applyMasked(layer, steps, { training: false, mask }).mask).toBe(mask);
    expect(applyMasked(sequential([scale(), scale()]), steps, { training: false, mask }).mask).toBe(mask);
    expect(applyMasked(layer, steps, { training: false }).mask).toBeUndefined();
  });

  it('tells layers that make a mask what all inputs had', () => {
    const first = createLayer<readonly Tensor[]>(
      'first',
      {},
      () => ({ output: ([shape = []]) => shape, apply: ([value]) => value as Tensor }),
      { outputMask: (_inputs, _mask, masks) => masks?.[1] },
    );
    first.build(
      [
        [1, 2, 3],
        [1, 2, 3],
      ],
      key(0),
    );
    const context = { training: false, mask: undefined, masks: [undefined, mask] };
    expect(applyMasked(first, [steps, steps], context).mask).toBe(mask);
  });
});

describe('visits', () => {
  it('tell of every layer with what went in and what came out, a model after the layers in it', () => {
    const inner = sequential([dense({ units: 2 }), activation(tanh)], { name: 'inner' });
    const model = sequential([inner, dense({ units: 1, name: 'last' })]);
    const visits: LayerVisit[] = [];
    const x = tensor([[1, 2, 3]]);
    const y = model.apply(x, { visit: (each) => void visits.push(each) });
    expect(visits.map(({ layer }) => layer.name)).toEqual(['dense', 'activation', 'inner', 'last']);
    const [first, second, third, last] = visits as [LayerVisit, LayerVisit, LayerVisit, LayerVisit];
    expect(first.input).toBe(x);
    expect(second.input).toBe(first.output);
    expect([third.input, third.output]).toEqual([x, second.output]);
    expect(last.output).toBe(y);
  });

  it('go through graphs, lists of values and shared layers', () => {
    const [a, b] = [input({ shape: [2], name: 'a' }), input({ shape: [2], name: 'b' })];
    const shared = dense({ units: 2, name: 'shared' });
    const model = graphModel({
      inputs: [a, b],
      outputs: connect(addLayer(), [connect(shared, a), connect(shared, b)]),
    });
    const visits: LayerVisit[] = [];
    model.apply([ones([1, 2]), ones([1, 2])], { visit: (each) => void visits.push(each) });
    expect(visits.map(({ layer }) => layer.name)).toEqual(['shared', 'shared', 'add']);
    expect(visits[2]?.input).toEqual([visits[0]?.output, visits[1]?.output]);
  });
});

describe('the activation of a layer', () => {
  it('is the function that it ends in', () => {
    expect(dense({ units: 2, activation: tanh }).activation).toBe(tanh);
    expect(activation(tanh).activation).toBe(tanh);
    expect(dense({ units: 2 }).activation).toBeUndefined();
  });
});
