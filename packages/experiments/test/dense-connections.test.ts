import { describe, expect, it } from 'vitest';
import { denseConnections } from '../src/dense-connections/about.ts';
import { networkOf, pictureOf } from '../src/dense-connections/network.ts';
import { run, training } from '../src/dense-connections/run.ts';
import { defaults } from '../src/dense-connections/settings.ts';
import type { Run } from '../src/experiment.ts';
import { lastFrame, lineOf, viewOf } from './frames.ts';

const { holds, cures } = denseConnections;

/** Without the doctor, who changes nothing and takes time. */
const plain: Run = (config) => training(config, false);

describe('dense-connections', () => {
  it.each([1, 2, 3])('bears its claim out (seed %i)', async (seed) => {
    const config = { ...defaults, seed };
    const { measures } = await lastFrame(plain, config);
    expect(holds(measures, config), JSON.stringify(measures)).toBe(true);
  });

  it('has the doctor’s findings on the network that is set, and cures for it', async () => {
    const config = { ...defaults, depth: 8, epochs: 2 };
    const { findings = [] } = await lastFrame(run, config);
    expect(findings.map(({ name }) => name)).toContain('vanishing-gradient');
    expect(cures(config).map(({ id }) => id)).toEqual(['residual', 'dense']);
    expect(cures({ ...config, connections: 'dense' })).toEqual([]);
  });

  it('counts the parameters that the ways to connect need', () => {
    const settings = { ...defaults, depth: 5, width: 16, growth: 4 };
    const count = (name: 'plain' | 'residual' | 'dense'): number => {
      const model = networkOf(name, settings);
      model.build([1, 64]);
      return model.parameters.reduce((sum, { variable }) => sum + variable.value.size, 0);
    };
    const layer = (from: number, to: number): number => from * to + to;
    const square = layer(64, 16) + 4 * layer(16, 16) + layer(16, 10);
    expect(count('plain')).toBe(square);
    expect(count('residual')).toBe(square);
    // Features: 8, and 4 more behind each of the four other layers.
    expect(count('dense')).toBe(
      layer(64, 8) + [8, 12, 16, 20].reduce((sum, n) => sum + layer(n, 4), 0) + layer(24, 10),
    );
  });

  it('draws as many connections as there are', () => {
    // Input, 4 layers, scores: a chain of 5; sums pass layers 2, 3 and 4; dense layers see all 4 and the scores, too.
    expect(pictureOf('plain', 4).edges?.length).toBe(5);
    expect(pictureOf('residual', 4).edges?.length).toBe(5 + 3);
    expect(pictureOf('dense', 4).edges?.length).toBe(1 + (4 * 5) / 2);
  });

  it('loses the gradient through plain sigmoids layer by layer, by less than the largest slope allows', async () => {
    const frame = await lastFrame(plain, { ...defaults, epochs: 1 });
    const lost = lineOf(viewOf(frame, 'curves', 'by-layer'), 0);
    // Slopes are at most ¼. A square matrix of variance 1/n has singular values of at most 2, and by chance a little more. The
    // gradient of a kernel is that of its layer times its inputs, which lie around ½ in all layers but the first.
    for (let i = 2; i < lost.length; i++) {
      expect((lost[i - 1] as number) / (lost[i] as number)).toBeLessThan(0.25 * 2.2 * 2);
    }
    expect((lost[0] as number) / (lost.at(-1) as number)).toBeLessThan(1e-4);
  });
});
