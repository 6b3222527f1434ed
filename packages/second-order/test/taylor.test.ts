import { grad, hessian, hvp } from '@gradkit/autograd';
import { add, cos, exp, matmul, mul, reshape, sub, sum, type Tensor, tensor } from '@gradkit/core';
import { describe, expect, it } from 'vitest';
import { newton, tensorObjective } from '../src/index.ts';

const float64 = (values: number | readonly number[]): Tensor => tensor(values as number[], { dtype: 'float64' });

describe('the expansion of Taylor', () => {
  it('of one variable: J + J′·δ + ½·J″·δ², with an error of the third order', () => {
    const f = (w: Tensor) => exp(mul(w, w));
    const w = 0.4;
    const at = f(float64(w)).item();
    const slope = grad(f)(float64(w)).item();
    const curvature = hessian(f)(float64(w)).item();
    const errors = [0.01, 0.005].map((delta) => {
      const quadratic = at + slope * delta + 0.5 * curvature * delta ** 2;
      return Math.abs(f(float64(w + delta)).item() - quadratic);
    });
    // Half the step, an eighth of the error; the linear model has a quarter.
    expect((errors[0] as number) / (errors[1] as number)).toBeCloseTo(8, 0);
    const linear = [0.01, 0.005].map((delta) => Math.abs(f(float64(w + delta)).item() - (at + slope * delta)));
    expect((linear[0] as number) / (linear[1] as number)).toBeCloseTo(4, 0);
  });

  it('of many variables: J + ∇Jᵀδ + ½·δᵀHδ, where Hδ needs no Hessian', () => {
    const f = (w: Tensor) => sum(mul(exp(mul(w, float64([0.5, -1, 0.25]))), cos(add(w, sum(w)))));
    const w = [0.3, -0.2, 0.6];
    const direction = [1, -2, 0.5];
    const dotted = (a: Tensor): number => sum(mul(a, float64(direction))).item();
    const slope = dotted(grad(f)(float64(w)));
    const curvature = dotted(hvp(f)(float64(w), float64(direction)));
    const errors = [0.01, 0.005].map((t) => {
      const moved = f(float64(w.map((each, i) => each + t * (direction[i] as number)))).item();
      return Math.abs(moved - (f(float64(w)).item() + t * slope + 0.5 * t * t * curvature));
    });
    expect((errors[0] as number) / (errors[1] as number)).toBeCloseTo(8, 0);
  });
});

describe('a step of Newton', () => {
  it('is δ = −J′ / J″ for one variable', () => {
    const f = (w: Tensor) => sum(sub(exp(w), mul(w, 3)));
    const start = 1;
    const { trace = [] } = newton(tensorObjective(f), [start], { trace: true, maxIter: 1 });
    // J′ = eʷ − 3, J″ = eʷ
    expect(trace[1]?.x[0]).toBeCloseTo(start - (Math.exp(start) - 3) / Math.exp(start), 12);
    expect(newton(tensorObjective(f), [start], { gtol: 1e-12 }).x[0]).toBeCloseTo(Math.log(3), 12);
  });

  it('is δ = −H⁻¹·∇J for many, and one of them is enough if J is quadratic', () => {
    const a = reshape(float64([4, 1, 1, 3]), [2, 2]);
    const f = (w: Tensor) => sub(mul(0.5, sum(mul(w, matmul(a, w)))), sum(mul(w, float64([1, 2]))));
    const result = newton(tensorObjective(f), [7, -5], { gtol: 1e-10 });
    expect(result).toMatchObject({ status: 'gtol', nit: 1 });
    expect(result.x[0]).toBeCloseTo(1 / 11, 12);
    expect(result.x[1]).toBeCloseTo(7 / 11, 12);
  });
});
