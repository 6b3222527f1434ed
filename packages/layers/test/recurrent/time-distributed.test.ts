import { key, normal, ones, slice } from '@gradkit/core';
import { describe, expect, it } from 'vitest';
import { conv1d, dense, dropout, flatten, freeze, sequential, timeDistributed } from '../../src/index.ts';

const inference = { training: false };

describe('timeDistributed', () => {
  it('does with every step what the layer does with a batch', () => {
    const inner = sequential([conv1d({ filters: 2, kernelSize: 2 }), flatten()]);
    const layer = timeDistributed(inner);
    const x = normal(key(1), [2, 3, 4, 5]);
    expect(layer.build(x.shape, key(0))).toEqual([2, 3, 6]);
    const y = layer.apply(x, inference);
    for (let t = 0; t < 3; t++) {
      const step = inner.apply(slice(x, [0, t], [undefined, t + 1]).reshape([2, 4, 5]));
      expect(
        slice(y, [0, t], [undefined, t + 1])
          .reshape([2, 6])
          .toArray(),
      ).toEqual(step.toArray());
    }
  });

  it('names the variables of what it holds by their path', () => {
    const model = sequential([timeDistributed(sequential([dense({ units: 2 }), freeze(dense({ units: 1 }))]))]);
    model.build([1, 3, 4]);
    expect(model.parameters.map(({ name }) => name)).toEqual([
      'timeDistributed/sequential/dense/kernel',
      'timeDistributed/sequential/dense/bias',
    ]);
    expect(model.variables.length).toBe(4);
  });

  it('draws for every step by itself', () => {
    const model = sequential([timeDistributed(dropout({ rate: 0.5 }))], { seed: 1 });
    const [first, second] = (model.apply(ones([1, 2, 32]), { training: true }).toArray() as number[][][])[0] ?? [];
    expect(first).not.toEqual(second);
  });

  it('needs a layer, and a time axis', () => {
    expect(() => timeDistributed((() => 1) as never)).toThrow('timeDistributed: the first argument');
    expect(() => timeDistributed(dense({ units: 1 })).build([2, 3], key(0))).toThrow(
      '[batch, time, features…], got [2, 3]',
    );
  });
});
