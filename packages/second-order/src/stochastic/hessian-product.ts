import { gradients } from '@gradkit/autograd';
import { add, cast, mul, stopGradient, sum, type Tensor } from '@gradkit/core';
import type { Observation } from './observation.ts';

/** The sum of products of all elements of two lists of tensors, in the element type of the first. */
function innerProduct(a: readonly Tensor[], b: readonly Tensor[]): Tensor {
  const parts = a.map((each, i) => sum(mul(each, b[i] as Tensor)));
  return parts.reduce((total, part) => add(total, cast(part, total.dtype)));
}

/**
 * The product of the Hessian with a vector that has one tensor for each parameter: `H v = ∇(gᵀ v)`.
 * @see Pearlmutter, Fast exact multiplication by the Hessian, Neural Computation 6, 1994
 */
export function hessianProduct(
  { gradients: slopes, contents }: Pick<Observation, 'gradients' | 'contents'>,
  vector: readonly Tensor[],
): Tensor[] {
  if (contents.length === 0) return [];
  // The vector may have been made from the parameters, as by an earlier product.
  const constant = vector.map((each) => stopGradient(each));
  return gradients(innerProduct(slopes, constant), contents);
}
