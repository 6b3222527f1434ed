import type { Dataset } from '@gradkit/data';
import { moons } from '@gradkit/data/synthetic';
import { describe, expect, it } from 'vitest';
import golden from '../golden/datasets.json' with { type: 'json' };

const points = (data: Dataset<'x' | 'y'>): number[][] => data.x.toArray() as number[][];
const labels = (data: Dataset<'x' | 'y'>): number[] => [...data.y.dataSync()];
const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

describe('moons', () => {
  it.each(golden.shapes.filter(({ name }) => name === 'moons'))(
    'is that of scikit-learn: $options',
    ({ options, x, y }) => {
      const data = moons({ ...options, shuffle: false });
      expect(labels(data)).toEqual(y);
      for (const [i, point] of points(data).entries()) {
        for (const [j, coordinate] of point.entries()) expect(coordinate).toBeCloseTo(x[i]?.[j] as number, 6);
      }
    },
  );

  it('has noise with the standard deviation', () => {
    const [clean, noisy] = [0, 1].map((i) => moons({ samples: 5000, shuffle: false, noise: 0.3 * i }).x.dataSync());
    const noise = Array.from(noisy as ArrayLike<number>, (value, i) => value - (clean?.[i] as number));
    // 10,000 numbers: standard deviations 0.003 of the mean and 0.00127 of the variance, five of them.
    expect(Math.abs(mean(noise))).toBeLessThan(0.015);
    expect(Math.abs(mean(noise.map((z) => z * z)) - 0.09)).toBeLessThan(0.0064);
  });
});
