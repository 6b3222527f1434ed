import { grad, hessian, jvp, vmap } from '@gradkit/autograd';
import { logSumExp, mul, softmax, square, stopGradient, sum, type Tensor, tensor } from '@gradkit/core';
import { describe, expect, test } from 'vitest';
import { float64 } from './vectors.ts';

describe('stopGradient', () => {
  const f = (x: Tensor) => mul(x, stopGradient(square(x)));
  const x = tensor([1, 2, 3]);

  test('is a constant in both modes and every order', () => {
    expect(grad((x: Tensor) => sum(f(x)))(x).toArray()).toEqual([1, 4, 9]);
    expect(jvp(f)([x], [tensor([1, 1, 1])])[1].toArray()).toEqual([1, 4, 9]);
    expect(hessian((x: Tensor) => sum(f(x)))(tensor([2])).toArray()).toEqual([[0]]);
    expect(vmap(grad(f))(x).toArray()).toEqual([1, 4, 9]);
    expect(grad((x: Tensor) => sum(vmap(f)(x)))(x).toArray()).toEqual([1, 4, 9]);
  });
});

describe('derivatives of softmax and log-sum-exp', () => {
  test('do not mind ties, masks and large numbers', () => {
    const slope = grad((x: Tensor) => logSumExp(x));
    expect(slope(float64([5, 5])).toArray()).toEqual([0.5, 0.5]);
    expect(slope(float64([0, -Infinity, 0])).toArray()).toEqual([0.5, 0, 0.5]);
    expect(slope(float64([1e300, 0])).toArray()).toEqual([1, 0]);
    expect(slope(float64([Infinity, 0])).dataSync()[1]).toBe(0);
    const first = grad((x: Tensor) => sum(mul(softmax(x), float64([1, 0]))));
    expect(first(float64([3, 3])).toArray()).toEqual([0.25, -0.25]);
  });
});
