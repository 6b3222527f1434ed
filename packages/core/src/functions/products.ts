import { broadcastBinary } from '../broadcast.ts';
import { ShapeError } from '../errors.ts';
import { checkPair, type Node, node } from '../graph.ts';
import { formatShape } from '../shape.ts';
import { Tensor, type TensorLike } from '../tensor.ts';
import { operands } from './operand.ts';

/**
 * Sums of products over the last axes, `Σₖ a…ₖ b…ₖ`, as NumPy's `inner`; a scalar multiplies every element.
 *
 * `[…, k], […, k] → […, …]`: the other axes of `a`, then those of `b`.
 * @throws ShapeError when the last extents differ; DTypeError when the element types differ or are uint8 or bool
 * @example
 * ```ts
 * import { inner, tensor } from '@gradkit/core';
 * console.log(inner(tensor([1, 2]), tensor([3, 4])).item()); // 11
 * ```
 */
export function inner(a: TensorLike, b: TensorLike): Tensor {
  const [left, right] = operands('inner', [a, b]) as [Node, Node];
  if (left.shape.length === 0 || right.shape.length === 0) {
    return new Tensor(broadcastBinary('inner', 'mul', left, right, {}));
  }
  checkPair('inner', 'dot', left, right);
  if (left.shape.at(-1) !== right.shape.at(-1)) {
    throw new ShapeError(`inner: last extents differ: ${formatShape(left.shape)} and ${formatShape(right.shape)}.`);
  }
  const last = right.shape.length - 1;
  const turned = node('permute', [right], { axes: [last, ...Array.from({ length: last }, (_, i) => i)] });
  return new Tensor(node('dot', [left, turned], { batch: 0, contract: 1 }));
}

/**
 * The sum of products of all elements, `Σ aᵢ bᵢ`, of tensors of one size, which are flattened, as NumPy's `vdot`.
 *
 * @throws ShapeError when the sizes differ; DTypeError when the element types differ or are uint8 or bool
 * @example
 * ```ts
 * import { tensor, vdot } from '@gradkit/core';
 * console.log(vdot(tensor([[1, 2], [3, 4]]), tensor([[1, 0], [0, 1]])).item()); // 5
 * ```
 */
export function vdot(a: TensorLike, b: TensorLike): Tensor {
  const [left, right] = operands('vdot', [a, b]) as [Node, Node];
  checkPair('vdot', 'dot', left, right);
  const vectors = [left, right].map((n) => new Tensor(n).reshape([-1]).node) as [Node, Node];
  if (vectors[0].shape[0] !== vectors[1].shape[0]) {
    throw new ShapeError(`vdot: sizes differ: ${formatShape(left.shape)} and ${formatShape(right.shape)}.`);
  }
  return new Tensor(node('dot', vectors, { batch: 0, contract: 1 }));
}

/**
 * The Kronecker product: every element of `a` replaced by itself times `b`, as NumPy's `kron`.
 *
 * `[m₁, m₂, …], [n₁, n₂, …] → [m₁ n₁, m₂ n₂, …]`; the shorter shape is filled up with ones in front.
 * @throws DTypeError when the element types differ or are bool
 * @example
 * ```ts
 * import { eye, kron, tensor } from '@gradkit/core';
 * console.log(kron(eye(2), tensor([[1, 2]])).toArray()); // [[1, 2, 0, 0], [0, 0, 1, 2]]
 * ```
 */
export function kron(a: TensorLike, b: TensorLike): Tensor {
  const [left, right] = operands('kron', [a, b]) as [Node, Node];
  const rank = Math.max(left.shape.length, right.shape.length);
  const [m, n] = [left, right].map(({ shape }) => [...new Array<number>(rank - shape.length).fill(1), ...shape]) as [
    number[],
    number[],
  ];
  // Each axis becomes two, the first for `a` and the second for `b`.
  const spread = broadcastBinary(
    'kron',
    'mul',
    new Tensor(left).reshape(m.flatMap((extent) => [extent, 1])).node,
    new Tensor(right).reshape(n.flatMap((extent) => [1, extent])).node,
    {},
  );
  return new Tensor(spread).reshape(m.map((extent, i) => extent * (n[i] as number)));
}
