import type { Stroke } from './rasterize.ts';

/** Part of an ellipse, in degrees from the right, clockwise as y points down. */
function arc(cx: number, cy: number, rx: number, ry: number, from: number, to: number): Stroke {
  const count = Math.max(2, Math.ceil(Math.abs(to - from) / 12));
  return Array.from({ length: count + 1 }, (_, i): [number, number] => {
    const angle = ((from + ((to - from) * i) / count) * Math.PI) / 180;
    return [cx + rx * Math.cos(angle), cy + ry * Math.sin(angle)];
  });
}

/** A digit drawn by us, in a square of side 1: for those who cannot or do not want to draw, and for tests. */
export function exampleOf(digit: number): readonly Stroke[] {
  return examples[digit]();
}

const examples: readonly (() => readonly Stroke[])[] = [
  () => [arc(0.5, 0.5, 0.27, 0.42, -90, 270)],
  () => [
    [
      [0.36, 0.26],
      [0.54, 0.08],
      [0.54, 0.92],
    ],
  ],
  () => [[...arc(0.48, 0.31, 0.24, 0.23, 190, 385), [0.3, 0.9], [0.74, 0.9]]],
  () => [[...arc(0.47, 0.3, 0.23, 0.21, 205, 450), ...arc(0.47, 0.7, 0.26, 0.21, -90, 155)]],
  () => [
    [
      [0.52, 0.08],
      [0.24, 0.6],
      [0.78, 0.6],
    ],
    [
      [0.6, 0.36],
      [0.56, 0.92],
    ],
  ],
  () => [[[0.72, 0.1], [0.34, 0.1], [0.31, 0.44], ...arc(0.48, 0.66, 0.24, 0.25, -125, 150)]],
  () => [[[0.58, 0.08], [0.4, 0.3], ...arc(0.5, 0.7, 0.21, 0.21, 190, 550)]],
  () => [
    [
      [0.24, 0.1],
      [0.74, 0.1],
      [0.44, 0.92],
    ],
    [
      [0.32, 0.5],
      [0.7, 0.5],
    ],
  ],
  () => [arc(0.5, 0.29, 0.15, 0.19, 90, 450), arc(0.5, 0.7, 0.18, 0.21, -90, 270)],
  () => [[...arc(0.49, 0.31, 0.22, 0.22, 0, -360), [0.68, 0.62], ...arc(0.48, 0.68, 0.2, 0.23, 0, 130)]],
];
