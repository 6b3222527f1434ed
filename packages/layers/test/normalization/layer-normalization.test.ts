import { allClose, key, tensor, zeros } from '@gradkit/core';
import { describe, expect, it } from 'vitest';
import {
  groupNormalization,
  instanceNormalization,
  type Layer,
  layerNormalization,
  rmsNormalization,
  sequential,
  unitNormalization,
} from '../../src/index.ts';

describe('layerNormalization', () => {
  it('does the same in training and outside, for every sample on its own', () => {
    const model = sequential([layerNormalization()]);
    const x = tensor([
      [1, 2, 3],
      [-5, 0, 7],
    ]);
    const both = model.apply(x).toArray() as number[][];
    expect(model.apply(x, { training: true }).toArray()).toEqual(both);
    expect(model.apply(tensor([[-5, 0, 7]])).toArray()).toEqual([both[1]]);
  });

  it('gives beta for features that do not vary', () => {
    expect(
      sequential([layerNormalization()])
        .apply(tensor([[7, 7]]))
        .toArray(),
    ).toEqual([[0, 0]]);
  });

  it('has gamma and beta with the extents of its axes', () => {
    const layer = layerNormalization({ axis: [-1, 1] });
    layer.build([2, 3, 4, 5], key(0));
    expect(layer.parameters.map(({ name, variable: { shape } }) => [name, shape])).toEqual([
      ['layerNormalization/gamma', [3, 5]],
      ['layerNormalization/beta', [3, 5]],
    ]);
    expect(layer.build([1, 3, 9, 5], key(0))).toEqual([1, 3, 9, 5]);
  });

  it('says what does not fit', () => {
    const layer = layerNormalization({ name: 'norm' });
    layer.build([2, 3], key(0));
    expect(() => layer.build([2, 4], key(0))).toThrow(
      'norm: expected 2 axes with the extents [3] along [1], got [2, 4]',
    );
    expect(() => layer.apply(zeros([2, 3], { dtype: 'float64' }), { training: false })).toThrow(
      'norm: expected float32',
    );
    expect(() => layerNormalization({ axis: [] }).build([2, 3], key(0))).toThrow('axis is a list without an axis');
    expect(() => layerNormalization({ axis: 2 }).build([2, 3], key(0))).toThrow('axis 2');
    expect(() => layerNormalization({ epsilon: 0 })).toThrow('layerNormalization: epsilon is greater than 0, got 0');
    expect(() => layerNormalization({ center: 1 as never })).toThrow('center is true or false');
    expect(() => layerNormalization({ gammaConstraint: 'nonNeg' as never })).toThrow('gammaConstraint is a function');
  });
});

describe('groupNormalization', () => {
  it('of one group is layer normalisation of the sample, of every channel instance normalisation', () => {
    const x = tensor([
      [
        [1, 2, -3],
        [4, 0, 7],
      ],
    ]);
    const apply = (layer: Layer) => sequential([layer]).apply(x);
    // Sums in another order.
    const same = { rtol: 1e-5, atol: 1e-6 };
    expect(
      allClose(apply(groupNormalization({ groups: 1 })), apply(layerNormalization({ axis: [1, 2] })), same).toArray(),
    ).toBe(true);
    expect(apply(groupNormalization({ groups: -1 })).toArray()).toEqual(apply(instanceNormalization()).toArray());
  });

  it('says what does not fit', () => {
    for (const groups of [0, -2, 1.5]) {
      expect(() => groupNormalization({ groups })).toThrow('groups is a positive integer, or -1');
    }
    expect(() => groupNormalization().build([1, 48], key(0))).toThrow(
      'groupNormalization: the 48 channels of [1, 48] do not divide into 32 groups',
    );
    expect(() => instanceNormalization({ axis: 0 }).build([1, 2, 3], key(0))).toThrow('axis 0 is the batch');
    const layer = groupNormalization({ groups: 2, name: 'group' });
    layer.build([1, 4], key(0));
    expect(() => layer.build([1, 6], key(0))).toThrow(
      'group: expected 2 axes with 4 channels along axis 1, got [1, 6]',
    );
  });
});

describe('rmsNormalization', () => {
  it('does not centre, and says what does not fit', () => {
    const layer = rmsNormalization();
    layer.build([1, 2], key(0));
    expect(layer.parameters.map(({ name }) => name)).toEqual(['rmsNormalization/scale']);
    expect(layer.apply(tensor([[0, 0]]), { training: true }).toArray()).toEqual([[0, 0]]);
    expect(() => rmsNormalization({ epsilon: -1 })).toThrow('rmsNormalization: epsilon is greater than 0');
    expect(() => rmsNormalization({ scale: false } as never)).toThrow('unknown option "scale"');
  });
});

describe('unitNormalization', () => {
  it('leaves zeros, and says what does not fit', () => {
    const model = sequential([unitNormalization()]);
    expect(
      model
        .apply(
          tensor([
            [0, 0],
            [0, -2],
          ]),
        )
        .toArray(),
    ).toEqual([
      [0, 0],
      [0, -1],
    ]);
    expect(() => sequential([unitNormalization({ axis: 3 })]).apply(tensor([[1]]))).toThrow('axis 3');
    expect(() => unitNormalization({ axis: [] })).toThrow('axis is a list without an axis');
  });
});
