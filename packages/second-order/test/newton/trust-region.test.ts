import { describe, expect, it } from 'vitest';
import { trustExact, trustNcg } from '../../src/index.ts';
import { rosenbrock } from './functions.ts';

describe.each(Object.entries({ trustExact, trustNcg } as Record<string, typeof trustExact>))('%s', (name, minimize) => {
  const { x0, valueAndGrad, hess } = rosenbrock;
  const objective = { valueAndGrad, hess };

  const steps = (options: Parameters<typeof trustExact>[2]): number[] => {
    const { trace = [] } = minimize(objective, x0, { ...options, trace: true });
    return trace.slice(1).map(({ x }, i) => Math.hypot(...x.map((each, j) => each - (trace[i]?.x[j] as number))));
  };

  it('begins within the initial radius', () => {
    expect(steps({ initialRadius: 0.01 })[0]).toBeLessThanOrEqual(0.01 * (1 + 1e-5));
    expect(steps({ initialRadius: 0.01 })[1]).toBeGreaterThan(0.011);
  });

  it('never goes further than the largest radius', () => {
    const lengths = steps({ maxRadius: 0.1 });
    expect(Math.max(...lengths)).toBeLessThanOrEqual(0.1 * (1 + 1e-5));
    expect(lengths.length).toBeGreaterThan(20);
  });

  it('does not begin as far away as a curvature says that is nothing but rounding', () => {
    const quartic = {
      valueAndGrad([x]: Float64Array, gradient: Float64Array) {
        gradient[0] = 4 * ((x as number) - 3) ** 3;
        return ((x as number) - 3) ** 4;
      },
      hess([x]: Float64Array, out: Float64Array) {
        out[0] = x === 0 ? 1e-30 : 12 * ((x as number) - 3) ** 2;
      },
    };
    const result = minimize(quartic, [0]);
    expect(result.status).toBe('gtol');
    expect(result.nfev).toBeLessThan(30);
  });

  it('takes a step only if the value falls by the share that eta says', () => {
    for (const eta of [0, 0.1, 0.24]) {
      const result = minimize(objective, x0, { eta, gtol: 1e-8 });
      expect(result.status).toBe('gtol');
      expect(result.x[0]).toBeCloseTo(1, 7);
    }
  });

  it('says that the region shrank to nothing where the gradient is wrong', () => {
    const wrong = (x: Float64Array, gradient: Float64Array): number => {
      const value = valueAndGrad(x, gradient);
      gradient.forEach((each, i) => {
        gradient[i] = -each;
      });
      return value;
    };
    const result = minimize(wrong, x0);
    expect(result).toMatchObject({ status: 'small-trust-radius', converged: false });
    expect(result.nfev).toBeLessThan(300);
  });

  it('rejects options out of range', () => {
    expect(() => minimize(objective, x0, { initialRadius: 0 })).toThrow(
      `${name}: initialRadius must be a number above 0, got 0`,
    );
    expect(() => minimize(objective, x0, { maxRadius: Number.NaN })).toThrow(
      `${name}: maxRadius must be a number above 0, got NaN`,
    );
    expect(() => minimize(objective, x0, { initialRadius: 2, maxRadius: 1 })).toThrow(
      `${name}: initialRadius must be at most maxRadius, got 2 and 1`,
    );
    expect(() => minimize(objective, x0, { eta: 0.25 })).toThrow(
      `${name}: eta must be a number in [0, 0.25), got 0.25`,
    );
    expect(() => minimize(objective, x0, { eta: -1 })).toThrow(`${name}: eta must be a number of at least 0, got -1`);
    expect(() => minimize(objective, x0, { radius: 1 } as object)).toThrow(`${name}: unknown option "radius"`);
  });
});
