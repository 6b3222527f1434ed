import { expect, it } from 'vitest';
import { emptyExtent } from '../../src/charts/extent.ts';
import { scaleOf } from '../../src/charts/scale.ts';
import { drawLine } from '../../src/charts/thinned-line.ts';

const scale = (range: [number, number], from: number, to: number) =>
  scaleOf({ label: '', range }, emptyExtent, { from, to, language: 'en' });

function drawn(x: number[], y: number[], width = 100) {
  const calls: [string, number, number][] = [];
  const pen = {
    moveTo: (px: number, py: number) => void calls.push(['move', px, py]),
    lineTo: (px: number, py: number) => void calls.push(['line', px, py]),
  };
  const last = x.at(-1) ?? 1;
  const count = drawLine(
    pen,
    Float64Array.from(x),
    Float64Array.from(y),
    scale([0, last], 0, width),
    scale([-1, 1], 100, 0),
  );
  return { calls, count };
}

it('draws few points as they are', () => {
  const { calls } = drawn([0, 1, 2], [0, 1, -1], 200);
  expect(calls.filter(([kind]) => kind === 'move')).toEqual([['move', 0, 50]]);
  expect(calls.filter(([kind]) => kind === 'line').slice(-2)).toEqual([
    ['line', 100, 0],
    ['line', 200, 100],
  ]);
});

it('interrupts a line at NaN and infinities', () => {
  const { calls } = drawn([0, 1, 2, 3, 4], [0, Number.NaN, 1, Number.POSITIVE_INFINITY, 0]);
  expect(calls.filter(([kind]) => kind === 'move').map(([, x]) => x)).toEqual([0, 50, 100]);
});

it('draws no more than four points in a column of pixels, among them all extremes', () => {
  const x = Array.from({ length: 5000 }, (_, i) => i);
  const y = x.map((i) => Math.sin(i * 0.7) * (i % 50 === 13 ? 1 : 0.4));
  const { calls, count } = drawn(x, y);
  expect(count).toBeLessThanOrEqual(4 * 101);
  for (let column = 0; column < 100; column++) {
    const inside = y.filter((_, i) => Math.floor((i / 4999) * 100) === column);
    const shown = calls.filter(([, px]) => Math.floor(px) === column).map(([, , py]) => 1 - py / 50);
    expect(Math.max(...shown)).toBeCloseTo(Math.max(...inside), 9);
    expect(Math.min(...shown)).toBeCloseTo(Math.min(...inside), 9);
  }
});

it('goes through points in their order', () => {
  const x = Array.from({ length: 1000 }, (_, i) => i);
  const { calls } = drawn(
    x,
    x.map((i) => (i % 7) / 7),
  );
  const places = calls.map(([, px]) => Math.floor(px));
  expect(places).toEqual(places.toSorted((a, b) => a - b));
});

it('draws nothing of nothing', () => {
  expect(drawn([], []).count).toBe(0);
});
