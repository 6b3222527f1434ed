import { describe, expect, it } from 'vitest';
import { inverseHessian } from '../../src/quasi-newton/inverse-hessian.ts';

/** The rows of H, from its products with unit vectors. */
function rowsOf(n: number, h: ReturnType<typeof inverseHessian>): number[][] {
  return Array.from({ length: n }, (_, i) => {
    const unit = new Float64Array(n);
    unit[i] = 1;
    return [...h.operator().apply(unit)];
  });
}

const s = Float64Array.of(1, 2, -1);
const y = Float64Array.of(2, 1, 0.5);

describe('inverseHessian', () => {
  it('satisfies the secant equation H·y = s after an update, and stays symmetric', () => {
    const h = inverseHessian(3);
    for (const [step, change] of [
      [s, y],
      [Float64Array.of(0.5, -1, 2), Float64Array.of(1, -0.5, 3)],
    ] as const) {
      expect(h.update(step.slice(), change.slice())).toBe(true);
      h.operator()
        .apply(change)
        .forEach((each, i) => {
          expect(each).toBeCloseTo(step[i] as number, 13);
        });
    }
    const rows = rowsOf(3, h);
    for (const i of [0, 1, 2]) for (const j of [0, 1, 2]) expect(rows[i]?.[j]).toBeCloseTo(rows[j]?.[i] as number, 13);
  });

  it('is the formula of BFGS, from the identity scaled to twice the inverse curvature along the step', () => {
    const h = inverseHessian(3);
    h.update(s.slice(), y.slice());
    const dot = (a: Float64Array, b: Float64Array): number =>
      a.reduce((sum, each, i) => sum + each * (b[i] as number), 0);
    const sy = dot(s, y);
    const gamma = (2 * dot(s, s)) / sy;
    // (I − s·yᵀ/sᵀy)·γ·(I − y·sᵀ/sᵀy) + s·sᵀ/sᵀy, entry by entry
    rowsOf(3, h).forEach((row, i) => {
      row.forEach((each, j) => {
        const [si, sj, yi, yj] = [s[i], s[j], y[i], y[j]] as number[] as [number, number, number, number];
        const middle = (i === j ? 1 : 0) - (si * yj) / sy - (yi * sj) / sy + (si * sj * dot(y, y)) / sy ** 2;
        expect(each).toBeCloseTo(gamma * middle + (si * sj) / sy, 12);
      });
    });
  });

  it('tells how much of a product comes from what no step has taught', () => {
    const h = inverseHessian(3);
    const out = new Float64Array(3);
    expect(h.apply(Float64Array.of(1, 2, 3), out)).toBe(1);
    expect([...out]).toEqual([1, 2, 3]);
    h.update(s.slice(), y.slice());
    expect(h.apply(y, out)).toBeCloseTo(0, 13);
  });

  it('leaves out pairs without positive curvature, whatever their size', () => {
    const h = inverseHessian(2);
    expect(h.update(Float64Array.of(1, 0), Float64Array.of(-1, 3))).toBe(false);
    expect(h.update(Float64Array.of(1, 0), Float64Array.of(0, 3))).toBe(false);
    expect(h.update(Float64Array.of(1, 0), Float64Array.of(0, 0))).toBe(false);
    expect(h.update(Float64Array.of(1, 0), Float64Array.of(Number.NaN, 0))).toBe(false);
    expect(rowsOf(2, h)).toEqual([
      [1, 0],
      [0, 1],
    ]);
    expect(h.update(Float64Array.of(1e-3, 0), Float64Array.of(1e-200, 1e-200))).toBe(true);
    expect(rowsOf(2, h).flat().every(Number.isFinite)).toBe(true);
  });

  it('begins with a given matrix, and with the identity after a reset', () => {
    const h = inverseHessian(2, Float64Array.of(2, 1, 1, 3));
    expect(rowsOf(2, h)).toEqual([
      [2, 1],
      [1, 3],
    ]);
    h.reset();
    expect(rowsOf(2, h)).toEqual([
      [1, 0],
      [0, 1],
    ]);
  });
});
