import type { Dataset } from '@gradkit/data';
import { blobs } from '@gradkit/data/synthetic';
import { describe, expect, it } from 'vitest';

const points = (data: Dataset<'x' | 'y'>): number[][] => data.x.toArray() as number[][];
const labels = (data: Dataset<'x' | 'y'>): number[] => [...data.y.dataSync()];
const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

describe('blobs', () => {
  it('lie around their centers with their standard deviations', () => {
    const centers = [
      [0, 0, 0],
      [10, -5, 2],
    ];
    const data = blobs({ samples: 4000, centers, clusterStd: [1, 0.5], seed: 2, shuffle: false });
    expect([data.x.shape, data.classes]).toEqual([[4000, 3], 2]);
    for (const [id, center] of centers.entries()) {
      const own = points(data).slice(2000 * id, 2000 * (id + 1));
      const spread = id === 0 ? 1 : 0.5;
      for (const [j, coordinate] of center.entries()) {
        const deviations = own.map((point) => (point[j] as number) - coordinate);
        // Five standard deviations: spread / √2000 and spread² √(2 / 2000).
        expect(Math.abs(mean(deviations))).toBeLessThan(0.112 * spread);
        expect(Math.abs(mean(deviations.map((z) => z * z)) - spread ** 2)).toBeLessThan(0.159 * spread ** 2);
      }
    }
  });

  it('have equal sizes, and random centers within the box', () => {
    const data = blobs({ samples: 10, centers: 4, features: 5, clusterStd: 0, centerBox: [2, 3], shuffle: false });
    expect(labels(data)).toEqual([0, 0, 0, 1, 1, 1, 2, 2, 3, 3]);
    expect(data.x.shape).toEqual([10, 5]);
    expect(data.x.dataSync().every((value) => value >= 2 && value <= 3)).toBe(true);
    expect(points(data)[0]).toEqual(points(data)[2]);
    expect(points(data)[0]).not.toEqual(points(data)[3]);
  });

  it.each<[string, object, RegExp]>([
    ['more centers than samples', { samples: 2, centers: 3 }, /the number of centers must be an integer from 1 to 2/],
    ['centers of different lengths', { centers: [[1], [1, 2]] }, /equally many coordinates/],
    ['no centers', { centers: [] }, /centers is a number, or points/],
    ['another number of coordinates', { centers: [[1, 2]], features: 3 }, /have 2 coordinates, but features is 3/],
    ['another number of spreads', { centers: 3, clusterStd: [1, 2] }, /3 centers have 2 numbers/],
    ['a negative spread', { clusterStd: -1 }, /clusterStd is a number of at least 0/],
    ['a box in the wrong order', { centerBox: [1, 0] }, /centerBox is \[low, high\]/],
  ])('refuses %s', (_, options, message) => {
    expect(() => blobs(options)).toThrow(message);
  });
});
