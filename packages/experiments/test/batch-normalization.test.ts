import { describe, expect, it } from 'vitest';
import { batchNormalization } from '../src/batch-normalization/about.ts';
import { run, training } from '../src/batch-normalization/run.ts';
import { batchSizes, rates, scales } from '../src/batch-normalization/settings.ts';
import type { Run } from '../src/experiment.ts';
import { lastFrame, lineOf, viewOf } from './frames.ts';

const { defaults, holds } = batchNormalization;

/** Both networks with all rates, first weights and batch sizes, without the one that is set. */
const sweeps: Run = (config) => training(config, false);

describe('batch-normalization', () => {
  it.each([1, 2, 3])('bears its claim out (seed %i)', async (seed) => {
    const config = { ...defaults, seed };
    const { measures } = await lastFrame(sweeps, config);
    expect(holds(measures, config), JSON.stringify(measures)).toBe(true);
  });

  it('shows the network that is set: without it fails, and the doctor says why; with it learns', async () => {
    /** Until the sweeps begin, which are the same in both. */
    const ownOnly: Run = async function* (config) {
      const epochs = config['epochs'] as number;
      const whole = epochs + 2 * (rates.length + scales.length) + batchSizes.length;
      for await (const frame of run(config)) {
        if (frame.progress > (epochs + 0.5) / whole) return;
        yield frame;
      }
    };
    const config = { ...defaults, epochs: 4 };
    const plain = await lastFrame(ownOnly, config);
    const normalized = await lastFrame(ownOnly, { ...config, normalization: true });
    expect(plain.measures['accuracy']).toBeLessThan(0.4);
    expect(plain.findings?.filter(({ severity }) => severity === 'problem').length).toBeGreaterThan(0);
    expect(normalized.measures['accuracy']).toBeGreaterThan(0.7);

    // What enters the activations begins with mean 0 and deviation σ / √(σ² + ε), of units whose σ² is about 1, or of dark pixels.
    for (let layer = 0; layer < 5; layer++) {
      const deviation = lineOf(viewOf(normalized, 'curves', 'deviation'), layer)[0] as number;
      expect(deviation).toBeGreaterThan(0.97);
      expect(deviation).toBeLessThanOrEqual(1 + 1e-5);
      expect(Math.abs(lineOf(viewOf(normalized, 'curves', 'mean'), layer)[0] as number)).toBeLessThan(1e-5);
    }
  });
});
