import { ArgumentError } from '@gradkit/core';
import { bootstrap, dataset } from '@gradkit/data';
import { describe, expect, it } from 'vitest';

const numbered = (size: number) => dataset({ x: Int32Array.from({ length: size }, (_, i) => i) });
const ids = (data: ReturnType<typeof numbered> | undefined): number[] => [...(data?.x.dataSync() ?? [])];

describe('bootstrap', () => {
  it('draws as many as there are, and keeps the others apart, in order', () => {
    const { sample, outOfBag } = bootstrap(numbered(50), { seed: 1 });
    const drawn = new Set(ids(sample));
    expect(sample.size).toBe(50);
    expect(ids(outOfBag)).toEqual(Array.from({ length: 50 }, (_, i) => i).filter((i) => !drawn.has(i)));
  });

  it('depends on the seed only', () => {
    const draw = (seed: number): number[] => ids(bootstrap(numbered(30), { seed }).sample);
    expect(draw(1)).toEqual(draw(1));
    expect(draw(1)).not.toEqual(draw(2));
  });

  it('draws every sample equally often, and leaves out the expected share', () => {
    const counts = new Float64Array(10);
    let left = 0;
    const runs = 2000;
    for (let seed = 0; seed < runs; seed++) {
      const { sample, outOfBag } = bootstrap(numbered(10), { seed });
      for (const id of ids(sample)) counts[id] = (counts[id] as number) + 1;
      left += outOfBag?.size ?? 0;
    }
    // Binomial(20000, 1/10): standard deviation 42.4, five of them; the share (1 - 1/10)^10 has one below 0.0021.
    for (const count of counts) expect(Math.abs(count - runs)).toBeLessThan(212);
    expect(Math.abs(left / (10 * runs) - 0.9 ** 10)).toBeLessThan(0.011);
  });

  it('draws another number on demand, and leaves none out of one', () => {
    expect(bootstrap(numbered(4), { seed: 1, size: 9 }).sample.size).toBe(9);
    const { sample, outOfBag } = bootstrap(numbered(1), { seed: 1 });
    expect([ids(sample), outOfBag]).toEqual([[0], undefined]);
  });

  it('refuses wrong options', () => {
    expect(() => bootstrap(numbered(2), {} as { seed: number })).toThrow(/bootstrap: seed/);
    expect(() => bootstrap(numbered(2), { seed: 1, size: 0 })).toThrow(ArgumentError);
    expect(() => bootstrap({} as never, { seed: 1 })).toThrow(/expected a data set/);
  });
});
