import * as core from '@gradkit/core';
import { tensorObjective } from '@gradkit/second-order';
import { describe, expect, it } from 'vitest';
import { surfaceFunctions } from '../../src/surface/surface-functions.ts';
import { surfaceGrid } from '../../src/surface/surface-grid.ts';
import { type SurfaceName, surfaces } from '../../src/surface/surfaces.ts';

const names = Object.keys(surfaces) as SurfaceName[];
const cos30 = Math.sqrt(3) / 2;

/** The functions as books write them. */
const written: Readonly<Record<SurfaceName, (x: number, y: number) => number>> = {
  rosenbrock: (x, y) => (1 - x) ** 2 + 100 * (y - x * x) ** 2,
  beale: (x, y) => (1.5 - x + x * y) ** 2 + (2.25 - x + x * y * y) ** 2 + (2.625 - x + x * y ** 3) ** 2,
  quadratic: (x, y) => 0.5 * ((cos30 * x + 0.5 * y) ** 2 + 100 * (cos30 * y - 0.5 * x) ** 2),
  saddle: (x, y) => x * x - y * y,
  himmelblau: (x, y) => (x * x + y - 11) ** 2 + (x + y * y - 7) ** 2,
};

const objectiveOf = (name: SurfaceName) =>
  tensorObjective((w) => surfaceFunctions[name](core.take(w, 0), core.take(w, 1)), { shape: [2] });

describe.each(names)('%s', (name) => {
  const { code, needs, minima, least, start, xRange, yRange } = surfaces[name];

  it('is the function of the books, also as a program writes it', () => {
    const { [name]: f } = surfaceFunctions;
    const parts: Readonly<Record<string, unknown>> = { ...core };
    const program = new Function(...needs, 'c', 'x', 'y', `return ${code};`);
    for (const [x, y] of [start, [0.3, -0.7], [-1.1, 1.3]] as const) {
      const expected = written[name](x, y);
      const at = [x, y].map((each) => core.tensor(each, { dtype: 'float64' })) as [core.Tensor, core.Tensor];
      expect(f(...at).item()).toBeCloseTo(expected, 9);
      const printed: core.Tensor = program(...needs.map((each) => parts[each]), cos30, ...at);
      expect(printed.item()).toBeCloseTo(expected, 9);
    }
  });

  it('has its minima where it says', () => {
    const gradient = new Float64Array(2);
    for (const place of minima) {
      expect(objectiveOf(name).valueAndGrad(Float64Array.from(place), gradient)).toBeCloseTo(least, 12);
      expect(Math.hypot(...gradient)).toBeLessThan(1e-10);
    }
  });

  it('is shown with the lowest row first, and the start and the minima in the window', () => {
    const grid = surfaceGrid(surfaceFunctions[name], { xRange, yRange }, 3, 2);
    expect(grid[0]).toBeCloseTo(written[name](xRange[0], yRange[0]), 9);
    expect(grid[2]).toBeCloseTo(written[name](xRange[1], yRange[0]), 9);
    expect(grid[5]).toBeCloseTo(written[name](xRange[1], yRange[1]), 9);
    for (const [x, y] of [start, ...minima]) {
      expect(x >= xRange[0] && x <= xRange[1] && y >= yRange[0] && y <= yRange[1]).toBe(true);
    }
  });
});

it('the quadratic has the eigenvalues 1 and 100', () => {
  const hessian = new Float64Array(4);
  objectiveOf('quadratic').hess(new Float64Array(2), hessian);
  const [a, b, , d] = hessian as unknown as [number, number, number, number];
  expect(a + d).toBeCloseTo(101, 9);
  expect(a * d - b * b).toBeCloseTo(100, 9);
});
