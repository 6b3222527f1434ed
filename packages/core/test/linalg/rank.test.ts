import { describe, expect, it } from 'vitest';
import { ArgumentError, tensor } from '../../src/index.ts';
import { matrixRank } from '../../src/linalg/index.ts';
import golden from '../golden/linalg.json' with { type: 'json' };
import { goldenTensor } from '../golden/numbers.ts';
import { product, random } from './matrices.ts';

describe('matrixRank', () => {
  it.each(golden.svd)('agrees with NumPy: $name', ({ a, rank }) => {
    const found = matrixRank(goldenTensor(a));
    expect(found.dtype).toBe('int32');
    expect([...found.dataSync()]).toEqual(a.values.length === 0 ? [0] : rank.values);
  });

  it('is the number of factors of a product, for every matrix of a batch', () => {
    for (const k of [1, 2, 4]) {
      expect(matrixRank(product(random([3, 7, k]), random([3, k, 5], 1))).toArray()).toEqual([k, k, k]);
    }
  });

  it('counts what is larger than the tolerance', () => {
    const a = tensor([
      [1, 0, 0],
      [0, 0.5, 0],
      [0, 0, 0.01],
    ]);
    expect([0, 0.1, 0.5, 1].map((rtol) => matrixRank(a, { rtol }).item())).toEqual([3, 2, 1, 0]);
    expect(() => matrixRank(a, { rtol: Number.NaN })).toThrow(ArgumentError);
    expect(matrixRank(random([2, 0, 3])).toArray()).toEqual([0, 0]);
  });
});
