import { relu } from '@gradkit/activations';
import { key, mean, ones, tensor } from '@gradkit/core';
import { describe, expect, it } from 'vitest';
import { activation, dense, sequential } from '../src/index.ts';

describe('activation', () => {
  it('applies the function, and has no variables', () => {
    const layer = activation(relu);
    expect(layer.build([2, 2], key(0))).toEqual([2, 2]);
    expect(layer.apply(tensor([[-1, 2]]), { training: true }).toArray()).toEqual([[0, 2]]);
    expect([layer.parameters, layer.state]).toEqual([[], []]);
  });

  it('takes functions that change the shape: what follows knows it', () => {
    const model = sequential([activation((x) => mean(x, { axis: 1 })), dense({ units: 2 })]);
    expect(model.build([4, 7, 3])).toEqual([4, 2]);
    expect(model.parameters[0]?.variable.shape).toEqual([3, 2]);
    expect(model.apply(ones([5, 6, 3])).shape).toEqual([5, 2]);
  });

  it('says what it got instead of a function', () => {
    expect(() => activation('relu' as never)).toThrow('expected a function such as relu, got "relu"');
  });
});
