import { describe, expect, it } from 'vitest';
import { covariateShift } from '../src/covariate-shift/about.ts';
import { run } from '../src/covariate-shift/run.ts';
import { defaults } from '../src/covariate-shift/settings.ts';
import { shiftedData, shiftsOf } from '../src/covariate-shift/shifted-data.ts';
import { lastFrame, lineOf, viewOf } from './frames.ts';

describe('covariate-shift', () => {
  it.each([
    ['instrument', 'none'],
    ['instrument', 'statistics'],
    ['instrument', 'shuffle'],
    ['order', 'none'],
    ['order', 'shuffle'],
    ['order', 'statistics'],
    ['internal', 'none'],
  ])('bears its claim out over three seeds: %s, remedy %s', async (kind, remedy) => {
    for (const seed of [1, 2, 3]) {
      const config = { ...defaults, kind, remedy, seed, epochs: 30, steps: 60 };
      const { measures } = await lastFrame(run, config);
      expect(covariateShift.holds(measures, config), `seed ${seed}: ${JSON.stringify(measures)}`).toBe(true);
    }
  });

  it('is found by the doctor where it is real, and only there', async () => {
    const names = async (remedy: string): Promise<readonly string[]> => {
      const { findings } = await lastFrame(run, { ...defaults, remedy });
      return (findings ?? []).map(({ name }) => name);
    };
    expect(await names('none')).toContain('covariate-shift');
    expect(await names('statistics')).not.toContain('covariate-shift');
  });

  it('shows a drift that plain batch normalisation bounds by what γ and β can move', async () => {
    const frame = await lastFrame(run, { ...defaults, kind: 'internal', steps: 40 });
    const drift = viewOf(frame, 'curves', 'drift');
    const [plain, normalized, disturbed] = [0, 1, 2].map((i) => lineOf(drift, i)) as [number[], number[], number[]];
    // A uniform shift by −1 to 1 differs from the next by 2/3 in the mean, over a scale of 1 to 2: 2/3 · ln 2 ≈ 0.46.
    const mean = (values: readonly number[]): number => values.reduce((sum, each) => sum + each, 0) / values.length;
    expect(Math.abs(mean(disturbed) - (2 / 3) * Math.LN2)).toBeLessThan(0.05);
    expect(mean(normalized)).toBeLessThan(mean(plain));
    for (const name of ['plain', 'normalized', 'disturbed']) {
      const { values, columns, rows } = viewOf(frame, 'heatmap', `inputs-${name}`);
      // Each column is a distribution.
      for (const column of [0, 10, columns - 1]) {
        const sum = Array.from({ length: rows }, (_, row) => values[row * columns + column]!).reduce((a, b) => a + b);
        expect(sum).toBeCloseTo(1, 5);
      }
    }
  });
});

describe('shifted data', () => {
  const settings = { samples: 640, shift: 1.5, seed: 2 };

  it('lies as far away as is set, before training scales it', () => {
    const [without, moved] = [0, 1.5].map((shift) =>
      shiftsOf(shiftedData({ ...settings, shift, kind: 'instrument', remedy: 'none' })),
    ) as [readonly number[], readonly number[]];
    moved.forEach((shift, i) => {
      // The two parts differ by chance as well: 448 and 192 samples.
      expect(without[i]).toBeLessThan(0.25);
      expect(Math.abs(shift - 1.5)).toBeLessThan(0.3);
    });
  });

  it('has the same samples, however they are divided', () => {
    const sizes = (['none', 'shuffle', 'statistics'] as const).map((remedy) => {
      const { train, test } = shiftedData({ ...settings, kind: 'order', remedy });
      return [train.size, test.size];
    });
    expect(sizes).toEqual([
      [448, 192],
      [448, 192],
      [448, 192],
    ]);
    const { train, test } = shiftedData({ ...settings, kind: 'order', remedy: 'none' });
    const firsts = (data: typeof train) => Array.from(data.x.dataSync()).filter((_, i) => i % 2 === 0);
    expect(Math.max(...firsts(train))).toBeLessThanOrEqual(Math.min(...firsts(test)));
  });
});
