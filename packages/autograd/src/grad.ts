import type { Tensor } from '@gradkit/core';
import { type Argnums, differentiated, type GradOptions, type Selected } from './value-and-grad.ts';

/**
 * The gradient of a scalar function, as a function of the same arguments.
 *
 * The gradient has the form of the argument: a tensor, or arrays and plain objects of tensors. Only uses through the
 * argument count; what the function captures is constant. Nests to any depth: `grad(grad(f))`.
 *
 * @param f a function that returns a scalar of type float32 or float64
 * @param options `argnums`: which arguments, default 0; `hasAux`: whether `f` returns `[loss, extra]`, default `false`
 * @returns `(…args) → gradient`, with `hasAux` `[gradient, extra]`; an array of gradients when `argnums` is an array
 * @throws ShapeError, DTypeError when the loss is not a float scalar
 * @throws DifferentiationError when an argument holds integers or truth values
 * @example
 * ```ts
 * import { grad } from '@gradkit/autograd';
 * import { mul, square, sum, tensor, type Tensor } from '@gradkit/core';
 * const f = (p: { w: Tensor; b: Tensor }, x: Tensor) => sum(square(mul(p.w, x).add(p.b)));
 * const g = grad(f)({ w: tensor([1, 2]), b: tensor(1) }, tensor([3, 4]));
 * console.log(g.w.toArray(), g.b.item()); // [24, 72] 26
 * ```
 */
export function grad<A extends readonly unknown[]>(f: (...args: A) => Tensor): (...args: A) => Selected<A, 0>;
export function grad<A extends readonly unknown[], const N extends Argnums = 0>(
  f: (...args: A) => Tensor,
  options: GradOptions<N, false>,
): (...args: A) => Selected<A, N>;
export function grad<A extends readonly unknown[], Aux, const N extends Argnums = 0>(
  f: (...args: A) => readonly [loss: Tensor, aux: Aux],
  options: GradOptions<N, true> & { readonly hasAux: true },
): (...args: A) => [gradient: Selected<A, N>, aux: Aux];
export function grad<A extends readonly unknown[]>(
  f: (...args: A) => unknown,
  options: GradOptions<Argnums, boolean> = {},
): (...args: A) => unknown {
  const both = differentiated('grad', f, options);
  return (...args) => {
    const [value, gradient] = both(...args);
    return options.hasAux === true ? [gradient, (value as readonly unknown[])[1]] : gradient;
  };
}
