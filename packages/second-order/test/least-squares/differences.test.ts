import { describe, expect, it } from 'vitest';
import { type Bounds, leastSquares, levenbergMarquardt } from '../../src/index.ts';

/** The Jacobian that is found at x, where the run ends at once. */
function jacobianAt(
  residuals: (x: Float64Array) => number[],
  x: readonly number[],
  jac: '2-point' | '3-point',
  bounds?: Bounds,
): Float64Array {
  return leastSquares(residuals, x, { jac, bounds, maxIter: 0 }).jac;
}

const curve = (x: Float64Array): number[] => [Math.exp(x[0] / 3), x[0] * x[1], Math.sin(x[1])];
const curveBy = ([a, b]: readonly number[]): number[] => [Math.exp(a / 3) / 3, 0, b, a, 0, Math.cos(b)];

describe('Jacobians by differences', () => {
  it.each([
    ['2-point', 6],
    ['3-point', 8],
  ] as const)('%s have %d digits', (kind, digits) => {
    for (const x of [
      [1, 2],
      [-300, 0.01],
      [0.7, -40],
    ]) {
      const exact = curveBy(x);
      jacobianAt(curve, x, kind).forEach((each, i) => {
        expect(Math.abs(each - exact[i])).toBeLessThan(10 ** -digits * Math.max(1, Math.abs(exact[i])));
      });
    }
  });

  it('take steps in proportion to the variable, however small it is', () => {
    const decay = ([k]: Float64Array): number[] => [1e6, 1e7].map((t) => Math.exp(-k * t));
    const [first, second] = jacobianAt(decay, [1e-7], '3-point');
    expect(first / (-1e6 * Math.exp(-0.1))).toBeCloseTo(1, 8);
    expect(second / (-1e7 * Math.exp(-1))).toBeCloseTo(1, 8);
  });

  it('take larger steps where those change nothing beyond rounding', () => {
    const offset = (x: Float64Array): number[] => [1 + x[0], 2 - x[0]];
    for (const kind of ['2-point', '3-point'] as const) {
      const [first, second] = jacobianAt(offset, [1e-14], kind);
      expect(first).toBeCloseTo(1, 6);
      expect(second).toBeCloseTo(-1, 6);
    }
    expect([...jacobianAt(() => [1, 2], [1e-14], '2-point')]).toEqual([0, 0]);
  });

  it.each(['2-point', '3-point'] as const)('%s stay within bounds, from whichever side', (kind) => {
    const [x0, x1] = [2, 3];
    const inside = (x: Float64Array): number[] => {
      if (!(x[0] <= x0 && x[1] >= x1)) throw new Error('out of bounds');
      return curve(x);
    };
    const exact = curveBy([x0, x1]);
    const bounds: Bounds = [
      [null, x0],
      [x1, null],
    ];
    jacobianAt(inside, [x0, x1], kind, bounds).forEach((each, i) => void expect(each).toBeCloseTo(exact[i], 5));
  });

  it.each(['2-point', '3-point'] as const)('%s turn to the other side where residuals are not finite', (kind) => {
    const root = ([x]: Float64Array): number[] => [Math.sqrt(1 - x) + x, Math.sqrt(x - 1 + 1e-12)];
    const half = ([x]: Float64Array): number[] => [x > 1 ? Number.NaN : x * x, x];
    const [square, line] = jacobianAt(half, [1], kind);
    expect(square).toBeCloseTo(2, 6);
    expect(line).toBeCloseTo(1, 6);
    expect(levenbergMarquardt(root, [1], { jac: kind, maxIter: 0 }).status).toBe('non-finite-start');
  });
});
