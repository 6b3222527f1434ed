import { ArgumentError } from '@gradkit/core';
import type { Dataset } from '@gradkit/data';
import { blobs, circles, moons, regression, type SyntheticOptions, spirals, xor } from '@gradkit/data/synthetic';
import { describe, expect, it } from 'vitest';

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
  it('come in a random order, unless asked not to', () => {
    for (const make of [moons, circles, spirals]) {
      const [ordered, shuffled] = [make({ shuffle: false }), make()];
      expect(labels(ordered)).toEqual(labels(ordered).toSorted((a, b) => a - b));
      expect(labels(shuffled)).not.toEqual(labels(ordered));
      expect(points(shuffled).map(String).toSorted()).toEqual(points(ordered).map(String).toSorted());
    }
  });
});
