import { describe, expect, it } from 'vitest';
import type { Config, Run } from '../src/experiment.ts';
import { gradientByDepth } from '../src/gradient-by-depth/about.ts';
import { run, training } from '../src/gradient-by-depth/run.ts';
import { lastFrame, lineOf, viewOf } from './frames.ts';

const { defaults, holds, cures } = gradientByDepth;

/** Without the doctor, who changes nothing and takes time. */
const plain: Run = (config) => training(config, false);

const exploding = { activation: 'relu', initializer: 'wide' };

/** As long as it takes until the claim can be seen: not all need as many epochs as the page shows. */
const epochsOf: Readonly<Record<string, number>> = {
  vanishing: 3,
  exploding: 2,
  normalization: 6,
  relu: 14,
  residual: 16,
  clip: 16,
};

describe('gradient-by-depth', () => {
  it.each([1, 2, 3])('bears its claim out: faults, and every cure (seed %i)', async (seed) => {
    const faults: readonly (readonly [string, Config])[] = [
      ['vanishing', { ...defaults, seed }],
      ['exploding', { ...defaults, ...exploding, seed }],
    ];
    for (const [fault, config] of faults) {
      const cured = cures(config).map((cure) => [cure.id, { ...config, ...cure.config }] as const);
      expect(cured.length).toBe(3);
      for (const [name, changed] of [[fault, config] as const, ...cured]) {
        const short = { ...changed, epochs: epochsOf[name] as number };
        const { measures } = await lastFrame(plain, short);
        expect(holds(measures, short), `${fault}, ${name}: ${JSON.stringify(measures)}`).toBe(true);
      }
    }
  });

  it('has the doctor’s findings, who changes nothing', async () => {
    const config = { ...defaults, depth: 6, epochs: 3 };
    const { findings = [], ...examined } = await lastFrame(run, config);
    expect(findings.map(({ name }) => name)).toContain('vanishing-gradient');
    expect(await lastFrame(plain, config)).toEqual(examined);
  });

  it('cannot bring back by clipping what has vanished', async () => {
    const config = { ...defaults, clip: 1, epochs: 3 };
    const { measures } = await lastFrame(plain, config);
    expect(measures['ratio']).toBeLessThan(1e-3);
    expect(cures(config).map(({ id }) => id)).not.toContain('clip');
  });

  it('loses at most a factor of ¼ · ‖W‖ at each sigmoid', async () => {
    // A square matrix of variance 1/n has singular values of at most 2, and by chance a little more. The gradient of a kernel is
    // that of its layer times its inputs, which lie around ½ in all layers but the first.
    const frame = await lastFrame(plain, { ...defaults, epochs: 2 });
    const first = lineOf(viewOf(frame, 'curves', 'by-layer'), 1).slice(0, 10);
    for (let layer = 2; layer < first.length; layer++) {
      const factor = (first[layer - 1] as number) / (first[layer] as number);
      expect(factor).toBeLessThan(0.25 * 2.2 * 2);
      expect(factor).toBeGreaterThan(0.02);
    }
  });
});
