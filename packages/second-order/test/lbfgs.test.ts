import { describe, expect, it } from 'vitest';
import { lbfgs } from '../src/index.ts';

describe('lbfgs', () => {
  it('finds the minimum of the Rosenbrock function, of values and promises alike', async () => {
    const rosenbrock = (x: Float64Array, gradient: Float64Array): number => {
      const [a, b] = [1 - x[0], x[1] - x[0] ** 2];
      gradient[0] = -2 * a - 400 * x[0] * b;
      gradient[1] = 200 * b;
      return a * a + 100 * b * b;
    };
    const result = lbfgs(rosenbrock, [-1.2, 1], { gtol: 1e-8 });
    expect(result.status).toBe('gtol');
    expect(result.x[0]).toBeCloseTo(1, 8);
    expect(result.x[1]).toBeCloseTo(1, 8);
    const waited = await lbfgs(async (x, gradient) => rosenbrock(x, gradient), [-1.2, 1], { gtol: 1e-8 });
    expect(waited).toEqual({ ...result, inverseHessian: expect.anything() });
  });
});
