import { tensor } from '@gradkit/core';
import { describe, expect, it } from 'vitest';
import { emptyMemory, inverseProduct, type LimitedMemory, withPair } from '../../src/stochastic/limited-memory.ts';

const f64 = { dtype: 'float64' } as const;
type Vector = readonly number[];
const dot = (a: Vector, b: Vector): number => a.reduce((total, each, i) => total + each * (b[i] as number), 0);

/** The inverse BFGS matrix of pairs, updated densely: H ← V H Vᵀ + ρ s sᵀ, V = I − ρ s yᵀ. */
function denseInverse(scale: number, size: number, pairs: readonly (readonly [Vector, Vector])[]): number[][] {
  const range = Array.from({ length: size }, (_, i) => i);
  let h = range.map((i) => range.map((j) => (i === j ? scale : 0)));
  for (const [s, y] of pairs) {
    const rho = 1 / dot(s, y);
    const v = range.map((i) => range.map((j) => (i === j ? 1 : 0) - rho * (s[i] as number) * (y[j] as number)));
    const vh = range.map((i) =>
      range.map((j) =>
        dot(
          v[i] as Vector,
          h.map((row) => row[j] as number),
        ),
      ),
    );
    h = range.map((i) =>
      range.map((j) => dot(vh[i] as Vector, v[j] as Vector) + rho * (s[i] as number) * (s[j] as number)),
    );
  }
  return h;
}

describe('limited memory', () => {
  const size = 5;
  const pairs = Array.from({ length: 6 }, (_, t): readonly [Vector, Vector] => {
    const s = Array.from({ length: size }, (_, i) => Math.sin(3 * t + i + 1));
    // Curvatures from 1 to 5, and a little of what is around.
    const y = s.map((each, i) => (i + 1) * each + 0.1 * (s[(i + 1) % size] as number));
    return [s, y];
  });
  const gradient = [0.3, -1, 2, 0.7, -0.2];

  /** The product after so many pairs, of which three are remembered. */
  const product = (count: number): number[] => {
    let memory: LimitedMemory = emptyMemory(3, size, 'float64');
    for (const [s, y] of pairs.slice(0, count)) {
      memory = withPair(memory, tensor([...s], f64), tensor([...y], f64), tensor(dot(s, y) / dot(y, y), f64));
    }
    return [...inverseProduct(memory, tensor(gradient, f64)).dataSync()];
  };

  it.each([0, 1, 2, 3, 4, 6])('multiplies as the dense matrix does after %i pairs', (count) => {
    const kept = pairs.slice(Math.max(0, count - 3), count);
    const last = kept.at(-1);
    const scale = last === undefined ? 1 : dot(...last) / dot(last[1], last[1]);
    const dense = denseInverse(scale, size, kept);
    const found = product(count);
    dense.forEach((row, i) => {
      expect(found[i]).toBeCloseTo(dot(row, gradient), 11);
    });
  });

  it('takes the last change of the gradient to its step', () => {
    const [s, y] = pairs[0] as readonly [Vector, Vector];
    const memory = withPair(
      emptyMemory(2, size, 'float64'),
      tensor([...s], f64),
      tensor([...y], f64),
      tensor(0.3, f64),
    );
    const found = inverseProduct(memory, tensor([...y], f64)).dataSync();
    s.forEach((each, i) => {
      expect(found[i]).toBeCloseTo(each, 12);
    });
  });

  it('works with a single pair', () => {
    const [s, y] = pairs[1] as readonly [Vector, Vector];
    let memory: LimitedMemory = emptyMemory(1, size, 'float64');
    for (const scale of [0.1, 0.3])
      memory = withPair(memory, tensor([...s], f64), tensor([...y], f64), tensor(scale, f64));
    const dense = denseInverse(0.3, size, [[s, y]]);
    const found = inverseProduct(memory, tensor(gradient, f64)).dataSync();
    dense.forEach((row, i) => {
      expect(found[i]).toBeCloseTo(dot(row, gradient), 12);
    });
  });
});
