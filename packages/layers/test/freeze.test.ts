import { tensor } from '@gradkit/core';
import { l2 } from '@gradkit/regularizers';
import { describe, expect, it } from 'vitest';
import { batchNormalization, dense, dropout, freeze, type Layer, penalty, sequential, unfreeze } from '../src/index.ts';

const network = () => {
  const features = sequential([dense({ units: 3, kernelRegularizer: l2(1) }), batchNormalization()], {
    name: 'features',
  });
  const model = sequential([features, dense({ units: 2 })]);
  model.build([4, 5]);
  return { features, model };
};

describe('freeze', () => {
  it('takes the parameters out of all lists, and leaves every variable where it was', () => {
    const { features, model } = network();
    const names = model.variables.map(({ name }) => name);
    freeze(features);
    expect(features.parameters).toEqual([]);
    expect(model.parameters.map(({ name }) => name)).toEqual(['dense/kernel', 'dense/bias']);
    expect(model.variables.map(({ name }) => name)).toEqual(names);
    expect(names.slice(0, 2)).toEqual(['features/dense/kernel', 'features/dense/bias']);
    expect(penalty(model).item()).toBe(0);
    expect(unfreeze(features).parameters).toHaveLength(4);
    expect(model.parameters).toHaveLength(6);
  });

  it('freezes single layers, by option as well, and those stay frozen when their model is unfrozen', () => {
    const { features, model } = network();
    freeze(features.layers[0] as Layer);
    unfreeze(freeze(features));
    expect(model.parameters).toHaveLength(4);
    const layer = dense({ units: 1, trainable: false, inputShape: [2] });
    expect(sequential([layer]).parameters).toEqual([]);
  });

  it('uses the statistics of batch normalisation as they are, also in training', () => {
    const layer = batchNormalization({ epsilon: 1e-12 });
    const model = sequential([sequential([layer])]);
    model.build([2, 1]);
    const x = tensor([[1], [3]]);
    freeze(model);
    expect(model.apply(x, { training: true }).toArray()).toEqual([[1], [3]]);
    expect(layer.state.map(({ value }) => value.toArray())).toEqual([[0], [1]]);
    unfreeze(model);
    expect(model.apply(x, { training: true }).toArray()).toEqual([[-1], [1]]);
  });

  it('does not stop dropout', () => {
    const model = freeze(sequential([dropout({ rate: 0.5 })], { seed: 1 }));
    const kept = model.apply(tensor([new Array<number>(64).fill(1)]), { training: true });
    expect(new Set((kept.toArray() as number[][])[0])).toEqual(new Set([0, 2]));
  });

  it('shows in the summary', () => {
    const { features, model } = network();
    freeze(features);
    expect(model.summary().split('\n').at(-1)).toBe('38 parameters (0.2 kB): 8 trainable, 30 non-trainable');
  });

  it('rejects what is not a layer', () => {
    expect(() => freeze('dense' as never)).toThrow('freeze: expected a layer or a model, got "dense"');
  });
});

describe('activityRegularizer', () => {
  it('adds the mean penalty of a batch, where a loss is asked for', () => {
    const terms: number[] = [];
    const layer = dense({
      units: 1,
      useBias: false,
      kernelInitializer: () => tensor([[2]]),
      activityRegularizer: l2(1),
    });
    const model = sequential([layer]);
    const x = tensor([[1], [3]]);
    model.apply(x);
    model.apply(x, { addLoss: (term) => terms.push(term.item()) });
    expect(terms).toEqual([(4 + 36) / 2]);
  });
});

describe('masks', () => {
  it('go through layers that keep the steps, and end where steps are lost', () => {
    const mask = tensor([[true, false]], { dtype: 'bool' });
    const x = tensor([[[1], [2]]]);
    const steps = sequential([dense({ units: 2 }), dropout({ rate: 0 }), batchNormalization()]);
    expect(steps.applyMasked(x, { mask }).mask?.toArray()).toEqual([[true, false]]);
    const custom: Layer = {
      name: 'own',
      build: (shape) => shape,
      apply: (value) => value,
      parameters: [],
      state: [],
    };
    expect(sequential([steps, custom]).applyMasked(x, { mask }).mask).toBeUndefined();
  });
});
