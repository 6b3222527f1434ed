import type { Dataset } from '@gradkit/data';
import { circles } from '@gradkit/data/synthetic';
import { describe, expect, it } from 'vitest';
import golden from '../golden/datasets.json' with { type: 'json' };

const points = (data: Dataset<'x' | 'y'>): number[][] => data.x.toArray() as number[][];
const labels = (data: Dataset<'x' | 'y'>): number[] => [...data.y.dataSync()];

describe('circles', () => {
  it.each(golden.shapes.filter(({ name }) => name === 'circles'))(
    'is that of scikit-learn: $options',
    ({ options, x, y }) => {
      const data = circles({ ...options, shuffle: false });
      expect(labels(data)).toEqual(y);
      for (const [i, point] of points(data).entries()) {
        for (const [j, coordinate] of point.entries()) expect(coordinate).toBeCloseTo(x[i]?.[j] as number, 6);
      }
    },
  );

  it('refuses radii that are not inside', () => {
    for (const factor of [-0.1, 1, NaN]) expect(() => circles({ factor })).toThrow(/circles: factor/);
    for (const coordinate of points(circles({ samples: 4, factor: 0, shuffle: false }))[3] ?? []) {
      expect(coordinate).toBeCloseTo(0, 12);
    }
  });
});
