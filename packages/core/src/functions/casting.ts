import { checkDType } from '../constant.ts';
import type { DType } from '../dtype.ts';
import { type Node, node } from '../graph.ts';
import { Tensor, type TensorLike } from '../tensor.ts';
import { operand } from './operand.ts';

/**
 * The same numbers with another element type.
 *
 * Floats become integers by truncation towards zero, limited to the range of the type (NaN becomes 0); integers wrap;
 * what is not zero becomes `true`.
 * @throws DTypeError when `dtype` is not an element type
 * @example
 * ```ts
 * import { cast, tensor } from '@gradkit/core';
 * console.log(cast(tensor([1.7, -1.7, 300]), 'uint8').toArray()); // [1, 0, 255]
 * ```
 */
export function cast(x: TensorLike, dtype: DType): Tensor {
  checkDType('cast', dtype);
  return new Tensor(castNode(operand('cast', x), dtype));
}

export function castNode(x: Node, dtype: DType): Node {
  return x.dtype === dtype ? x : node('cast', [x], { dtype });
}
