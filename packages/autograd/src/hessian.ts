import type { Tensor } from '@gradkit/core';
import { matrixOf } from './jacobian.ts';
import { differentiated } from './value-and-grad.ts';

/**
 * The matrix of second derivatives of a scalar function of one tensor: `H[i…, j…] = ∂²f(w)/∂w[i…]∂w[j…]`.
 *
 * Forward over reverse, along all directions at once: the graph is as large as that of one product with the Hessian, and
 * the work that of one for each element of `w`. For products with the Hessian, use `hvp`.
 *
 * @param f a function from a float tensor to a float scalar; differentiated by its first argument
 * @returns a function of the arguments of `f`; its result has the shape of `w` twice
 * @throws ShapeError, DTypeError when the loss is not a float scalar
 * @throws DifferentiationError when the argument holds integers or truth values
 * @example
 * ```ts
 * import { hessian } from '@gradkit/autograd';
 * import { prod, tensor } from '@gradkit/core';
 * console.log(hessian(prod)(tensor([2, 3])).toArray()); // [[0, 1], [1, 0]]
 * ```
 */
export function hessian<Rest extends readonly unknown[]>(
  f: (w: Tensor, ...rest: Rest) => Tensor,
): (w: Tensor, ...rest: Rest) => Tensor {
  const both = differentiated('hessian', f, {});
  return matrixOf('hessian', (w, ...rest: Rest) => both(w, ...rest)[1] as Tensor, { mode: 'forward' });
}
