import { DTypeError, type Shape, type Tensor } from '@gradkit/core';
import type { Hessian, HessianProduct, ValueAndGrad } from '../problem/objective.ts';
import { compiled } from './compiled.ts';
import { functionOfVector, type TensorFunctionOptions, type TensorVector } from './function-of-vector.ts';
import { checkValue } from './loss-value.ts';
import type { ShapeTree, TensorTree } from './shape-tree.ts';

/** An {@link Objective} with all derivatives, computed from a function of tensors. */
export interface TensorObjective<S extends ShapeTree = Shape> extends TensorVector<S> {
  readonly valueAndGrad: ValueAndGrad;
  readonly hessp: HessianProduct;
  readonly hess: Hessian;
}

/**
 * An objective for minimisers from a function of tensors: value, gradient, products with the Hessian and the Hessian itself are
 * differentiated automatically, and compiled when they are first asked for.
 *
 * ```text
 * x ↦ f(x), ∇f(x)      reverse mode, one program
 * (x, v) ↦ ∇²f(x) v    forward over reverse
 * x ↦ ∇²f(x)           the same along all directions at once: n² numbers, for small n
 * ```
 *
 * The function is called with float64 tensors, so what it captures must be float64, too: `tensor(data, { dtype: 'float64' })`, or
 * `cast(x, 'float64')`. It is called while it is recorded, not at every evaluation. An evaluation copies `x` into the program and
 * the gradient out of it, and allocates nothing of their size. Variables that the function reads may change between runs: products
 * with the Hessian keep what depends on `x` alone until `x` is another one, or `valueAndGrad` is called.
 *
 * @param f a function of a tensor, or of a tree of tensors, that returns a scalar of type float64
 * @param options `shape`: what `f` takes; default a vector as long as `x0`
 * @throws ArgumentError, ShapeError, DTypeError at the first evaluation, when the value is no float64 scalar, or the length of `x`
 * does not fit `shape`
 * @throws DifferentiationError when the value does not depend on the argument
 * @see Pearlmutter: Fast exact multiplication by the Hessian, Neural Computation 6, 1994
 * @example
 * ```ts
 * import { matmul, square, sub, sum, tensor } from '@gradkit/core';
 * import { lbfgs, tensorObjective } from '@gradkit/second-order';
 * const x = tensor([[1, 0], [1, 1], [1, 2]], { dtype: 'float64' });
 * const y = tensor([1, 3, 5], { dtype: 'float64' });
 * const objective = tensorObjective((w) => sum(square(sub(matmul(x, w), y))));
 * const result = lbfgs(objective, [0, 0], { gtol: 1e-10 });
 * console.log(result.status, [...result.x].map((each) => each.toFixed(6))); // gtol [ '1.000000', '2.000000' ]
 * ```
 */
export function tensorObjective<const S extends ShapeTree>(
  f: (x: TensorTree<S>) => Tensor,
  options: TensorFunctionOptions<S>,
): TensorObjective<S>;
export function tensorObjective(f: (x: Tensor) => Tensor, options?: TensorFunctionOptions<Shape>): TensorObjective;
export function tensorObjective(
  f: (x: never) => Tensor,
  options: TensorFunctionOptions<ShapeTree> = {},
): TensorObjective<ShapeTree> {
  const where = 'tensorObjective';
  const what = 'the function';
  const { programsFor, flatten, unflatten } = functionOfVector(where, f, options, (point, compute) => {
    const value = (): Tensor => {
      const found = compute();
      checkValue(where, what, found);
      if (found.dtype === 'float64') return found;
      throw new DTypeError(
        `${where}: ${what} is called with float64 tensors and must return float64, got ${found.dtype}: somewhere it casts. ` +
          "Compute in float64, or return cast(value, 'float64') and tell the minimiser fnoise: 1.2e-7.",
      );
    };
    return compiled({ where, what, point, value });
  });
  return {
    valueAndGrad: (x, gradient) => programsFor(x).valueAndGrad(x, gradient),
    hessp: (x, v, out) => programsFor(x).hessp(x, v, out),
    hess: (x, out) => programsFor(x).hess(x, out),
    flatten,
    unflatten,
  };
}
