import { key, type Shape } from '@gradkit/core';
import { describe, expect, it } from 'vitest';
import * as initializers from '../src/index.ts';
import { type Initializer, varianceScaling } from '../src/index.ts';
import { fiveErrors, moments } from './moments.ts';

// Fan-in 80, fan-out 240, fan average 160.
const shape: Shape = [80, 240];
const count = 80 * 240;
const draw = (initializer: Initializer, seed = 1, of: Shape = shape): ArrayLike<number> =>
  initializer(of, 'float32', key(seed)).dataSync();

describe('varianceScaling', () => {
  const fans = { fanIn: 80, fanOut: 240, fanAvg: 160 } as const;

  for (const distribution of ['truncatedNormal', 'untruncatedNormal', 'uniform'] as const) {
    for (const [mode, fan] of Object.entries(fans) as ['fanIn' | 'fanOut' | 'fanAvg', number][]) {
      it(`draws ${distribution} values of variance scale / ${mode}`, () => {
        const variance = 3 / fan;
        const drawn = moments(draw(varianceScaling({ scale: 3, mode, distribution })));
        expect(Math.abs(drawn.mean)).toBeLessThan(fiveErrors(count, variance).mean);
        // For the truncated distribution too: without the correction the variance would be 0.774 of it, 22 standard errors away.
        expect(Math.abs(drawn.variance - variance)).toBeLessThan(fiveErrors(count, variance).variance);
      });
    }
  }

  it('cuts the normal distribution at two of its deviations before the cut', () => {
    const { smallest, largest } = moments(draw(varianceScaling()));
    const bound = (2 * Math.sqrt(1 / 80)) / 0.87962566103423978;
    // One float32 rounding of the bound.
    expect(largest).toBeLessThanOrEqual(bound * (1 + 2 ** -23));
    expect(smallest).toBeGreaterThanOrEqual(-bound * (1 + 2 ** -23));
    expect(largest).toBeGreaterThan(0.95 * bound);
  });

  it('draws uniform values within √(3 · variance)', () => {
    const { smallest, largest } = moments(draw(varianceScaling({ distribution: 'uniform' })));
    const bound = Math.sqrt(3 / 80);
    expect(largest).toBeLessThanOrEqual(bound * (1 + 2 ** -23));
    expect(smallest).toBeGreaterThanOrEqual(-bound * (1 + 2 ** -23));
    expect(largest).toBeGreaterThan(0.99 * bound);
  });

  it('counts the fans of the axes that are named', () => {
    const drawn = draw(varianceScaling({ inputAxes: [0, 1], outputAxes: [2] }), 1, [16, 5, 240]);
    expect(Math.abs(moments(drawn).variance - 1 / 80)).toBeLessThan(fiveErrors(count, 1 / 80).variance);
    expect(() => varianceScaling({ inputAxes: [0] })).toThrow(/varianceScaling: needs both inputAxes and outputAxes/);
    const glorot = initializers.glorotNormal({ inputAxes: [1], outputAxes: [0] });
    expect(draw(glorot, 1, [240, 80])).toEqual(draw(initializers.glorotNormal(), 1, [240, 80]));
  });

  it('counts a fan of 0 as 1, so that an empty weight is no error', () => {
    expect(draw(varianceScaling(), 1, [0, 3]).length).toBe(0);
  });

  it('rejects what describes no distribution', () => {
    expect(() => varianceScaling({ scale: 0 })).toThrow(/scale must be above 0, got 0/);
    expect(() => varianceScaling({ mode: 'fan_in' as 'fanIn' })).toThrow(
      /mode is one of fanIn, fanOut, fanAvg, got "fan_in"/,
    );
    expect(() => varianceScaling({ distribution: 'normal' as 'uniform' })).toThrow(/distribution is one of/);
  });
});

describe('the named families', () => {
  const { glorotNormal, glorotUniform, heNormal, heUniform, lecunNormal, lecunUniform } = initializers;

  it.each([
    ['glorotNormal', glorotNormal, 2 / (80 + 240)],
    ['heNormal', heNormal, 2 / 80],
    ['lecunNormal', lecunNormal, 1 / 80],
  ])('%s has its published variance and is cut at 2.27 deviations', (_, make, variance) => {
    const drawn = moments(draw(make()));
    expect(Math.abs(drawn.variance - variance)).toBeLessThan(fiveErrors(count, variance).variance);
    // 2 / 0.8796 = 2.2737.
    expect(drawn.largest).toBeLessThan(2.274 * Math.sqrt(variance));
    expect(drawn.largest).toBeGreaterThan(2.1 * Math.sqrt(variance));
  });

  it.each([
    ['glorotUniform', glorotUniform, Math.sqrt(6 / (80 + 240))],
    ['heUniform', heUniform, Math.sqrt(6 / 80)],
    ['lecunUniform', lecunUniform, Math.sqrt(3 / 80)],
  ])('%s has its published bounds', (_, make, bound) => {
    const { smallest, largest } = moments(draw(make()));
    expect(largest).toBeLessThanOrEqual(bound * (1 + 2 ** -23));
    expect(smallest).toBeGreaterThanOrEqual(-bound * (1 + 2 ** -23));
    expect(largest).toBeGreaterThan(0.99 * bound);
    expect(smallest).toBeLessThan(-0.99 * bound);
  });

  it('draw from a fixed seed whatever the key', () => {
    for (const make of [glorotNormal, glorotUniform, heNormal, heUniform, lecunNormal, lecunUniform]) {
      expect(draw(make({ seed: 3 }), 1, [2, 2])).toEqual(draw(make(), 3, [2, 2]));
      expect(draw(make(), 1, [2, 2])).not.toEqual(draw(make(), 3, [2, 2]));
    }
  });

  it('reject options that are not theirs', () => {
    expect(() => heNormal({ scale: 3 } as object)).toThrow(/heNormal: unknown option "scale"/);
  });

  it('have their other names', () => {
    expect(initializers.xavierNormal).toBe(glorotNormal);
    expect(initializers.xavierUniform).toBe(glorotUniform);
    expect(initializers.kaimingNormal).toBe(heNormal);
    expect(initializers.kaimingUniform).toBe(heUniform);
    expect(initializers.leCunNormal).toBe(lecunNormal);
    expect(initializers.leCunUniform).toBe(lecunUniform);
  });

  it('keep the strength of a signal over ten layers, which a fixed deviation of 0.01 does not', () => {
    const width = 64;
    const strength = (initializer: Initializer): number => {
      let signal = Array.from(initializers.randomNormal({ stddev: 1 })([width], 'float64', key(100)).dataSync());
      for (let layer = 0; layer < 10; layer++) {
        const kernel = initializer([width, width], 'float64', key(layer)).dataSync();
        signal = signal.map((_, j) =>
          Math.max(
            0,
            signal.reduce((total, x, i) => total + x * (kernel[i * width + j] as number), 0),
          ),
        );
      }
      return Math.sqrt(signal.reduce((total, x) => total + x * x, 0) / width);
    };
    // He's analysis: the mean square is kept in expectation. One draw of ten layers of 64 units varies by a factor of
    // e^±√(5 · 10 / 64), about 2.5 either way; 0.01 shrinks it by (0.01 · √32)¹⁰ = 3 · 10⁻¹³.
    expect(strength(heNormal())).toBeGreaterThan(0.1);
    expect(strength(heNormal())).toBeLessThan(10);
    expect(strength(initializers.randomNormal({ stddev: 0.01 }))).toBeLessThan(1e-10);
  });
});
