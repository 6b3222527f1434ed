import { ArgumentError } from '../errors.ts';
import { node } from '../graph.ts';
import { formatShape, normalizeAxis, orderedAxes } from '../shape.ts';
import { Tensor, type TensorLike } from '../tensor.ts';
import { operand } from './operand.ts';

/**
 * Axes moved to other positions; the others keep their order, as NumPy's `moveaxis`.
 *
 * @param source which axes of `x`, negative from the end
 * @param destination where in the result, in the same order
 * @throws ArgumentError when an axis does not exist or is named twice, or the lists are not equally long
 * @example
 * ```ts
 * import { moveAxis, zeros } from '@gradkit/core';
 * console.log(moveAxis(zeros([2, 3, 4]), 0, -1).shape); // [3, 4, 2]
 * console.log(moveAxis(zeros([2, 3, 4]), [0, 1], [-1, -2]).shape); // [4, 3, 2]
 * ```
 */
export function moveAxis(
  x: TensorLike,
  source: number | readonly number[],
  destination: number | readonly number[],
): Tensor {
  const from = operand('moveAxis', x);
  const rank = from.shape.length;
  const [sources, targets] = [source, destination].map((axes) => {
    const list = orderedAxes('moveAxis', axes, rank);
    if (new Set(list).size === list.length) return list;
    throw new ArgumentError(`moveAxis: axes [${list.join(', ')}] name an axis twice.`);
  }) as [number[], number[]];
  if (sources.length !== targets.length) {
    throw new ArgumentError(
      `moveAxis: ${sources.length} axes of ${formatShape(from.shape)} cannot go to ${targets.length} positions.`,
    );
  }
  const rest = from.shape.map((_, i) => i).filter((i) => !sources.includes(i));
  const axes = from.shape.map((_, i) => {
    const moved = targets.indexOf(i);
    return (moved < 0 ? rest.shift() : sources[moved]) as number;
  });
  return new Tensor(node('permute', [from], { axes }));
}

/**
 * Two axes exchanged, as NumPy's `swapaxes`.
 *
 * @throws ArgumentError when an axis does not exist
 * @example
 * ```ts
 * import { swapAxes, zeros } from '@gradkit/core';
 * console.log(swapAxes(zeros([2, 3, 4]), 0, -1).shape); // [4, 3, 2]
 * ```
 */
export function swapAxes(x: TensorLike, axis1: number, axis2: number): Tensor {
  const from = operand('swapAxes', x);
  const [a, b] = [axis1, axis2].map((axis) => normalizeAxis('swapAxes', axis, from.shape.length)) as [number, number];
  const axes = from.shape.map((_, i) => (i === a ? b : i === b ? a : i));
  return new Tensor(node('permute', [from], { axes }));
}
