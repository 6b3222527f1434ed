import type { Dataset } from '@gradkit/data';
import { xor } from '@gradkit/data/synthetic';
import { describe, expect, it } from 'vitest';

const points = (data: Dataset<'x' | 'y'>): number[][] => data.x.toArray() as number[][];
const labels = (data: Dataset<'x' | 'y'>): number[] => [...data.y.dataSync()];

describe('xor', () => {
  it('asks for signs that differ, and fills all quarters', () => {
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
});
