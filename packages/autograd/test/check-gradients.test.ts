import { checkGradients, GradientMismatchError } from '@gradkit/autograd';
import {
  ArgumentError,
  abs,
  cast,
  DifferentiationError,
  exp,
  floor,
  matmul,
  mul,
  square,
  sub,
  sum,
  type Tensor,
  tensor,
  variable,
} from '@gradkit/core';
import { describe, expect, test } from 'vitest';
import { filled, float64 } from './vectors.ts';

function mismatch(run: () => unknown): GradientMismatchError {
  try {
    run();
  } catch (error) {
    if (error instanceof GradientMismatchError) return error;
    throw error;
  }
  throw new Error('no error was thrown');
}

describe('checkGradients', () => {
  test('finds nothing wrong with a right derivative, also with captured float32 data', () => {
    const [x, y] = [
      tensor([
        [1, 2],
        [3, 4],
      ]),
      tensor([1, -1]),
    ];
    const f = (w: Tensor) => sum(square(sub(matmul(x, w), y)));
    const { maxError, worst } = checkGradients(f, [tensor([0.5, -2])]);
    // The error of central differences of a quadratic is rounding only: ε |f| / h ≈ 1e-16 · 100 / 6e-6, over |g| ≈ 100.
    expect(maxError).toBeLessThan(1e-10);
    expect(worst).toMatchObject({ argument: 0, order: 1 });
  });

  test('computes in float64: a float32 function of a large argument passes', () => {
    checkGradients((x: Tensor) => exp(x), [tensor([10, -10])]);
  });

  test('takes trees, several arguments, variables and values that are no scalars', () => {
    const v = variable([2, 3]);
    const f = (p: { a: Tensor; b: [Tensor] }, c: Tensor) => [mul(p.a, v), mul(p.b[0], c)];
    checkGradients(f, [{ a: tensor([1, 2]), b: [tensor(3)] }, tensor([4, 5])], { order: 2 });
  });

  test('finds a derivative that is wrong, and says where', () => {
    // The derivative is 2 x for finite differences, and x for autograd, which does not see through the rounding.
    const f = (x: Tensor, y: Tensor) => sum(mul(x, blind(x))).add(sum(y));
    const error = mismatch(() => checkGradients(f, [filled([2]), float64([1, 2, 3, 4], [2, 2])]));
    expect(error).toBeInstanceOf(DifferentiationError);
    expect(error.code).toBe('not-differentiable');
    expect(error.worst).toMatchObject({ argument: 0, order: 1 });
    expect(error.worst.numeric / error.worst.analytic).toBeCloseTo(2, 5);
    expect(error.message).toMatch(/^checkGradients: the derivative by element \[\d\] of tensor 0 is /);
  });

  test('finds a kink', () => {
    const error = mismatch(() => checkGradients((x: Tensor) => sum(abs(x)), [float64([1, -2e-6])]));
    expect(error.worst.index).toEqual([1]);
    expect(error.worst.analytic).toBe(-1);
  });

  test('finds a wrong second derivative when asked for order 2', () => {
    // ½ x², whose first derivative comes out as a blind x: right, but without a derivative of its own.
    const f = (x: Tensor) => sum(sub(mul(x, blind(x)), mul(square(blind(x)), 0.5)));
    const at: [Tensor] = [float64([0.5])];
    expect(checkGradients(f, at).maxError).toBeLessThan(1e-6);
    expect(mismatch(() => checkGradients(f, at, { order: 2 })).worst).toMatchObject({ order: 2, analytic: 0 });
  });

  test('counts NaN as the largest error', () => {
    const error = mismatch(() => checkGradients((x: Tensor) => mul(x, Number.NaN), [float64([1])]));
    expect(error.worst.error).toBe(Number.POSITIVE_INFINITY);
  });

  test('allows for the rounding of large values', () => {
    checkGradients((x: Tensor) => sum(x).add(1e12), [float64([1, 2])]);
  });

  test('obeys the tolerance and the step', () => {
    // With h = 0.1, the difference quotient of x³ is 3 x² + h².
    const cube = (x: Tensor) => mul(x, square(x));
    const at: [Tensor] = [float64([1], [])];
    expect(checkGradients(cube, at, { step: 0.1, tolerance: 0.004 }).maxError).toBeCloseTo(0.01 / 3.01, 10);
    expect(() => checkGradients(cube, at, { step: 0.1, tolerance: 0.003 })).toThrow(GradientMismatchError);
  });

  test('has nothing to say about empty tensors', () => {
    expect(checkGradients((x: Tensor) => sum(x), [tensor([], { shape: [0] })])).toEqual({
      maxError: 0,
      worst: undefined,
    });
  });

  test('refuses integers, values without derivatives and unknown options', () => {
    const at = [float64([1.5])] as const;
    expect(() => checkGradients((x: Tensor) => x, [tensor([1], { dtype: 'int32' })])).toThrow(DifferentiationError);
    expect(() => checkGradients((x: Tensor) => cast(x, 'int32'), [...at])).toThrow('got int32[1]');
    expect(() => checkGradients(floor, [...at], { tolerance: 0 })).toThrow(ArgumentError);
    expect(() => checkGradients(floor, [...at], { step: -1 })).toThrow('step must be above 0');
    expect(() => checkGradients(floor, [...at], { order: 3 as 1 })).toThrow('order is 1 or 2');
    expect(() => checkGradients(floor, [...at], { tolarance: 1 } as object)).toThrow('Did you mean "tolerance"?');
  });
});

/** `x` in steps of 2⁻⁴⁵, far below those of finite differences: constant to autograd, not to them. */
function blind(x: Tensor): Tensor {
  return mul(floor(mul(x, 2 ** 45)), 2 ** -45);
}
