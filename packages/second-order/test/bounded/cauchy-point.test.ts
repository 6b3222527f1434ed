import { describe, expect, it } from 'vitest';
import { cauchySearch } from '../../src/bounded/cauchy-point.ts';
import { compactHessian } from '../../src/bounded/compact-hessian.ts';

const memory = 3;

/** A model with some pairs, for n variables that depend on a seed. */
function model(n: number, seed: number) {
  const hessian = compactHessian(n, memory);
  const zero = new Float64Array(n);
  for (let k = 0; k < memory; k++) {
    const s = Float64Array.from({ length: n }, (_, i) => Math.sin(seed + 5 * k + i * (k + 2)));
    const sum = s.reduce((total, each) => total + each, 0);
    hessian.add(
      s,
      zero,
      s.map((each, i) => (1 + (i % 3)) * each + 0.2 * sum),
      zero,
      1,
    );
  }
  const gradient = Float64Array.from({ length: n }, (_, i) => 3 * Math.cos(seed * 3 + i * i));
  const x = Float64Array.from({ length: n }, (_, i) => 0.5 + 0.4 * Math.sin(seed + i));
  const box = {
    lower: x.map((each, i) => (i % 4 === 3 ? -Infinity : each - 0.3 * (i % 3))),
    upper: x.map((each) => each + 0.4),
  };
  /** The value of the model at a point, relative to x. */
  const value = (at: Float64Array): number => {
    const d = at.map((each, i) => each - (x[i] as number));
    const p = new Float64Array(2 * memory);
    hessian.project(d, p);
    const projected = p.slice();
    hessian.middle(p);
    const form = p.reduce((total, each, i) => total + each * (projected[i] as number), 0);
    return (
      d.reduce((total, each, i) => total + (gradient[i] as number) * each + 0.5 * hessian.theta * each * each, 0) -
      0.5 * form
    );
  };
  const path = (t: number): Float64Array =>
    x.map((each, i) =>
      Math.min(Math.max(each - t * (gradient[i] as number), box.lower[i] as number), box.upper[i] as number),
    );
  return { hessian, gradient, x, box, value, path };
}

describe('the Cauchy point', () => {
  it('is the first minimum of the model along the projected path', () => {
    for (const [n, seed] of [
      [1, 1],
      [2, 2],
      [5, 3],
      [9, 4],
      [20, 5],
      [20, 6],
    ] as const) {
      const { hessian, gradient, x, box, value, path } = model(n, seed);
      const search = cauchySearch(hessian, box, memory);
      search.find(x, gradient);
      // By walking: the last of small steps before the model rises.
      const step = 1e-4;
      let t = 0;
      while (t < 10 && value(path(t + step)) < value(path(t))) t += step;
      const expected = path(t);
      const point = search.move.map((each, i) => each + (x[i] as number));
      point.forEach((each, i) => {
        expect(each).toBeGreaterThanOrEqual((box.lower[i] as number) - 1e-15);
        expect(each).toBeLessThanOrEqual((box.upper[i] as number) + 1e-15);
        expect(Math.abs(each - (expected[i] as number))).toBeLessThan(1e-3);
      });
      expect(value(point)).toBeLessThanOrEqual(value(expected) + 1e-7);
      // What it says of itself in the small space.
      const projected = new Float64Array(2 * memory);
      hessian.project(search.move, projected);
      projected.forEach((each, i) => {
        expect(search.c[i]).toBeCloseTo(each, 10);
      });
    }
  });

  it('is where it starts, if every variable is held by a bound', () => {
    const hessian = compactHessian(2, memory);
    const box = { lower: Float64Array.of(0, 0), upper: Float64Array.of(1, 1) };
    const search = cauchySearch(hessian, box, memory);
    search.find(Float64Array.of(0, 1), Float64Array.of(1, -1));
    expect([...search.move]).toEqual([0, 0]);
  });
});
