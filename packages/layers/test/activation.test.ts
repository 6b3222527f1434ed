import { relu } from '@gradkit/activations';
import { key, tensor } from '@gradkit/core';
import { describe, expect, it } from 'vitest';
import { activation } from '../src/index.ts';

describe('activation', () => {
  it('applies the function, and has no variables', () => {
    const layer = activation(relu);
    expect(layer.build([2, 2], key(0))).toEqual([2, 2]);
    expect(layer.apply(tensor([[-1, 2]]), { training: true }).toArray()).toEqual([[0, 2]]);
    expect([layer.parameters, layer.state]).toEqual([[], []]);
  });

  it('says what it got instead of a function', () => {
    expect(() => activation('relu' as never)).toThrow('expected a function such as relu, got "relu"');
  });
});
