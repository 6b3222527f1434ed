import type { Shape, Tensor } from '@gradkit/core';
import { type CompiledResiduals, compiledResiduals } from './compiled-residuals.ts';
import { functionOfVector, type TensorFunctionOptions, type TensorVector } from './function-of-vector.ts';
import type { ShapeTree, TensorTree } from './shape-tree.ts';

/** Residuals with their Jacobian, computed from a function of tensors. */
export interface TensorResiduals<S extends ShapeTree = Shape> extends TensorVector<S>, CompiledResiduals {}

/**
 * Residuals for `levenbergMarquardt` and `leastSquares` from a function of tensors, with a Jacobian that is differentiated
 * automatically and compiled.
 *
 * ```text
 * r(x), J(x) = ∂rᵢ/∂xⱼ      forward mode if there are fewer variables than residuals, else reverse mode
 * ```
 *
 * The function is called with float64 tensors, so what it captures must be float64, too. It is called while it is recorded, not at
 * every evaluation. Residuals of any shape are taken row by row.
 *
 * @param f a function of a tensor, or of a tree of tensors, that returns the residuals: a tensor of any shape
 * @param options `shape`: what `f` takes, a shape, or arrays and plain objects of shapes; default a vector as long as `x0`
 * @throws ArgumentError, ShapeError, DTypeError at the first evaluation, when there are no residuals, or the length of `x` does not
 * fit `shape`; DifferentiationError when the residuals do not depend on the argument
 * @see Griewank, Walther: Evaluating Derivatives, 2nd ed., SIAM 2008, chapter 3
 * @example
 * ```ts
 * import { exp, mul, slice, sub, tensor } from '@gradkit/core';
 * import { tensorResiduals } from '@gradkit/second-order';
 * const t = tensor([0, 1, 2], { dtype: 'float64' });
 * const y = tensor([1, 3, 9], { dtype: 'float64' });
 * const { residuals, jac } = tensorResiduals((p) => sub(mul(slice(p, [0], [1]), exp(mul(slice(p, [1]), t))), y));
 * const out = new Float64Array(6);
 * jac(new Float64Array([1, 0]), out);
 * console.log(residuals(new Float64Array([1, 0]), new Float64Array(3)).join(), out.join()); // 0,-2,-8 1,0,1,1,1,2
 * ```
 */
export function tensorResiduals<const S extends ShapeTree>(
  f: (x: TensorTree<S>) => Tensor,
  options: TensorFunctionOptions<S>,
): TensorResiduals<S>;
export function tensorResiduals(f: (x: Tensor) => Tensor, options?: TensorFunctionOptions<Shape>): TensorResiduals;
export function tensorResiduals(
  f: (x: never) => Tensor,
  options: TensorFunctionOptions<ShapeTree> = {},
): TensorResiduals<ShapeTree> {
  const where = 'tensorResiduals';
  const make = functionOfVector(where, f, options, (point, compute) => compiledResiduals(where, point, compute));
  const { programsFor, flatten, unflatten } = make;
  return {
    residuals: (x, out) => programsFor(x).residuals(x, out),
    jac: (x, out) => programsFor(x).jac(x, out),
    flatten,
    unflatten,
  };
}
