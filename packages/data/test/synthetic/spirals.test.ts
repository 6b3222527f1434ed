import { ArgumentError } from '@gradkit/core';
import type { Dataset } from '@gradkit/data';
import { spirals } from '@gradkit/data/synthetic';
import { describe, expect, it } from 'vitest';

const points = (data: Dataset<'x' | 'y'>): number[][] => data.x.toArray() as number[][];
const labels = (data: Dataset<'x' | 'y'>): number[] => [...data.y.dataSync()];

describe('spirals', () => {
  it('winds outwards, evenly shifted', () => {
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
});
