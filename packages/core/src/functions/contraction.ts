import { broadcastNode } from '../broadcast.ts';
import { ArgumentError, checkOptions, ShapeError } from '../errors.ts';
import { checkPair, type Node, node } from '../graph.ts';
import { broadcastShapes, formatShape, orderedAxes } from '../shape.ts';
import { Tensor, type TensorLike } from '../tensor.ts';
import { binary, operands } from './operand.ts';

/**
 * The matrix product `Σₖ aᵢₖ bₖⱼ`, as NumPy's `matmul`.
 *
 * `[…, m, k] × […, k, n] → […, m, n]`, where leading axes broadcast. A vector on the left is a row, one on the right a column,
 * and its axis of extent 1 does not appear in the result.
 * @throws ShapeError when the inner sizes differ or an operand is a scalar; DTypeError when the element types differ or are
 * uint8 or bool
 * @example
 * ```ts
 * import { matmul, tensor } from '@gradkit/core';
 * const a = tensor([[1, 2], [3, 4]]);
 * console.log(matmul(a, a).toArray()); // [[7, 10], [15, 22]]
 * console.log(matmul(a, tensor([1, 1])).toArray()); // [3, 7]
 * ```
 */
export function matmul(a: TensorLike, b: TensorLike): Tensor {
  const [left, right] = pair('matmul', a, b);
  const [m, n] = [left.shape, right.shape];
  if (m.length === 0 || n.length === 0) {
    throw new ShapeError(
      `matmul: needs at least one axis on each side, got ${formatShape(m)} × ${formatShape(n)}. Use mul().`,
    );
  }
  const inner = m[m.length - 1] as number;
  if (inner !== n[Math.max(0, n.length - 2)]) {
    throw new ShapeError(`matmul: inner sizes differ: ${formatShape(m)} × ${formatShape(n)}.`);
  }
  if (n.length <= 2) return new Tensor(node('dot', [left, right], { batch: 0, contract: 1 }));
  const batch = broadcastShapes('matmul', m.slice(0, -2), n.slice(0, -2));
  return new Tensor(
    node(
      'dot',
      [
        broadcastNode('matmul', left, [...batch, ...m.slice(-2)]),
        broadcastNode('matmul', right, [...batch, ...n.slice(-2)]),
      ],
      { batch: batch.length, contract: 1 },
    ),
  );
}

/**
 * All products `aᵢ bⱼ` of two vectors: `[m], [n] → [m, n]`; other shapes are flattened first.
 *
 * @throws DTypeError when the element types differ or are bool
 * @example
 * ```ts
 * import { outer, tensor } from '@gradkit/core';
 * console.log(outer(tensor([1, 2]), tensor([3, 4])).toArray()); // [[3, 4], [6, 8]]
 * ```
 */
export function outer(a: TensorLike, b: TensorLike): Tensor {
  const [left, right] = operands('outer', [a, b]) as [Node, Node];
  return binary('outer', 'mul', new Tensor(left).reshape([-1, 1]), new Tensor(right).reshape([1, -1]), {});
}

/** Options of {@link tensordot}. */
export interface TensordotOptions {
  /** How many last axes of `a` meet the first of `b`, or the axes of each, in order; default 2. */
  readonly axes?: number | readonly [readonly number[], readonly number[]] | undefined;
}

/**
 * Sums of products over pairs of axes; the other axes of `a`, then those of `b`, remain.
 *
 * @throws ArgumentError when an axis does not exist or is named twice; ShapeError when paired extents differ; DTypeError
 * when the element types
 * differ or are uint8 or bool
 * @example
 * ```ts
 * import { ones, tensordot } from '@gradkit/core';
 * const a = ones([2, 3, 4]);
 * console.log(tensordot(a, ones([3, 4])).toArray()); // [12, 12]
 * console.log(tensordot(a, ones([5, 2]), { axes: [[0], [1]] }).shape); // [3, 4, 5]
 * ```
 */
export function tensordot(a: TensorLike, b: TensorLike, options: TensordotOptions = {}): Tensor {
  checkOptions('tensordot', options, ['axes']);
  const [left, right] = pair('tensordot', a, b);
  const { axes = 2 } = options;
  const [ra, rb] = [left.shape.length, right.shape.length];
  if (
    typeof axes === 'number' ? !(Number.isInteger(axes) && axes >= 0 && axes <= Math.min(ra, rb)) : !Array.isArray(axes)
  ) {
    throw new ArgumentError(
      `tensordot: axes is a count from 0 to ${Math.min(ra, rb)} or two lists of axes, got ${String(axes)}.`,
    );
  }
  const [of, to] =
    typeof axes === 'number'
      ? [Array.from({ length: axes }, (_, i) => ra - axes + i), Array.from({ length: axes }, (_, i) => i)]
      : [named(axes[0], ra), named(axes[1], rb)];
  if (of.length !== to.length || of.some((axis, i) => left.shape[axis] !== right.shape[to[i] as number])) {
    throw new ShapeError(
      `tensordot: axes [${of.join(', ')}] of ${formatShape(left.shape)} do not fit axes [${to.join(', ')}] of ` +
        `${formatShape(right.shape)}.`,
    );
  }
  const free = (rank: number, used: readonly number[]): number[] =>
    Array.from({ length: rank }, (_, i) => i).filter((i) => !used.includes(i));
  const moved = [
    new Tensor(left).transpose([...free(ra, of), ...of]),
    new Tensor(right).transpose([...to, ...free(rb, to)]),
  ];
  return new Tensor(
    node(
      'dot',
      moved.map((t) => t.node),
      { batch: 0, contract: of.length },
    ),
  );
}

function named(axes: readonly number[], rank: number): number[] {
  const list = orderedAxes('tensordot', axes, rank);
  if (new Set(list).size !== list.length) {
    throw new ArgumentError(`tensordot: axes [${axes.join(', ')}] name an axis twice.`);
  }
  return list;
}

function pair(where: string, a: TensorLike, b: TensorLike): [Node, Node] {
  const [left, right] = operands(where, [a, b]) as [Node, Node];
  checkPair(where, 'dot', left, right);
  return [left, right];
}
