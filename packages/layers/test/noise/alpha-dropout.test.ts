import { selu } from '@gradkit/activations';
import { key, normal, tensor } from '@gradkit/core';
import { describe, expect, it } from 'vitest';
import { alphaDropout, sequential } from '../../src/index.ts';

const training = { training: true };

describe('alphaDropout', () => {
  it('drops to the least value of selu, then restores mean and variance by a fixed map', () => {
    const rate = 0.25;
    const least = selu(tensor([-100])).item();
    const scale = 1 / Math.sqrt((1 - rate) * (1 + rate * least ** 2));
    const shift = -scale * least * rate;
    const y = sequential([alphaDropout({ rate })], { seed: 1 }).apply(
      tensor([new Array<number>(200).fill(1)]),
      training,
    );
    const values = [...new Set(y.dataSync())].sort((a, b) => a - b);
    expect(values).toHaveLength(2);
    // Rounded twice in float32.
    expect(values[0]).toBeCloseTo(scale * least + shift, 6);
    expect(values[1]).toBeCloseTo(scale + shift, 6);
  });

  it('keeps mean 0 and variance 1, at every rate', () => {
    const n = 40_000;
    const x = normal(key(5), [200, n / 200]);
    for (const rate of [0.05, 0.1, 0.5]) {
      const y = [
        ...sequential([alphaDropout({ rate })], { seed: 2 })
          .apply(x, training)
          .dataSync(),
      ];
      const mean = y.reduce((a, b) => a + b, 0) / n;
      const variance = y.reduce((sum, v) => sum + (v - mean) ** 2, 0) / n;
      // Four standard errors; the fourth moment stays below 4, that of normal numbers being 3.
      expect(Math.abs(mean)).toBeLessThan(4 / Math.sqrt(n));
      expect(Math.abs(variance - 1)).toBeLessThan(4 * Math.sqrt(3 / n));
    }
  });

  it('does nothing when it is not training, or the rate is 0', () => {
    expect(
      sequential([alphaDropout({ rate: 0.5 })])
        .apply(tensor([1, 2]))
        .toArray(),
    ).toEqual([1, 2]);
    expect(
      sequential([alphaDropout({ rate: 0 })])
        .apply(tensor([1, 2]), training)
        .toArray(),
    ).toEqual([1, 2]);
  });

  it('takes a noiseShape, and says what does not fit', () => {
    const model = sequential([alphaDropout({ rate: 0.5, noiseShape: [null, 1] })], { seed: 1 });
    const rows = model
      .apply(
        tensor([
          [1, 1],
          [1, 1],
          [1, 1],
        ]),
        training,
      )
      .toArray() as number[][];
    expect(rows.every(([a, b]) => a === b)).toBe(true);
    expect(() => sequential([alphaDropout({ rate: 0.5, noiseShape: [3] })]).apply(tensor([[1]]))).toThrow(
      'alphaDropout: noiseShape [3] does not broadcast',
    );
    expect(() => alphaDropout({ rate: -1 })).toThrow('alphaDropout: rate is at least 0 and less than 1');
  });
});
