import { gradients } from '@gradkit/autograd';
import { key, ones, sum, tensor } from '@gradkit/core';
import { describe, expect, it } from 'vitest';
import { maxout, sequential } from '../../src/index.ts';

describe('maxout', () => {
  it('is the largest of the linear maps of each unit', () => {
    const layer = maxout({ units: 2, pieces: 3 });
    expect(layer.build([2, 2], key(0))).toEqual([2, 2]);
    const [kernel, bias] = layer.parameters;
    const w = [
      [1, 2, -3, 0, 1, 5],
      [-1, 0.5, 2, 1, 1, -2],
    ];
    const b = [0, 1, -1, 2, 0, 0.5];
    kernel?.variable.assign(w);
    bias?.variable.assign(b);
    const x = [
      [1, 2],
      [-3, 0.5],
    ];
    const expected = x.map(([p = 0, q = 0]) => {
      const maps = b.map((offset, j) => p * (w[0]?.[j] ?? 0) + q * (w[1]?.[j] ?? 0) + offset);
      return [Math.max(...maps.slice(0, 3)), Math.max(...maps.slice(3))];
    });
    expect(layer.apply(tensor(x), { training: false }).toArray()).toEqual(expected);
  });

  it('trains the largest map alone', () => {
    const layer = maxout({ units: 1, kernelInitializer: () => tensor([[1, -1]]) });
    layer.build([1, 1], key(0));
    const [kernel, bias] = layer.parameters;
    const loss = sum(layer.apply(tensor([[3]]), { training: true }));
    const [byKernel, byBias] = gradients(loss, [kernel as never, bias as never]) as [typeof loss, typeof loss];
    expect([byKernel.toArray(), byBias.toArray()]).toEqual([[[3, 0]], [1, 0]]);
  });

  it('works on the last axis of any number of axes, and of one piece is linear', () => {
    expect(sequential([maxout({ units: 3, pieces: 4 })]).apply(ones([2, 5, 6])).shape).toEqual([2, 5, 3]);
    const linear = maxout({ units: 2, pieces: 1, kernelInitializer: () => tensor([[2, -2]]) });
    expect(
      sequential([linear])
        .apply(tensor([[3]]))
        .toArray(),
    ).toEqual([[6, -6]]);
  });

  it('rejects numbers that are none, and has no activation but itself', () => {
    expect(() => maxout({ units: 0 })).toThrow('maxout: units is a positive integer');
    expect(() => maxout({ units: 1, pieces: 1.5 })).toThrow('maxout: pieces is a positive integer');
    expect(() => maxout({ units: 1, activation: Math.abs } as never)).toThrow('has no option activation');
    const layer = maxout({ units: 1, name: 'hidden' });
    layer.build([1, 3], key(0));
    expect(() => layer.build([1, 4], key(0))).toThrow('hidden: expected last axis 3, got [1, 4]');
  });
});
