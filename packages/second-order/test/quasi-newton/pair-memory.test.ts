import { describe, expect, it } from 'vitest';
import { pairMemory } from '../../src/quasi-newton/pair-memory.ts';

const n = 5;
const vector = (k: number): Float64Array => Float64Array.from({ length: n }, (_, i) => Math.sin(1 + 3 * k + 7 * i));
/** A positive definite matrix: 2·I plus a symmetric one of small numbers. */
const hessian = (v: Float64Array): Float64Array =>
  v.map((_, i) => v.reduce((sum, each, j) => sum + (i === j ? 2 : 0.3 * Math.cos(i * j)) * each, 0));
const inner = (a: Float64Array, b: Float64Array): number =>
  a.reduce((sum, each, i) => sum + each * (b[i] as number), 0);

/** H·v for H made of pairs by the formula of BFGS, one pair after the other from `gamma`·I. */
function byFormula(pairs: readonly (readonly [Float64Array, Float64Array])[], gamma: number, v: Float64Array) {
  let h: Float64Array[] = Array.from({ length: n }, (_, i) =>
    Float64Array.from({ length: n }, (_, j) => +(i === j) * gamma),
  );
  const times = (m: readonly Float64Array[], u: Float64Array): Float64Array =>
    Float64Array.from(m, (row) => inner(row, u));
  for (const [s, y] of pairs) {
    const rho = 1 / inner(s, y);
    const hy = times(h, y);
    const scale = rho * (1 + rho * inner(y, hy));
    h = h.map((row, i) =>
      row.map(
        (each, j) =>
          each -
          rho * ((s[i] as number) * (hy[j] as number) + (hy[i] as number) * (s[j] as number)) +
          scale * (s[i] as number) * (s[j] as number),
      ),
    );
  }
  return times(h, v);
}

const zero = new Float64Array(n);

describe('pairMemory', () => {
  it('multiplies by a multiple of the identity when it is empty', () => {
    const pairs = pairMemory(n, 3, 0.25);
    const out = new Float64Array(n);
    expect(pairs.count).toBe(0);
    expect(pairs.multiply(-2, vector(1), out)).toBeCloseTo(-0.5 * inner(vector(1), vector(1)), 14);
    expect(out).toEqual(vector(1).map((each) => -0.5 * each));
  });

  it.each([1, 2, 3])(
    'multiplies by the inverse Hessian of the last %i pairs, and tells the product with what it was given',
    (memory) => {
      const pairs = pairMemory(n, memory, 1);
      const known: (readonly [Float64Array, Float64Array])[] = [];
      for (let k = 0; k < 5; k++) {
        const [s, y] = [vector(k), hessian(vector(k))];
        expect(pairs.add(s, zero, y, zero)).toBe(true);
        known.push([s, y]);
        const last = known.slice(-memory);
        expect(pairs.count).toBe(last.length);
        const v = vector(k + 20);
        const out = new Float64Array(n);
        const product = pairs.multiply(-4, v, out);
        byFormula(last, inner(s, y) / inner(y, y), v).forEach((each, i) => {
          expect(out[i]).toBeCloseTo(-4 * each, 12);
        });
        expect(product).toBeCloseTo(inner(v, out), 12);
        expect(pairs.operator().apply(v)).toEqual(out.map((each) => each / -4));
      }
    },
  );

  it('takes differences of points and of gradients', () => {
    const [given, made] = [pairMemory(n, 2, 1), pairMemory(n, 2, 1)];
    const [x, before] = [vector(1), vector(2)];
    given.add(
      x.map((each, i) => each - (before[i] as number)),
      zero,
      hessian(x).map((each, i) => each - (hessian(before)[i] as number)),
      zero,
    );
    made.add(x, before, hessian(x), hessian(before));
    expect(made.operator().apply(vector(9))).toEqual(given.operator().apply(vector(9)));
  });

  it('leaves out a pair without clear curvature', () => {
    const pairs = pairMemory(2, 3, 1);
    const none = new Float64Array(2);
    expect(pairs.add(Float64Array.of(1, 0), none, Float64Array.of(-1, 0), none)).toBe(false);
    expect(pairs.add(Float64Array.of(1, 0), none, Float64Array.of(0, 1), none)).toBe(false);
    expect(pairs.add(Float64Array.of(1, 0), none, Float64Array.of(1e-11, 1), none)).toBe(false);
    expect(pairs.add(Float64Array.of(Number.NaN, 0), none, Float64Array.of(1, 1), none)).toBe(false);
    expect(pairs.count).toBe(0);
    expect(pairs.add(Float64Array.of(1, 0), none, Float64Array.of(1e-9, 1), none)).toBe(true);
  });

  it('knows curvature in any units', () => {
    for (const units of [1e-200, 1e-100, 1e100, 1e200]) {
      const pairs = pairMemory(2, 3, 1);
      const none = new Float64Array(2);
      expect(pairs.add(Float64Array.of(1, 2), none, Float64Array.of(3 * units, 4 * units), none)).toBe(true);
      const [a, b] = pairs.operator().apply(Float64Array.of(3 * units, 4 * units));
      expect(a).toBeCloseTo(1, 12);
      expect(b).toBeCloseTo(2, 12);
    }
  });

  it('forgets pairs, but not the scale of the last one', () => {
    const pairs = pairMemory(n, 3, 1);
    const [s, y] = [vector(1), hessian(vector(1))];
    pairs.add(s, zero, y, zero);
    pairs.clear();
    expect(pairs.count).toBe(0);
    const gamma = inner(s, y) / inner(y, y);
    expect(pairs.operator().apply(vector(2))[0]).toBeCloseTo(gamma * (vector(2)[0] as number), 14);
  });
});
