import { describe, expect, it } from 'vitest';
import { batchSizes } from '../src/batch-sizes/about.ts';
import { excessLoss, expectedDeviation, gradientDeviation, lineData } from '../src/batch-sizes/line-data.ts';
import { run } from '../src/batch-sizes/run.ts';
import type { Config } from '../src/experiment.ts';
import { lastFrame, viewOf } from './frames.ts';

const last = async (changes: Config) => {
  const config = { ...batchSizes.defaults, ...changes };
  const frame = await lastFrame(run, config);
  return { frame, measures: frame.measures, config, holds: batchSizes.holds(frame.measures, config) };
};

describe('the claim', () => {
  it.each([1, 2, 3, 4])('seed %d', async (seed) => {
    const { measures, holds } = await last({ seed, epochs: 20 });
    expect(holds).toBe(true);
    expect(measures['single.learned'] as number).toBeLessThan((measures['mini.learned'] as number) / 2);
    expect(measures['mini.learned'] as number).toBeLessThan((measures['full.learned'] as number) / 5);
  });

  it.each([1, 2, 3])('is cured by a learning rate that falls, seed %d', async (seed) => {
    const { measures } = await last({ seed, epochs: 20 });
    const [cure] = batchSizes.cures(batchSizes.defaults);
    const cured = await last({ ...(cure?.config as Config), seed, epochs: 20 });
    expect(cured.holds).toBe(true);
    expect(cured.measures['single.level'] as number).toBeLessThan((measures['single.level'] as number) / 20);
  });
});

it('counts steps: samples over the batch size, rounded up, in each epoch', async () => {
  const { measures } = await last({ samples: 50, batchSize: 16, epochs: 5 });
  expect([measures['full.steps'], measures['mini.steps'], measures['single.steps']]).toEqual([5, 4 * 5, 250]);
});

it('with all samples each step is that of the quadratic', async () => {
  const { frame, config } = await last({ samples: 100, epochs: 10, seed: 5 });
  const line = lineData(100, config['noise'] as number, 5);
  const [xx, xy, yy] = line.moments;
  let [a, b] = [-1 - line.best[0], 1 - line.best[1]];
  const points = viewOf(frame, 'surface', 'paths').paths.at(-1)?.points as Float64Array;
  for (let k = 0; k < 10; k++) {
    // float32 weights, ten steps.
    expect(points[2 * k]).toBeCloseTo(a + line.best[0], 5);
    expect(points[2 * k + 1]).toBeCloseTo(b + line.best[1], 5);
    [a, b] = [a - 0.2 * (xx * a + xy * b), b - 0.2 * (xy * a + yy * b)];
  }
});

describe('the linear problem', () => {
  const line = lineData(64, 0.5, 3);

  it('is least where the gradient is 0, and rises by a quadratic form', () => {
    const loss = (x: number, y: number): number => {
      let sum = 0;
      for (let i = 0; i < 64; i++) {
        const [a, b, t] = [line.features[2 * i], line.features[2 * i + 1], line.targets[i]] as unknown as [
          number,
          number,
          number,
        ];
        sum += (a * x + b * y - t) ** 2 / 64;
      }
      return sum;
    };
    for (const [x, y] of [[-1, 1], [0.3, 2], line.best] as const) {
      expect(loss(x, y)).toBeCloseTo(line.least + excessLoss(line, x, y), 10);
    }
  });

  it('gradients of batches are off as the formula says', () => {
    expect(gradientDeviation(line, [-1, 1], 64, 1, 1)).toBeLessThan(1e-12);
    expect(expectedDeviation(line, [-1, 1], 64)).toBe(0);
    // Single samples: the very sum that the formula has.
    expect(gradientDeviation(line, [-1, 1], 1, 1, 1)).toBeCloseTo(expectedDeviation(line, [-1, 1], 1), 6);
    // 3,200 batches of 8: a mean square is known to some 3 %.
    const ratio = gradientDeviation(line, [-1, 1], 8, 400, 1) / expectedDeviation(line, [-1, 1], 8);
    expect(Math.abs(ratio - 1)).toBeLessThan(0.06);
  });
});
