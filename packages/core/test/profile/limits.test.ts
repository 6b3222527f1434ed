import { describe, expect, it } from 'vitest';
import { machineLimits, shortestTime } from '../../src/profile/limits.ts';

const limits = {
  multiplyAdds: 20,
  arithmetic: 10,
  memory: [
    { bytes: 1000, rate: 100 },
    { bytes: 1e6, rate: 10 },
  ],
};

describe('machineLimits', () => {
  it('measures once, ascending in size, and everything is positive', () => {
    const measured = machineLimits();
    expect(machineLimits()).toBe(measured);
    expect(measured.multiplyAdds).toBeGreaterThan(0);
    expect(measured.arithmetic).toBeGreaterThan(0);
    const sizes = measured.memory.map(({ bytes }) => bytes);
    expect(sizes).toEqual([...sizes].sort((a, b) => a - b));
    for (const { rate } of measured.memory) expect(rate).toBeGreaterThan(0);
  });
});

describe('shortestTime', () => {
  it('is that of the arithmetic, each kind at its rate, where it takes longer', () => {
    expect(shortestTime({ multiplyAdds: 4e7, arithmetic: 1e7, bytes: 100 }, limits)).toEqual({
      time: 3,
      by: 'arithmetic',
    });
  });

  it('is that of memory otherwise, at the rate of what holds as many bytes, or the slowest', () => {
    expect(shortestTime({ multiplyAdds: 0, arithmetic: 0, bytes: 1000 }, limits)).toEqual({ time: 1e-5, by: 'memory' });
    expect(shortestTime({ multiplyAdds: 0, arithmetic: 0, bytes: 1e7 }, limits)).toEqual({ time: 1, by: 'memory' });
  });
});
