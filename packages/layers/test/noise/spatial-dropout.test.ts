import { ones, zeros } from '@gradkit/core';
import { describe, expect, it } from 'vitest';
import { sequential, spatialDropout1d, spatialDropout2d, spatialDropout3d } from '../../src/index.ts';

const training = { training: true };

describe('spatialDropout1d, spatialDropout2d, spatialDropout3d', () => {
  it('drop whole channels of every sample', () => {
    const cases = [
      [spatialDropout1d, [20, 3, 50]],
      [spatialDropout2d, [20, 3, 2, 50]],
      [spatialDropout3d, [20, 2, 2, 2, 50]],
    ] as const;
    for (const [factory, shape] of cases) {
      const y = sequential([factory({ rate: 0.3 })], { seed: 1 }).apply(ones([...shape]), training);
      const rows = y.reshape([20, -1, 50]).toArray() as number[][][];
      let dropped = 0;
      for (const [first = [], ...others] of rows) {
        expect(others.every((row) => row.join() === first.join())).toBe(true);
        expect(new Set(first)).toEqual(new Set([0, Math.fround(1 / 0.7)]));
        dropped += first.filter((value) => value === 0).length;
      }
      // Four standard deviations of a binomial count of 1,000 channels.
      expect(Math.abs(dropped - 300)).toBeLessThan(4 * Math.sqrt(1000 * 0.3 * 0.7));
      expect(new Set(rows.map(([row]) => row?.join())).size).toBeGreaterThan(1);
    }
  });

  it('do nothing when it is not training', () => {
    expect(
      sequential([spatialDropout1d({ rate: 0.9 })])
        .apply(ones([1, 2, 2]))
        .toArray(),
    ).toEqual([
      [
        [1, 1],
        [1, 1],
      ],
    ]);
  });

  it('say what does not fit', () => {
    expect(() => spatialDropout2d({ rate: 1 })).toThrow('spatialDropout2d: rate is at least 0 and less than 1');
    expect(() => sequential([spatialDropout2d({ rate: 0.5, name: 'drop' })]).apply(zeros([1, 2, 3]))).toThrow(
      'drop: expected the axes [batch, height, width, channels], got [1, 2, 3]',
    );
    expect(() => spatialDropout1d({ rate: 0.5, noiseShape: [1] } as never)).toThrow('unknown option "noiseShape"');
  });
});
