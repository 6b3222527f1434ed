import { type GradientBy, hvp, jvp, vjp } from '@gradkit/autograd';
import { ArgumentError, describe, flattenTree, type Tensor } from '@gradkit/core';
import { inlined } from '@gradkit/core/graph';
import { graphFunction } from './graph-function.ts';
import { checkValue, isTensor } from './loss-value.ts';

/**
 * The product of the Gauss–Newton matrix of a network with a vector, without forming the matrix: the curvature of the loss as if
 * the outputs were linear in the parameters.
 *
 * ```text
 * G(w) v = Jᵀ H J v     J: derivative of the outputs by w; H: Hessian of the loss by the outputs
 * ```
 *
 * With a loss that is convex in the outputs, such as a squared error, or cross-entropy of logits, `G` has no negative eigenvalue,
 * where the Hessian of a network has many. Where residuals are small, the two are nearly the same. One product costs
 * about as much as two gradients. Works inside and outside `jit`.
 *
 * @param outputs a function of parameters, a tensor or a tree of tensors, and of further arguments
 * @param loss a function of those outputs, and of the same further arguments, to a float scalar
 * @returns a function of `w`, of `v` with the form of `w`, and of the further arguments; the product has the form of `w`
 * @throws ShapeError, DTypeError when the loss is not a float scalar or `v` does not look like `w`
 * @see Schraudolph: Fast curvature matrix-vector products for second-order gradient descent, Neural Computation 14, 2002
 * @example
 * ```ts
 * import { mul, square, sub, sum, tensor, type Tensor } from '@gradkit/core';
 * import { gaussNewtonProduct } from '@gradkit/second-order';
 * const product = gaussNewtonProduct(
 *   (w: Tensor) => square(w),
 *   (z: Tensor) => mul(sum(square(sub(z, tensor([1, 1])))), 0.5),
 * );
 * // J = diag(2w) and H = 1.
 * console.log(product(tensor([1, 3]), tensor([1, 1])).toArray()); // [4, 36]
 * ```
 */
export function gaussNewtonProduct<W, O extends object, Rest extends readonly unknown[]>(
  outputs: (w: W, ...rest: Rest) => O,
  loss: (outputs: O, ...rest: Rest) => Tensor,
): (w: W, v: W, ...rest: Rest) => GradientBy<W> {
  const where = 'gaussNewtonProduct';
  for (const [name, f] of Object.entries({ outputs, loss })) {
    if (typeof f !== 'function') throw new ArgumentError(`${where}: ${name} must be a function, got ${describe(f)}.`);
  }
  return (w, v, ...rest) => {
    const { leaves, structure } = flattenTree(w, isTensor);
    const tensors = leaves as Tensor[];
    if (tensors.length === 0) throw new ArgumentError(`${where}: w has no tensor in it, got ${describe(w)}.`);
    const directions = flattenTree(v, isTensor);
    if (directions.structure.key !== structure.key) {
      throw new ArgumentError(`${where}: v must be nested as w is: ${structure.key}, not ${directions.structure.key}.`);
    }
    // Nodes of their own, so that only uses through this argument count.
    const inner = tensors.map((t) => t.reshape(t.shape));
    const z = inlined(() => outputs(structure.rebuild(inner) as W, ...rest));
    const out = flattenTree(z, isTensor);
    const results = out.leaves as Tensor[];
    if (results.length === 0) throw new ArgumentError(`${where}: outputs must return tensors, got ${describe(z)}.`);
    const of = graphFunction(
      inner.map(({ node }) => node),
      results.map(({ node }) => node),
    );
    const curvature = hvp((outputs: O) => {
      const value = loss(outputs, ...rest);
      checkValue(where, 'the loss', value);
      return value;
    });
    const found = productAt(
      of,
      (at, along) => {
        const product = curvature(out.structure.rebuild(at) as O, out.structure.rebuild(along) as O);
        return flattenTree(product, isTensor).leaves as Tensor[];
      },
      tensors,
      directions.leaves as Tensor[],
    );
    return structure.rebuild(found) as GradientBy<W>;
  };
}

/**
 * `Jᵀ H J v` for lists of tensors.
 * @param of the outputs as a function of the parameters; the derivatives are of one graph, which is computed once
 * @param curvature the product with the Hessian of the loss, at outputs and along a change of them
 */
export function productAt(
  of: (xs: readonly Tensor[]) => Tensor[],
  curvature: (at: Tensor[], along: Tensor[]) => Tensor[],
  xs: readonly Tensor[],
  vs: readonly Tensor[],
): Tensor[] {
  const [at, along] = jvp((inner: readonly Tensor[]) => of(inner))([xs], [vs]);
  const [, pullback] = vjp((inner: readonly Tensor[]) => of(inner), xs);
  return [...pullback(curvature(at, along))[0]];
}
