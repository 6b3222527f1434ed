import { tensor } from '@gradkit/core';
import { describe, expect, it } from 'vitest';
import { cosineSimilarity } from '../src/index.ts';
import { expectClose, float32 } from './close.ts';

describe('cosineSimilarity', () => {
  it('is −1 for one direction, 0 for perpendicular and 1 for opposite ones, whatever the lengths', () => {
    const truth = tensor([
      [3, 4],
      [3, 4],
      [3, 4],
    ]);
    const values = cosineSimilarity({ reduction: 'none' })(
      truth,
      tensor([
        [30, 40],
        [-4, 3],
        [-0.3, -0.4],
      ]),
    );
    expectClose(values.dataSync(), [-1, 0, 1], float32);
  });

  it('is 0 for a vector of zeros', () => {
    expect(cosineSimilarity()(tensor([[0, 0]]), tensor([[1, 2]])).item()).toBeCloseTo(0, 15);
    expect(cosineSimilarity()(tensor([[1, 2]]), tensor([[0, 0]])).item()).toBeCloseTo(0, 15);
  });

  it('takes vectors along another axis', () => {
    const [a, b] = [
      tensor([
        [1, 0],
        [2, 5],
      ]),
      tensor([
        [2, 1],
        [4, 0],
      ]),
    ];
    const along = cosineSimilarity({ axis: 0, reduction: 'none' });
    expectClose(along(a, b).dataSync(), [-1, 0], float32);
    expect(() => cosineSimilarity({ axis: 2 })(a, b)).toThrow(/cosineSimilarity: axis 2 is outside/);
  });
});
