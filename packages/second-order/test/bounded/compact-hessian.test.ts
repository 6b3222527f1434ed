import { describe, expect, it } from 'vitest';
import { compactHessian } from '../../src/bounded/compact-hessian.ts';

type Vector = readonly number[];

const dotted = (a: Vector, b: Vector): number => a.reduce((sum, each, i) => sum + each * (b[i] as number), 0);

/** B·v by the textbook recursion: B ← B − B·s·sᵀ·B/(sᵀBs) + y·yᵀ/(yᵀs), from θ·I. */
function recursion(theta: number, pairs: readonly (readonly [Vector, Vector])[]): (v: Vector) => number[] {
  let product = (v: Vector): number[] => v.map((each) => theta * each);
  for (const [s, y] of pairs) {
    const before = product;
    const bs = before(s);
    product = (v) => {
      const [along, across] = [dotted(bs, v) / dotted(s, bs), dotted(y, v) / dotted(y, s)];
      return before(v).map((each, i) => each - along * (bs[i] as number) + across * (y[i] as number));
    };
  }
  return product;
}

describe('the compact Hessian', () => {
  const n = 5;
  const pairs = Array.from({ length: 6 }, (_, k): [Vector, Vector] => {
    const s = Array.from({ length: n }, (_, i) => Math.sin(3 + k * 7 + i * (k + 2)));
    // y = A·s with a positive definite A, and something else, as of a function that is not quadratic.
    const y = s.map((each, i) => (i + 1) * each + 0.3 * dotted(s, [1, 1, 1, 1, 1]) + 0.05 * Math.cos(k + i));
    return [s, y];
  });

  it('is that of the recursion, also after the oldest pairs have been forgotten', () => {
    const memory = 4;
    const hessian = compactHessian(n, memory);
    const zero = new Float64Array(n);
    pairs.forEach(([s, y], k) => {
      expect(hessian.add(Float64Array.from(s), zero, Float64Array.from(y), zero, 1)).toBe(true);
      const kept = pairs.slice(Math.max(0, k + 1 - memory), k + 1);
      expect(hessian.size).toBe(2 * kept.length);
      expect(hessian.theta).toBeCloseTo(dotted(y, y) / dotted(s, y), 12);
      const product = recursion(hessian.theta, kept);
      for (let unit = 0; unit < n; unit++) {
        const v = Array.from({ length: n }, (_, i) => (i === unit ? 1 : 0.1 * i));
        const p = new Float64Array(2 * memory);
        hessian.project(Float64Array.from(v), p);
        hessian.middle(p);
        product(v).forEach((each, i) => {
          expect(hessian.theta * (v[i] as number) - hessian.expand(p, i)).toBeCloseTo(each, 9);
        });
      }
    });
  });

  it('has rows that are those of its projection', () => {
    const hessian = compactHessian(n, 3);
    const zero = new Float64Array(n);
    for (const [s, y] of pairs.slice(0, 2)) hessian.add(Float64Array.from(s), zero, Float64Array.from(y), zero, 1);
    const [row, projected] = [new Float64Array(6), new Float64Array(6)];
    hessian.row(2, row);
    hessian.project(Float64Array.of(0, 0, 1, 0, 0), projected);
    expect(row).toEqual(projected);
  });

  it('takes no pair without curvature, and forgets when told', () => {
    const hessian = compactHessian(2, 3);
    const zero = new Float64Array(2);
    const s = Float64Array.of(1, 2);
    expect(hessian.add(s, zero, Float64Array.of(-1, 0), zero, 1)).toBe(false);
    expect(hessian.add(s, zero, zero, zero, 1)).toBe(false);
    expect(hessian.size).toBe(0);
    expect(hessian.add(s, zero, Float64Array.of(2, 4), zero, 1)).toBe(true);
    expect(hessian.theta).toBeCloseTo(2, 14);
    hessian.clear();
    expect([hessian.size, hessian.theta]).toEqual([0, 1]);
  });
});
