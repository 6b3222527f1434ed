import { literal } from '../graph.ts';
import { Tensor, type TensorLike } from '../tensor.ts';
import { castNode } from './casting.ts';
import { binary, operand } from './operand.ts';

/**
 * Whether elements are false (zero), as bool.
 * @example
 * ```ts
 * import { logicalNot, tensor } from '@gradkit/core';
 * console.log(logicalNot(tensor([true, false])).toArray()); // [false, true]
 * ```
 */
export function logicalNot(x: TensorLike): Tensor {
  const from = operand('logicalNot', x);
  return binary('logicalNot', 'eq', new Tensor(from), new Tensor(literal(0, from.dtype)), {});
}

/**
 * Whether both elements are true (not zero), as bool; operands broadcast and may have any element type.
 *
 * @throws ShapeError when the shapes do not broadcast
 * @example
 * ```ts
 * import { logicalAnd, tensor } from '@gradkit/core';
 * console.log(logicalAnd(tensor([true, true, false]), tensor([true, false, false])).toArray()); // [true, false, false]
 * ```
 */
export function logicalAnd(a: TensorLike, b: TensorLike): Tensor {
  return logical('logicalAnd', 'and', a, b);
}

/**
 * Whether at least one of two elements is true (not zero), as bool; operands broadcast and may have any element type.
 *
 * @throws ShapeError when the shapes do not broadcast
 * @example
 * ```ts
 * import { logicalOr, tensor } from '@gradkit/core';
 * console.log(logicalOr(tensor([true, true, false]), tensor([true, false, false])).toArray()); // [true, true, false]
 * ```
 */
export function logicalOr(a: TensorLike, b: TensorLike): Tensor {
  return logical('logicalOr', 'or', a, b);
}

/**
 * Whether exactly one of two elements is true (not zero), as bool; operands broadcast and may have any element type.
 *
 * @throws ShapeError when the shapes do not broadcast
 * @example
 * ```ts
 * import { logicalXor, tensor } from '@gradkit/core';
 * console.log(logicalXor(tensor([true, true, false]), tensor([true, false, false])).toArray()); // [false, true, false]
 * ```
 */
export function logicalXor(a: TensorLike, b: TensorLike): Tensor {
  return logical('logicalXor', 'xor', a, b);
}

function logical(name: string, op: 'and' | 'or' | 'xor', a: TensorLike, b: TensorLike): Tensor {
  return binary(
    name,
    op,
    new Tensor(castNode(operand(name, a), 'bool')),
    new Tensor(castNode(operand(name, b), 'bool')),
    {},
  );
}
