import { key, normal, ones, slice, type Tensor, tensor } from '@gradkit/core';
import { describe, expect, it } from 'vitest';
import { bidirectional, convLstm1d, convLstm2d, convLstm3d, lstm, sequential } from '../../src/index.ts';

const inference = { training: false };
const values = (x: Tensor): number[] => [...x.dataSync()];

describe('convLstm2d', () => {
  it('is a long short-term memory at every place, with a kernel of one place', () => {
    const conv = convLstm2d({ filters: 3, kernelSize: 1, returnSequences: true });
    const plain = lstm({ units: 3, returnSequences: true });
    const x = normal(key(1), [2, 4, 1, 1, 5]);
    conv.build(x.shape, key(0));
    plain.build([2, 4, 5], key(0));
    plain.parameters.forEach(({ variable }, i) => {
      const weight = normal(key(i), variable.shape);
      variable.assign(weight);
      const other = conv.parameters[i]?.variable;
      other?.assign(weight.reshape(other.shape));
    });
    expect(conv.parameters.map(({ variable }) => variable.shape)).toEqual([[1, 1, 5, 12], [1, 1, 3, 12], [12]]);
    const expected = values(plain.apply(x.reshape([2, 4, 5]), inference));
    values(conv.apply(x, inference)).forEach((value, i) => {
      expect(value).toBeCloseTo(expected[i] as number, 6);
    });
  });

  it('follows masks: padding leaves no trace', () => {
    const layer = convLstm2d({ filters: 2, kernelSize: 2, padding: 'same' });
    const x = normal(key(1), [2, 4, 3, 3, 1]);
    layer.build(x.shape, key(0));
    const mask = tensor([
      [true, true, false, false],
      [true, true, false, false],
    ]);
    const short = layer.apply(slice(x, [0, 0], [2, 2]), inference);
    expect(values(layer.apply(x, { training: false, mask }))).toEqual(values(short));
  });

  it('drops channels and states in training, and goes both ways', () => {
    const layer = bidirectional(convLstm2d({ filters: 2, kernelSize: 2, dropout: 0.5, recurrentDropout: 0.5 }));
    const model = sequential([layer], { seed: 1 });
    const x = ones([1, 3, 4, 4, 2]);
    const [first, second] = [1, 2].map(() => model.apply(x, { training: true }));
    expect(first?.shape).toEqual([1, 3, 3, 4]);
    expect(values(first as Tensor)).not.toEqual(values(second as Tensor));
  });

  it('exists for one and three spatial axes', () => {
    const build = (layer: ReturnType<typeof convLstm1d>, shape: readonly number[]) => layer.build(shape, key(0));
    expect(build(convLstm1d({ filters: 2, kernelSize: 3, strides: 2 }), [1, 2, 7, 1])).toEqual([1, 3, 2]);
    expect(build(convLstm3d({ filters: 2, kernelSize: [1, 2, 3] }), [1, 2, 3, 3, 3, 1])).toEqual([1, 3, 2, 1, 2]);
  });

  it('says what does not fit', () => {
    expect(() => convLstm2d({ filters: 0, kernelSize: 1 })).toThrow('convLstm2d: filters is a positive integer');
    expect(() => convLstm2d({ filters: 1 } as never)).toThrow('convLstm2d: kernelSize');
    expect(() => convLstm2d({ filters: 1, kernelSize: 1, units: 2 } as never)).toThrow('units');
    const layer = convLstm2d({ filters: 1, kernelSize: 3 });
    expect(() => layer.build([1, 2, 5, 1], key(0))).toThrow('every step takes a batch, 2 spatial axes');
    expect(() => layer.build([1, 2, 2, 5, 1], key(0))).toThrow('convLstm2d: ');
    layer.build([1, 2, 5, 5, 1], key(0));
    expect(() => layer.apply(ones([1, 2, 5, 5, 2]), inference)).toThrow('and 1 channels, got [1, 5, 5, 2]');
  });
});
