import type { Tensor } from '@gradkit/core';
import { linearized } from './jvp.ts';
import { differentiated, type GradientBy } from './value-and-grad.ts';

/**
 * The product of the Hessian of a scalar function with a vector, without forming the Hessian: `H(w) v`.
 *
 * Forward over reverse: the derivative of the gradient along `v`. Costs a small multiple of the gradient.
 *
 * @param f a function that returns a scalar; differentiated by its first argument, a tensor or a tree of tensors
 * @returns a function of `w`, of `v` with the form of `w`, and of the further arguments of `f`; the product has the
 * form of `w`
 * @throws ShapeError, DTypeError when the loss is not a float scalar or `v` does not look like `w`
 * @see Pearlmutter: Fast exact multiplication by the Hessian, Neural Computation 6, 1994
 * @example
 * ```ts
 * import { hvp } from '@gradkit/autograd';
 * import { prod, tensor } from '@gradkit/core';
 * // f(a, b) = a b has the Hessian [[0, 1], [1, 0]].
 * console.log(hvp(prod)(tensor([2, 3]), tensor([1, 10])).toArray()); // [10, 1]
 * ```
 */
export function hvp<W, Rest extends readonly unknown[]>(
  f: (w: W, ...rest: Rest) => Tensor,
): (w: W, v: W, ...rest: Rest) => GradientBy<W> {
  const both = differentiated('hvp', f, {});
  return (w, v, ...rest) => {
    const gradient = (inner: W): object => both(inner, ...rest)[1] as object;
    return linearized('hvp', gradient, [w], [v])[1] as GradientBy<W>;
  };
}
