import { arange, key, reshape, tensor } from '@gradkit/core';
import { describe, expect, it } from 'vitest';
import { flatten } from '../../src/index.ts';

const apply = (shape: readonly number[]) => {
  const layer = flatten();
  const size = shape.reduce((a, b) => a * b, 1);
  const output = layer.build(shape, key(0));
  const y = layer.apply(reshape(arange(size), shape), { training: false });
  expect(y.shape).toEqual(output);
  expect([...y.dataSync()]).toEqual(Array.from({ length: size }, (_, i) => i));
  return y.shape;
};

describe('flatten', () => {
  it('joins all axes but the batch, in row-major order', () => {
    expect(apply([2, 3, 4])).toEqual([2, 12]);
    expect(apply([2, 5])).toEqual([2, 5]);
    expect(apply([3])).toEqual([3, 1]);
  });

  it('keeps an empty batch', () => {
    expect(apply([0, 3, 4])).toEqual([0, 12]);
  });

  it('needs a batch axis', () => {
    expect(() => flatten().build([], key(0))).toThrow('flatten: expected [batch, …], got []');
    const layer = flatten();
    layer.build([1, 2], key(0));
    expect(() => layer.apply(tensor(1), { training: false })).toThrow('flatten: expected [batch, …]');
  });
});
