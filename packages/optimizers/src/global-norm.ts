import { add, cast, sqrt, square, sum, type Tensor } from '@gradkit/core';

/**
 * The Euclidean norm of all elements of several tensors, in the element type of the first.
 *
 * `‖g‖ = √(Σᵢ ‖gᵢ‖²)`
 *
 * @param tensors at least one, of any shapes
 * @example
 * ```ts
 * import { tensor } from '@gradkit/core';
 * import { globalNorm } from '@gradkit/optimizers';
 * console.log(globalNorm([tensor([3]), tensor([[0, 4]])]).item()); // 5
 * ```
 */
export function globalNorm(tensors: readonly [Tensor, ...Tensor[]]): Tensor {
  const { dtype } = tensors[0];
  return sqrt(tensors.map((each) => cast(sum(square(each)), dtype)).reduce((total, part) => add(total, part)));
}
