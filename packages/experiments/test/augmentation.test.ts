import { digits } from '@gradkit/data/digits';
import { describe, expect, it } from 'vitest';
import { augmentation } from '../src/augmentation/about.ts';
import { defaults } from '../src/augmentation/changes.ts';
import { run } from '../src/augmentation/run.ts';
import { lastFrame, viewOf } from './frames.ts';

describe('augmentation', () => {
  it.each([1, 2, 3])('bears its claim out with seed %i', async (seed) => {
    const config = { ...defaults, seed };
    const { measures } = await lastFrame(run, config);
    expect(augmentation.holds(measures, config), JSON.stringify(measures)).toBe(true);
  });

  /** Originals by digit, and what is shown of them. */
  async function shown(change: string) {
    const config = { ...defaults, augmentation: change, epochs: 2, samples: 32 };
    const { images } = viewOf(await lastFrame(run, config), 'images', 'images');
    return [0, 1, 2, 3].map((row) => images.slice(6 * row, 6 * row + 6).map(({ pixels }) => [...pixels]));
  }

  it('shows digits as they are, with nothing done to them', async () => {
    const { x, y } = digits().shuffle({ seed: defaults.seed });
    const labels = y.dataSync();
    const rows = await shown('none');
    [6, 9, 2, 5].forEach((digit, i) => {
      const at = labels.indexOf(digit);
      const expected = [...x.dataSync().subarray(64 * at, 64 * (at + 1))];
      for (const pixels of rows[i]!) expect(pixels).toEqual(expected);
    });
  });

  it('shows flipped digits: each one of the four mirror images, and not always the same', async () => {
    for (const [original, ...variants] of await shown('flip')) {
      const at = (row: number, column: number): number => original![8 * row + column]!;
      const mirrored = [false, true].flatMap((vertical) =>
        [false, true].map((horizontal) =>
          Array.from({ length: 64 }, (_, i) => {
            const [row, column] = [Math.floor(i / 8), i % 8];
            return at(vertical ? 7 - row : row, horizontal ? 7 - column : column);
          }),
        ),
      );
      for (const pixels of variants) expect(mirrored).toContainEqual(pixels);
      expect(new Set(variants.map(String)).size).toBeGreaterThan(1);
    }
  });

  it('shows moved digits: other pixels, about as much ink', async () => {
    for (const [original, ...variants] of await shown('move')) {
      const ink = (pixels: readonly number[]): number => pixels.reduce((sum, each) => sum + each, 0);
      for (const pixels of variants) {
        expect(pixels).not.toEqual(original);
        expect(Math.abs(ink(pixels) / ink(original!) - 1)).toBeLessThan(0.25);
      }
    }
  });
});
