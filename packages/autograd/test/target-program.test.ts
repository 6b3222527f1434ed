import { checkGradients, grad, hessian, hvp, jvp, valueAndGrad } from '@gradkit/autograd';
import { matmul, square, sub, sum, type Tensor, tensor } from '@gradkit/core';
import { expect, test } from 'vitest';

test('derivatives of plain functions', () => {
  const [x, y] = [
    tensor([
      [1, 2],
      [3, 4],
    ]),
    tensor([1, -1]),
  ];
  const [w, v, dw] = [tensor([0.5, 0.25]), tensor([1, 10]), tensor([2, 0])];

  const f = (w: Tensor) => sum(square(sub(matmul(x, w), y)));
  const g = grad(f)(w);
  const [value, g2] = valueAndGrad(f)(w);
  const hv = hvp(f)(w, v); // forward over reverse
  const h = hessian(f)(w);
  const [out, tangent] = jvp(f)([w], [dw]);
  checkGradients(f, [w]); // against finite differences in float64

  // X w − y = (0, 3.5); the gradient is 2 Xᵀ of it, the Hessian 2 Xᵀ X.
  expect([value.item(), out.item()]).toEqual([12.25, 12.25]);
  expect([g.toArray(), g2.toArray()]).toEqual([
    [21, 28],
    [21, 28],
  ]);
  expect(h.toArray()).toEqual([
    [20, 28],
    [28, 40],
  ]);
  expect(hv.toArray()).toEqual([300, 428]);
  expect(tangent.item()).toBe(42);
});
