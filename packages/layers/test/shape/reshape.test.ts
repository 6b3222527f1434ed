import { zeros } from '@gradkit/core';
import { describe, expect, it } from 'vitest';
import { permute, repeatVector, reshape, sequential } from '../../src/index.ts';

describe('reshape', () => {
  it('keeps the batch, also an empty one', () => {
    const model = sequential([reshape({ targetShape: [-1, 2] })]);
    expect(model.apply(zeros([0, 6])).shape).toEqual([0, 3, 2]);
    expect(sequential([reshape({ targetShape: [] })]).apply(zeros([3, 1])).shape).toEqual([3]);
    expect(sequential([reshape({ targetShape: [0, 4] })]).apply(zeros([3, 0])).shape).toEqual([3, 0, 4]);
  });

  it('says what does not fit', () => {
    const model = sequential([reshape({ targetShape: [5, -1], name: 'grid' })]);
    expect(() => model.apply(zeros([2, 12]))).toThrow(
      'grid: a sample of shape [12] has 12 elements, which do not fit into [5, -1]',
    );
    expect(() => model.apply(zeros([]))).toThrow('grid: expected [batch, …], got a scalar');
    expect(() => sequential([reshape({ targetShape: [0, -1] })]).apply(zeros([2, 0]))).toThrow('do not fit');
    for (const targetShape of [[-1, -1], [1.5], [-2], 12, undefined]) {
      expect(() => reshape({ targetShape: targetShape as never })).toThrow('targetShape is a list of extents');
    }
  });
});

describe('permute', () => {
  it('says what does not fit', () => {
    for (const dims of [[0, 1], [1, 1], [2], [], 1, undefined]) {
      expect(() => permute({ dims: dims as never })).toThrow('dims names the axes 1, 2, …');
    }
    expect(() => sequential([permute({ dims: [2, 1] })]).apply(zeros([1, 2]))).toThrow(
      'permute: dims [2, 1] is for 2 axes and the batch, got [1, 2]',
    );
  });
});

describe('repeatVector', () => {
  it('says what does not fit', () => {
    expect(() => repeatVector({ n: 0 })).toThrow('repeatVector: n is a positive integer, got 0');
    expect(() => sequential([repeatVector({ n: 2, name: 'again' })]).apply(zeros([1, 2, 3]))).toThrow(
      'again: expected the axes [batch, features], got [1, 2, 3]',
    );
  });
});
