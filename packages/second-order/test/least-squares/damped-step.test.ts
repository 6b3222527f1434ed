import { describe, expect, it } from 'vitest';
import { pivotedQr } from '../../src/dense/pivoted-qr.ts';
import {
  type DampedStep,
  dampedStep,
  prepareStep,
  removable,
  solveDamped,
} from '../../src/least-squares/damped-step.ts';

interface Solved {
  readonly step: DampedStep;
  readonly p: Float64Array;
}

function solve(
  rows: readonly (readonly number[])[],
  b: readonly number[],
  scale: readonly number[],
  radius: number,
): Solved {
  const [m, n] = [rows.length, rows[0].length];
  const step = dampedStep(pivotedQr(m, n));
  for (let i = 0; i < m; i++) for (let j = 0; j < n; j++) step.qr.columns[j * m + i] = rows[i][j];
  prepareStep(step, Float64Array.from(b));
  const p = new Float64Array(n);
  solveDamped(step, Float64Array.from(scale), radius, 1e-10, p);
  return { step, p };
}

/** (AᵀA + λD²)·p + Aᵀb, which a solution makes zero. */
function normalResidual(
  rows: readonly (readonly number[])[],
  b: readonly number[],
  scale: readonly number[],
  { step, p }: Solved,
) {
  const residual = rows.map((row, i) => row.reduce((sum, a, j) => sum + a * p[j], b[i]));
  return scale.map((d, j) => rows.reduce((sum, row, i) => sum + row[j] * residual[i], step.damping * d * d * p[j]));
}

const a = [
  [2, 1, 0],
  [1, -3, 1],
  [0, 2, 5],
  [1, 1, 1],
];
const b = [3, -7, 2, 11];
const scale = [1, 10, 0.3];
const near0 = (values: readonly number[]): void => {
  for (const each of values) expect(Math.abs(each)).toBeLessThan(1e-12);
};

describe('solveDamped', () => {
  it('is the Gauss–Newton step within the region', () => {
    const solved = solve(a, b, scale, 1e3);
    expect(solved.step.damping).toBe(0);
    near0(normalResidual(a, b, scale, solved));
    expect(solved.step.change).toBeCloseTo(removable(solved.step), 13);
  });

  it.each([10, 1, 1e-3, 1e-9])('is on the border of a region of radius %d, and the damped equations hold', (radius) => {
    const solved = solve(a, b, scale, radius);
    expect(solved.step.damping).toBeGreaterThan(0);
    expect(Math.hypot(...scale.map((d, j) => d * solved.p[j])) / radius).toBeCloseTo(1, 9);
    near0(normalResidual(a, b, scale, solved));
  });

  it('takes dependent columns: a step of zero for them without damping, the shortest with it', () => {
    const twice = a.map(([x, y]) => [x, y, x]);
    const free = solve(twice, b, [1, 1, 1], 1e3);
    expect(free.step.qr.rank).toBe(2);
    near0(normalResidual(twice, b, [1, 1, 1], free));
    const damped = solve(twice, b, [1, 1, 1], 0.5);
    expect(damped.p[0]).toBeCloseTo(damped.p[2], 12);
    near0(normalResidual(twice, b, [1, 1, 1], damped));
  });

  it('takes fewer rows than columns', () => {
    const wide = [[1, 2, 3]];
    const damped = solve(wide, [14], [1, 1, 1], 1);
    near0(normalResidual(wide, [14], [1, 1, 1], damped));
    expect(Math.hypot(...damped.p)).toBeCloseTo(1, 9);
    expect(damped.p[1] / damped.p[0]).toBeCloseTo(2, 9);
  });

  it('does not move where there is nothing to gain', () => {
    expect([...solve([[1], [1]], [1, -1], [1], 1).p]).toEqual([0]);
    expect([...solve([[0], [0]], [1, -1], [1], 1).p]).toEqual([0]);
  });
});
