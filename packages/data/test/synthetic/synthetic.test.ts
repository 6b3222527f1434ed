import { ArgumentError } from '@gradkit/core';
import type { Dataset } from '@gradkit/data';
import { blobs, circles, moons, regression, type SyntheticOptions, spirals, xor } from '@gradkit/data/synthetic';
import { describe, expect, it } from 'vitest';
import golden from '../golden/datasets.json' with { type: 'json' };

const makers: readonly (readonly [string, (options?: SyntheticOptions) => Dataset<'x' | 'y'>])[] = [
  ['moons', moons],
  ['circles', circles],
  ['spirals', spirals],
  ['xor', xor],
  ['regression', (options) => regression({ features: 3, ...options })],
  ['blobs', ({ noise, ...options } = {}) => blobs({ ...options, clusterStd: noise ?? 1 })],
];
const points = (data: Dataset<'x' | 'y'>): number[][] => data.x.toArray() as number[][];
const labels = (data: Dataset<'x' | 'y'>): number[] => [...data.y.dataSync()];
const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

describe.each(makers)('%s', (_, make) => {
  it('depends on the seed only', () => {
    const text = (options: SyntheticOptions): string =>
      String([make(options).x.dataSync(), make(options).y.dataSync()]);
    expect(text({ seed: 3, noise: 0.1 })).toBe(text({ seed: 3, noise: 0.1 }));
    expect(text({ seed: 3, noise: 0.1 })).not.toBe(text({ seed: 4, noise: 0.1 }));
    expect(text({})).toBe(text({ seed: 0 }));
  });

  it('has as many samples as asked for', () => {
    for (const samples of [3, 4, 100]) {
      const few = make({ samples });
      expect(few.size).toBe(samples);
      expect([few.x.dtype, few.x.dataSync().every(Number.isFinite)]).toEqual(['float32', true]);
    }
  });

  it.each<[string, object]>([
    ['no samples', { samples: 0 }],
    ['half a sample', { samples: 0.5 }],
    ['negative noise', { noise: -1 }],
    ['a seed that is no integer', { seed: 0.5 }],
    ['shuffle that is no truth value', { shuffle: 1 }],
    ['unknown options', { sample: 3 }],
  ])('refuses %s', (__, options) => {
    expect(() => make(options)).toThrow(ArgumentError);
  });
});

describe('classes in the plane', () => {
  it.each(golden.shapes)('$name are those of scikit-learn: $options', ({ name, options, x, y }) => {
    const make = name === 'moons' ? moons : circles;
    const data = make({ ...options, shuffle: false });
    expect(labels(data)).toEqual(y);
    for (const [i, point] of points(data).entries()) {
      for (const [j, coordinate] of point.entries()) expect(coordinate).toBeCloseTo(x[i]?.[j] as number, 6);
    }
  });

  it('come in a random order, unless asked not to', () => {
    for (const make of [moons, circles, spirals]) {
      const [ordered, shuffled] = [make({ shuffle: false }), make()];
      expect(labels(ordered)).toEqual(labels(ordered).toSorted((a, b) => a - b));
      expect(labels(shuffled)).not.toEqual(labels(ordered));
      expect(points(shuffled).map(String).toSorted()).toEqual(points(ordered).map(String).toSorted());
    }
  });

  it('have noise with the standard deviation', () => {
    const [clean, noisy] = [moons, moons].map((make, i) =>
      make({ samples: 5000, shuffle: false, noise: 0.3 * i }).x.dataSync(),
    );
    const noise = Array.from(noisy as ArrayLike<number>, (value, i) => value - (clean?.[i] as number));
    // 10,000 numbers: standard deviations 0.003 of the mean and 0.00127 of the variance, five of them.
    expect(Math.abs(mean(noise))).toBeLessThan(0.015);
    expect(Math.abs(mean(noise.map((z) => z * z)) - 0.09)).toBeLessThan(0.0064);
  });

  it('spirals wind outwards, evenly shifted', () => {
    const data = spirals({ samples: 12, classes: 3, turns: 0.5, shuffle: false });
    expect([data.classes, labels(data)]).toEqual([3, [0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2]]);
    for (const [i, [x, y]] of points(data).entries()) {
      const [id, t] = [Math.floor(i / 4), ((i % 4) + 1) / 4];
      expect(Math.hypot(x as number, y as number)).toBeCloseTo(t, 6);
      const angle = 2 * Math.PI * (0.5 * t + id / 3);
      expect(x).toBeCloseTo(t * Math.cos(angle), 6);
      expect(y).toBeCloseTo(t * Math.sin(angle), 6);
    }
    expect(() => spirals({ classes: 0 })).toThrow(ArgumentError);
    expect(() => spirals({ turns: NaN })).toThrow(/turns is a number/);
  });

  it('xor asks for signs that differ, and fills all quarters', () => {
    const data = xor({ samples: 400 });
    const counts = new Map<string, number>();
    for (const [i, [a, b]] of (points(data) as [number, number][]).entries()) {
      expect(labels(data)[i]).toBe(a * b < 0 ? 1 : 0);
      expect(Math.max(Math.abs(a), Math.abs(b))).toBeLessThanOrEqual(1);
      expect(a * b).not.toBe(0);
      const quarter = `${Math.sign(a)}${Math.sign(b)}`;
      counts.set(quarter, (counts.get(quarter) ?? 0) + 1);
    }
    expect([...counts.values()]).toEqual([100, 100, 100, 100]);
    const noisy = xor({ samples: 400, noise: 0.2 });
    const crossed = (points(noisy) as [number, number][]).filter(
      ([a, b], i) => labels(noisy)[i] !== (a * b < 0 ? 1 : 0),
    );
    expect(crossed.length).toBeGreaterThan(0);
  });

  it('circles refuses radii that are not inside', () => {
    for (const factor of [-0.1, 1, NaN]) expect(() => circles({ factor })).toThrow(/circles: factor/);
    for (const coordinate of points(circles({ samples: 4, factor: 0, shuffle: false }))[3] ?? []) {
      expect(coordinate).toBeCloseTo(0, 12);
    }
  });
});

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
