import { checkGradients, grad, hessian, hvp, jvp, valueAndGrad } from '@gradkit/autograd';
import { matmul, square, sub, sum, type Tensor, tensor } from '@gradkit/core';

// A least-squares problem: three measurements, two unknowns.
const x = tensor([
  [1, 0],
  [1, 1],
  [1, 2],
]);
const y = tensor([[1], [3], [5]]);
const w = tensor([[0.5], [1]]);
const v = tensor([[1], [0]]);
const dw = tensor([[0], [1]]);

const f = (w: Tensor) => sum(square(sub(matmul(x, w), y)));
const g = grad(f)(w);
const [value, g2] = valueAndGrad(f)(w);
const hv = hvp(f)(w, v); // forward over reverse
const h = hessian(f)(w);
const [out, tangent] = jvp(f)([w], [dw]);
checkGradients(f, [w]); // against finite differences in float64

console.log(value.item(), g.toArray(), g2.toArray());
console.log(hv.toArray(), h.toArray());
console.log(out.item(), tangent.item());
