import { expect, it } from 'vitest';
import { exampleOf } from '../../src/digits/drawing/examples.ts';
import { bitmapOf, imageOf, reduced, type Stroke } from '../../src/digits/drawing/rasterize.ts';

const sum = (values: ArrayLike<number>): number => Array.from(values).reduce((total, value) => total + value, 0);

it('counts the ink in blocks of 4 × 4', () => {
  const bitmap = new Uint8Array(1024);
  bitmap[0] = 1; // block (0, 0)
  for (let row = 28; row < 32; row++) for (let column = 28; column < 32; column++) bitmap[row * 32 + column] = 1;
  const image = reduced(bitmap);
  expect(image[0]).toBe(1 / 16);
  expect(image[63]).toBe(1);
  expect(sum(image)).toBe(17 / 16);
});

it('makes the same of a drawing wherever it is, and however large', () => {
  const drawing = exampleOf(2);
  const moved = drawing.map((stroke) => stroke.map(([x, y]): [number, number] => [300 + 90 * x, 20 + 90 * y]));
  // Rounding may move the edge by a point or two.
  const difference = bitmapOf(moved).filter((point, i) => point !== bitmapOf(drawing)[i]).length;
  expect(difference).toBeLessThan(4);
});

it('fills the height as the digits of the data set do, in the middle, with as much ink', () => {
  for (const digit of [0, 2, 3, 5, 6, 8, 9]) {
    const image = imageOf(exampleOf(digit));
    const rows = Array.from({ length: 8 }, (_, row) => sum(image.subarray(8 * row, 8 * row + 8)));
    expect(rows[0], `${digit}`).toBeGreaterThan(0);
    expect(rows[7], `${digit}`).toBeGreaterThan(0);
    const columns = Array.from({ length: 8 }, (_, column) => sum(image.filter((_, i) => i % 8 === column)));
    expect(columns[0] + columns[7], `${digit}`).toBe(0);
    expect(16 * sum(image), `${digit}`).toBeGreaterThan(250);
    expect(16 * sum(image), `${digit}`).toBeLessThanOrEqual(313);
  }
});

it('makes a dot of a dot, and nothing of nothing', () => {
  const dot: Stroke = [[5, 5]];
  expect(sum(bitmapOf([dot]))).toBeGreaterThan(4);
  expect(sum(bitmapOf([]))).toBe(0);
  expect(sum(bitmapOf([[]]))).toBe(0);
});

it('keeps wide drawings inside', () => {
  const dash: Stroke = [
    [0, 0],
    [100, 0],
  ];
  const image = imageOf([dash]);
  expect(sum(image.filter((_, i) => i % 8 === 0 || i % 8 === 7))).toBe(0);
  expect(sum(image.subarray(24, 40))).toBeCloseTo(sum(image), 6);
});
