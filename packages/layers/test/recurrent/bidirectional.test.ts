import { flip, key, normal, ones, type Tensor, tensor } from '@gradkit/core';
import { describe, expect, it } from 'vitest';
import {
  applyMasked,
  bidirectional,
  type Cell,
  dense,
  freeze,
  gru,
  lstm,
  rnn,
  sequential,
  simpleRnn,
  simpleRnnCell,
  stackedRnnCells,
} from '../../src/index.ts';

const inference = { training: false };

describe('bidirectional', () => {
  it('reads a palindrome the same way in both directions, with the same weights', () => {
    const layer = bidirectional(lstm({ units: 3, returnSequences: true }), { mergeMode: null });
    const half = normal(key(1), [1, 2, 2]);
    const x = tensor([...half.dataSync(), ...flip(half, { axis: 1 }).dataSync()]).reshape([1, 4, 2]);
    layer.build(x.shape, key(0));
    const weights = layer.parameters;
    for (const [i, { variable }] of weights.slice(0, 3).entries()) weights[i + 3]?.variable.assign(variable.value);
    const [forward, backward] = layer.apply(x, inference) as readonly [Tensor, Tensor];
    expect(backward.toArray()).toEqual(flip(forward, { axis: 1 }).toArray());
  });

  it('has weights of both directions under its name, which are drawn apart', () => {
    const model = sequential([bidirectional(simpleRnn({ units: 2 })), dense({ units: 1 })]);
    model.build([1, 3, 2]);
    expect(model.parameters.slice(0, 6).map(({ name }) => name)).toEqual([
      'bidirectional/forward/kernel',
      'bidirectional/forward/recurrentKernel',
      'bidirectional/forward/bias',
      'bidirectional/backward/kernel',
      'bidirectional/backward/recurrentKernel',
      'bidirectional/backward/bias',
    ]);
    const [forward, , , backward] = model.getWeights();
    expect(forward).not.toEqual(backward);
  });

  it('takes another layer for the way back, which may be frozen alone', () => {
    const backwardLayer = freeze(gru({ units: 3, goBackwards: true }));
    const layer = bidirectional(lstm({ units: 2 }), { backwardLayer });
    expect(layer.build([1, 4, 2], key(0))).toEqual([1, 5]);
    expect(layer.apply(ones([1, 4, 2]), inference).shape).toEqual([1, 5]);
    expect(layer.parameters.length).toBe(3);
    expect(layer.variables?.length).toBe(6);
  });

  it('copies stacks of cells, and asks for the other direction of a cell that it cannot copy', () => {
    const stack = stackedRnnCells([simpleRnnCell({ units: 3 }), simpleRnnCell({ units: 2 })]);
    const layer = bidirectional(rnn(stack), { mergeMode: 'sum' });
    expect(layer.build([1, 4, 2], key(0))).toEqual([1, 2]);
    const own: Cell = { ...simpleRnnCell({ units: 1 }), copy: undefined } as never;
    expect(() => bidirectional(rnn(own))).toThrow('its cell has no copy(), give a layer for the other direction');
  });

  it('forgets the states of stateful layers on request', () => {
    const layer = bidirectional(gru({ units: 2, stateful: true }));
    layer.build([1, 3, 2], key(0));
    const x = normal(key(1), [1, 3, 2]);
    const [first, second] = [layer.apply(x, inference), layer.apply(x, inference)].map((y) => y.toArray());
    expect(second).not.toEqual(first);
    layer.resetState();
    expect(layer.apply(x, inference).toArray()).toEqual(first);
    expect(layer.state.map(({ name }) => name)).toEqual(['forward/state0', 'backward/state0']);
  });

  it('keeps masks where it gives all steps', () => {
    const x = ones([1, 3, 1]);
    const mask = tensor([[true, true, false]]);
    const layer = bidirectional(gru({ units: 1, returnSequences: true }));
    layer.build(x.shape, key(0));
    const masked = applyMasked(layer, x, { training: false, mask });
    expect(masked.mask?.toArray()).toEqual([[true, true, false]]);
    expect((masked.output.toArray() as number[][][])[0]?.[2]).toEqual([0, 0]);
  });

  it('says what does not go together', () => {
    expect(() => bidirectional(dense({ units: 1 }) as never)).toThrow('bidirectional: the layer is a recurrent layer');
    expect(() => bidirectional(lstm({ units: 1 }), { mergeMode: 'add' as never })).toThrow(
      'mergeMode is one of concat',
    );
    expect(() => bidirectional(lstm({ units: 1, goBackwards: true }))).toThrow('the layer goes forward');
    expect(() => bidirectional(lstm({ units: 1 }), { backwardLayer: lstm({ units: 1 }) })).toThrow('goBackwards: true');
    const backwardLayer = lstm({ units: 1, goBackwards: true, returnSequences: true });
    expect(() => bidirectional(lstm({ units: 1 }), { backwardLayer })).toThrow('the same returnSequences');
  });
});
