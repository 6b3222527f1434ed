import { expect, it } from 'vitest';
import { planeOf } from '../../src/playground/engine/plane.ts';

it('is the two features where there are two', () => {
  const plane = planeOf(Float32Array.of(0, 0, 1, 2), 2, Float32Array.of(-1, 0));
  expect(plane.axes).toBe('features');
  expect(plane.xRange[0]).toBeCloseTo(-1.2, 6);
  expect(plane.yRange[1]).toBeCloseTo(2.2, 6);
  const grid = plane.grid(3);
  expect([grid[0], grid[1], grid[16], grid[17]].map((x) => x.toFixed(3))).toEqual([
    '-1.200',
    '-0.200',
    '1.200',
    '2.200',
  ]);
  expect([...plane.project(Float32Array.of(5, 6)).y]).toEqual([6]);
});

it('finds the directions in which samples spread most', () => {
  // Deviations 5 along (3, 4, 0)/5, 2 along (4, −3, 0)/5, 0.1 along the third axis.
  const rows: number[] = [];
  for (const a of [-1, 1]) {
    for (const b of [-1, 1]) {
      for (const c of [-1, 1]) rows.push(3 * a + 1.6 * b + 1, 4 * a - 1.2 * b + 2, 0.1 * c + 3);
    }
  }
  const plane = planeOf(Float32Array.from(rows), 3, new Float32Array());
  expect(plane.axes).toBe('components');
  const { x, y } = plane.project(Float32Array.from(rows));
  for (let i = 0; i < 8; i++) {
    expect(Math.abs(x[i])).toBeCloseTo(5, 4);
    expect(Math.abs(y[i])).toBeCloseTo(2, 4);
  }
  // What lies in the plane comes back to where it was.
  const grid = plane.grid(5);
  const back = plane.project(grid);
  expect(back.x[0]).toBeCloseTo(plane.xRange[0], 4);
  expect(back.y[24]).toBeCloseTo(plane.yRange[1], 4);
});

it('passes over rows with NaN', () => {
  const plane = planeOf(Float32Array.of(0, 0, 0, Number.NaN, 1, 1, 2, 2, 2, 1, 2, 0), 3, new Float32Array());
  expect(plane.xRange.every(Number.isFinite)).toBe(true);
});
