import type { Dataset } from '@gradkit/data';
import { regression } from '@gradkit/data/synthetic';
import { describe, expect, it } from 'vitest';

const points = (data: Dataset<'x' | 'y'>): number[][] => data.x.toArray() as number[][];
const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

describe('regression', () => {
  it('is linear in the informative coordinates, and tells them', () => {
    const data = regression({ samples: 30, features: 8, informative: 3, bias: 5, seed: 4 });
    const weights = [...data.coefficients.dataSync()];
    expect(weights.filter((weight) => weight > 0)).toHaveLength(3);
    for (const [i, point] of points(data).entries()) {
      const expected = point.reduce((sum, value, j) => sum + value * (weights[j] as number), 5);
      expect(Math.abs((data.y.dataSync()[i] as number) - expected)).toBeLessThan(1e-4);
    }
  });

  it('has normal coordinates and noise', () => {
    const data = regression({ samples: 4000, features: 2, informative: 0, noise: 2 });
    const variance = mean(Array.from(data.x.dataSync(), (value) => value ** 2));
    // 8,000 and 4,000 numbers: five standard deviations of estimates of the variance.
    expect(Math.abs(variance - 1)).toBeLessThan(0.08);
    expect(Math.abs(mean(Array.from(data.y.dataSync(), (value) => value ** 2)) - 4)).toBeLessThan(0.45);
    expect([...data.coefficients.dataSync()]).toEqual([0, 0]);
  });

  it('depends on ten coordinates by default, or all if there are fewer', () => {
    const informative = (features: number): number =>
      regression({ features })
        .coefficients.dataSync()
        .filter((weight) => weight !== 0).length;
    expect([informative(100), informative(4)]).toEqual([10, 4]);
    expect(() => regression({ features: 3, informative: 4 })).toThrow(/informative must be an integer from 0 to 3/);
  });
});
