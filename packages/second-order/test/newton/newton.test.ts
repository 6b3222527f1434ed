import { describe, expect, it } from 'vitest';
import { newton } from '../../src/index.ts';
import { beale, rosenbrock, saddle, singular } from './functions.ts';

describe('newton', () => {
  it('goes down with either modification of a Hessian that is not positive definite', () => {
    for (const modification of ['cholesky', 'eigenvalue'] as const) {
      for (const { x0, valueAndGrad, hess } of [beale, rosenbrock, singular, saddle]) {
        const result = newton({ valueAndGrad, hess }, x0, { modification, gtol: 1e-6 });
        expect(result.status).toBe('gtol');
        expect(result.nfev).toBeLessThan(50);
      }
    }
  });

  it('doubles the number of right digits near a minimum', () => {
    const { valueAndGrad, hess } = rosenbrock;
    const { trace = [] } = newton({ valueAndGrad, hess }, [1.05, 1.1], { gtol: 1e-12, trace: true });
    const errors = trace.map(({ x }) => Math.hypot((x[0] as number) - 1, (x[1] as number) - 1));
    const last = errors.filter((each) => each > 1e-10).slice(-2) as [number, number];
    expect(last[1]).toBeLessThan(10 * last[0] ** 2);
  });

  it('is exact for a quadratic: one step', () => {
    const result = newton(
      {
        valueAndGrad(x, gradient) {
          const [p, q] = [x[0] as number, x[1] as number];
          gradient.set([4 * p + q - 1, p + 3 * q - 2]);
          return 2 * p * p + p * q + 1.5 * q * q - p - 2 * q;
        },
        hess: (_x, out) => out.set([4, 1, 1, 3]),
      },
      [100, -50],
    );
    expect(result).toMatchObject({ status: 'gtol', nit: 1, nfev: 2 });
    expect(result.x[0]).toBeCloseTo(1 / 11, 12);
    expect(result.x[1]).toBeCloseTo(7 / 11, 12);
  });

  it('rejects a modification that it does not know', () => {
    expect(() => newton(rosenbrock.valueAndGrad, [1, 2], { modification: 'none' as 'cholesky' })).toThrow(
      /newton: modification must be one of "cholesky", "eigenvalue", got "none"/,
    );
  });
});
