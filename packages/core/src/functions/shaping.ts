import { broadcastNode } from '../broadcast.ts';
import { ArgumentError, checkOptions, ShapeError } from '../errors.ts';
import { node } from '../graph.ts';
import { checkShape, dropAxes, formatShape, normalizeAxes, type Shape } from '../shape.ts';
import { Tensor, type TensorLike } from '../tensor.ts';
import { operand } from './operand.ts';

/**
 * The same elements in another shape; one extent may be -1, to be inferred.
 *
 * @throws ShapeError when the sizes differ; ArgumentError when an extent is not an integer
 * @example
 * ```ts
 * import { reshape, tensor } from '@gradkit/core';
 * console.log(reshape(tensor([1, 2, 3, 4]), [2, -1]).toArray()); // [[1, 2], [3, 4]]
 * ```
 */
export function reshape(x: TensorLike, shape: readonly number[]): Tensor {
  return new Tensor(operand('reshape', x)).reshape(shape);
}

/**
 * The same elements along one axis, in row-major order.
 * @example
 * ```ts
 * import { flatten, tensor } from '@gradkit/core';
 * console.log(flatten(tensor([[1, 2], [3, 4]])).toArray()); // [1, 2, 3, 4]
 * ```
 */
export function flatten(x: TensorLike): Tensor {
  return new Tensor(operand('flatten', x)).reshape([-1]);
}

/**
 * The axes in another order: axis `i` of the result is axis `axes[i]` of `x`; reversed when none is given.
 *
 * @throws ArgumentError unless `axes` names each axis once
 * @example
 * ```ts
 * import { tensor, transpose, zeros } from '@gradkit/core';
 * console.log(transpose(tensor([[1, 2], [3, 4]])).toArray()); // [[1, 3], [2, 4]]
 * console.log(transpose(zeros([2, 3, 4]), [1, 0, 2]).shape); // [3, 2, 4]
 * ```
 */
export function transpose(x: TensorLike, axes?: readonly number[]): Tensor {
  return new Tensor(operand('transpose', x)).transpose(axes);
}

/**
 * The same elements with new axes of extent 1; their positions count in the result, negative from its end.
 *
 * @throws ArgumentError when a position is outside the result or named twice
 * @example
 * ```ts
 * import { expandDims, tensor } from '@gradkit/core';
 * console.log(expandDims(tensor([1, 2]), 0).shape, expandDims(tensor([1, 2]), -1).shape); // [1, 2] [2, 1]
 * ```
 */
export function expandDims(x: TensorLike, axis: number | readonly number[]): Tensor {
  const from = operand('expandDims', x);
  const rank = from.shape.length + (Array.isArray(axis) ? axis.length : 1);
  if (axis === undefined) throw new ArgumentError('expandDims: needs an axis, or an array of axes.');
  const added = normalizeAxes('expandDims', axis, rank);
  let next = 0;
  const shape = Array.from({ length: rank }, (_, i) => (added.includes(i) ? 1 : (from.shape[next++] as number)));
  return new Tensor(node('reshape', [from], { shape }));
}

/** Options that name axes. */
export interface AxisOptions {
  /** Axis or axes, negative from the end. */
  readonly axis?: number | readonly number[] | undefined;
}

/**
 * The same elements without axes of extent 1: all of them, or those named.
 *
 * @throws ShapeError when a named axis has another extent; ArgumentError when it does not exist
 * @example
 * ```ts
 * import { squeeze, tensor } from '@gradkit/core';
 * console.log(squeeze(tensor([[[1, 2]]])).shape, squeeze(tensor([[[1, 2]]]), { axis: 0 }).shape); // [2] [1, 2]
 * ```
 */
export function squeeze(x: TensorLike, options: AxisOptions = {}): Tensor {
  checkOptions('squeeze', options, ['axis']);
  const from = operand('squeeze', x);
  const single = (i: number): boolean => from.shape[i] === 1;
  const all = normalizeAxes('squeeze', options.axis, from.shape.length);
  const axes = options.axis === undefined ? all.filter(single) : all;
  if (!axes.every(single)) {
    throw new ShapeError(
      `squeeze: axis ${axes.filter((i) => !single(i)).join(', ')} of ${formatShape(from.shape)} is not 1.`,
    );
  }
  return new Tensor(node('reshape', [from], { shape: dropAxes(from.shape, axes) }));
}

/**
 * `x` repeated along missing axes and axes of extent 1, until it has the shape.
 *
 * @throws ShapeError when it does not broadcast to the shape
 * @example
 * ```ts
 * import { broadcastTo, tensor } from '@gradkit/core';
 * console.log(broadcastTo(tensor([1, 2]), [2, 2]).toArray()); // [[1, 2], [1, 2]]
 * ```
 */
export function broadcastTo(x: TensorLike, shape: Shape): Tensor {
  checkShape('broadcastTo', shape);
  return new Tensor(broadcastNode('broadcastTo', operand('broadcastTo', x), [...shape]));
}

/**
 * `x` backwards along all axes, or along those named.
 *
 * @throws ArgumentError when an axis does not exist
 * @example
 * ```ts
 * import { flip, tensor } from '@gradkit/core';
 * console.log(flip(tensor([[1, 2], [3, 4]]), { axis: 1 }).toArray()); // [[2, 1], [4, 3]]
 * ```
 */
export function flip(x: TensorLike, options: AxisOptions = {}): Tensor {
  checkOptions('flip', options, ['axis']);
  const from = operand('flip', x);
  return new Tensor(node('reverse', [from], { axes: normalizeAxes('flip', options.axis, from.shape.length) }));
}
