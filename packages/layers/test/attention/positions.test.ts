import { gradients } from '@gradkit/autograd';
import { key, ones, sum, tensor, zeros } from '@gradkit/core';
import { constant } from '@gradkit/initializers';
import { describe, expect, it } from 'vitest';
import { positionalEncoding, positionEmbedding } from '../../src/index.ts';

const inference = { training: false };

describe('positionalEncoding', () => {
  it('adds sines and cosines of ever longer waves', () => {
    const layer = positionalEncoding({ maxWavelength: 100 });
    layer.build([1, 50, 5], key(0));
    const rows = (layer.apply(ones([1, 50, 5]), inference).toArray() as number[][][])[0] as number[][];
    rows.forEach((row, t) => {
      row.forEach((value, j) => {
        const angle = t / 100 ** ((2 * Math.floor(j / 2)) / 5);
        expect(value).toBeCloseTo(1 + (j % 2 === 0 ? Math.sin(angle) : Math.cos(angle)), 6);
      });
    });
  });

  it('is exact to float32 for late steps too', () => {
    const layer = positionalEncoding();
    layer.build([1, 20_000, 2], key(0));
    const values = layer.apply(zeros([1, 20_000, 2]), inference).dataSync();
    for (const t of [19_998, 19_999]) expect(values[2 * t]).toBeCloseTo(Math.sin(t), 6);
  });

  it('takes any number of axes, and sequences without steps or features', () => {
    const layer = positionalEncoding();
    layer.build([2, 3, 4, 2], key(0));
    const y = layer.apply(zeros([2, 3, 4, 2]), inference).toArray() as number[][][][];
    expect(y[0]?.[0]).toEqual(y[1]?.[2]);
    expect(layer.apply(zeros([1, 0, 2]), inference).shape).toEqual([1, 0, 2]);
    expect(() => layer.build([2, 3], key(0))).toThrow('positionalEncoding: expected [batch, time, features]');
    expect(() => positionalEncoding({ maxWavelength: 0 })).toThrow('maxWavelength is greater than 0, got 0');
    expect(() => layer.apply(zeros([1, 1, 1], { dtype: 'int32' }), inference)).toThrow('expected float32');
  });
});

describe('positionEmbedding', () => {
  it('adds a learned vector to each step', () => {
    const layer = positionEmbedding({ sequenceLength: 3, embeddingsInitializer: constant(0) });
    layer.build([2, 2, 2], key(0));
    layer.parameters[0]?.variable.assign([
      [1, 2],
      [3, 4],
      [5, 6],
    ]);
    const y = layer.apply(zeros([2, 2, 2]), inference);
    expect(y.toArray()).toEqual([
      [
        [1, 2],
        [3, 4],
      ],
      [
        [1, 2],
        [3, 4],
      ],
    ]);
    const [gradient] = gradients(
      sum(
        y.mul(
          tensor([
            [[1], [2]],
            [[3], [4]],
          ]),
        ),
      ),
      layer.parameters,
    );
    expect(gradient?.toArray()).toEqual([
      [4, 4],
      [6, 6],
      [0, 0],
    ]);
    expect(layer.parameters[0]?.name).toBe('positionEmbedding/embeddings');
  });

  it('refuses longer sequences', () => {
    const layer = positionEmbedding({ sequenceLength: 3 });
    layer.build([1, 3, 2], key(0));
    expect(() => layer.apply(zeros([1, 4, 2]), inference)).toThrow('with at most 3 steps, got [1, 4, 2]');
    expect(() => layer.apply(zeros([1, 3, 1]), inference)).toThrow('[batch, time, 2]');
    expect(() => positionEmbedding({} as never)).toThrow('sequenceLength is a positive integer');
  });
});
