import { tensor } from '@gradkit/core';
import { describe, expect, it } from 'vitest';
import { alignedProduct, type ClassWeight, checkClassWeight, weightByClass } from '../src/class-weight.ts';

const weigh = (classWeight: ClassWeight, yTrue: number[] | number[][], output: number[], dtype?: 'int32') =>
  weightByClass(
    classWeight,
    tensor(yTrue, dtype === undefined ? {} : { dtype }),
    tensor(new Float32Array(output.reduce((a, b) => a * b)), { shape: output }),
  ).toArray();

describe('weightByClass', () => {
  it('gives every sample the weight of its class, and 1 to classes that are not named', () => {
    expect(weigh({ 0: 0.25, 2: 3 }, [0, 1, 2, 0], [4, 3], 'int32')).toEqual([0.25, 1, 3, 0.25]);
    expect(weigh([2, 3], [0, 1, 2, 0], [4, 3])).toEqual([2, 3, 1, 2]);
    expect(weigh({ 0: 0.25, 2: 3 }, [[0], [1], [2]], [3, 3])).toEqual([0.25, 1, 3]);
    expect(weigh({ 0: 0 }, [0, 1], [2, 3])).toEqual([0, 1]);
  });

  it('takes rows of shares', () => {
    expect(
      weigh(
        { 1: 3 },
        [
          [1, 0],
          [0, 1],
          [0.5, 0.5],
        ],
        [3, 2],
      ),
    ).toEqual([1, 3, 2]);
  });

  it('knows two classes of one output', () => {
    expect(weigh({ 1: 5 }, [[0], [1]], [2, 1])).toEqual([1, 5]);
    expect(weigh({ 1: 5 }, [0, 1], [2])).toEqual([1, 5]);
    expect(weigh({ 0: 5 }, [[0], [1]], [2, 1])).toEqual([5, 1]);
  });

  it('weighs steps of sequences', () => {
    expect(
      weigh(
        { 1: 2 },
        [
          [0, 1],
          [1, 1],
        ],
        [2, 2, 4],
      ),
    ).toEqual([
      [1, 2],
      [2, 2],
    ]);
  });
});

describe('checkClassWeight', () => {
  it.each([null, 3, {}, [], { a: 1 }, { 0: -1 }, { 0: Number.NaN }, { 0: Infinity }])('rejects %s', (table) => {
    expect(() => checkClassWeight('fit', table, { outputs: [], several: false })).toThrow(
      'fit: classWeight is a table',
    );
  });
});

describe('checkClassWeight of several outputs', () => {
  it('takes none', () => {
    expect(() => checkClassWeight('fit', { 1: 2 }, { outputs: [], several: true })).toThrow(
      'for models with one output',
    );
    expect(() => checkClassWeight('fit', undefined, { outputs: [], several: true })).not.toThrow();
  });
});

describe('alignedProduct', () => {
  it('broadcasts weights of samples over steps, and takes nothing for 1', () => {
    const [samples, steps] = [
      tensor([1, 2]),
      tensor([
        [1, 0],
        [1, 1],
      ]),
    ];
    expect(alignedProduct(samples, steps)?.toArray()).toEqual([
      [1, 0],
      [2, 2],
    ]);
    expect(alignedProduct(steps, samples)?.toArray()).toEqual([
      [1, 0],
      [2, 2],
    ]);
    expect(alignedProduct(undefined, samples)).toBe(samples);
    expect(alignedProduct(samples, undefined)).toBe(samples);
    expect(alignedProduct(undefined, undefined)).toBe(undefined);
  });
});
