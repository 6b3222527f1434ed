import { expect, it } from 'vitest';
import {
  type ColorTable,
  divergingColors,
  landscapeColors,
  rgbOf,
  sequentialColors,
} from '../../src/charts/palette.ts';

/** Relative luminance of WCAG. */
function luminance(table: ColorTable, i: number): number {
  const [r, g, b] = [0, 1, 2].map((channel) => {
    const value = table[i * 3 + channel] / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}
const all = (table: ColorTable): number[] => Array.from({ length: 256 }, (_, i) => luminance(table, i));
const rises = (values: readonly number[]): boolean => values.every((v, i) => i === 0 || v >= values[i - 1] - 0.004);

it('becomes lighter all the way: it can be read in grey', () => {
  expect(rises(all(sequentialColors()))).toBe(true);
  expect(rises(all(landscapeColors('light')))).toBe(true);
  expect(rises(all(landscapeColors('dark')))).toBe(true);
});

it('goes from the middle to both ends', () => {
  const light = all(divergingColors('light'));
  expect(rises(light.slice(0, 128)) && rises(light.slice(128).toReversed())).toBe(true);
  const dark = all(divergingColors('dark'));
  expect(rises(dark.slice(0, 128).toReversed()) && rises(dark.slice(128))).toBe(true);
});

it('ends in its stops', () => {
  expect([...sequentialColors().slice(0, 3)]).toEqual(rgbOf('#360657'));
  expect([...sequentialColors().slice(-3)]).toEqual(rgbOf('#ffea6b'));
});
