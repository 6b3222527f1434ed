import { positionsOf, reachOf } from '../brought/convolution/windows.ts';
import { overlapCode } from '../brought/overlap/overlap.ts';
import { checkOptions, ShapeError } from '../errors.ts';
import { type Node, node } from '../graph.ts';
import { formatShape, normalizeAxes, normalizeAxis } from '../shape.ts';
import { Tensor, type TensorLike } from '../tensor.ts';
import { operand } from './operand.ts';
import { type PerAxis, perAxis } from './spatial.ts';

/** Options of {@link slidingWindow}. */
export interface SlidingWindowOptions {
  /** Axis or axes that the views lie along, negative from the end; default: all. */
  readonly axis?: number | readonly number[] | undefined;
  /** Elements from one view to the next, for all axes or for each, at least 1; default 1. */
  readonly strides?: PerAxis | undefined;
  /** Elements from one element of a view to the next, for all axes or for each, at least 1; default 1. */
  readonly dilation?: PerAxis | undefined;
}

/**
 * All views of a size that lie inside `x`, as NumPy's `sliding_window_view` with steps; for images known as `unfold` or
 * `im2col`.
 *
 * `[…, n, …] → […, ⌊(n − (size − 1) · dilation − 1) / stride⌋ + 1, …, size]`: the axes of positions stay where they were, those
 * of the views come last, in the order of `axis`. The derivative adds up what overlaps.
 * @param size elements of a view, for all axes or for each
 * @throws ArgumentError when an axis does not exist or is named twice, or a size or step is no positive integer; ShapeError when
 * a view does not fit
 * @example
 * ```ts
 * import { arange, slidingWindow, zeros } from '@gradkit/core';
 * console.log(slidingWindow(arange(5), 3).toArray()); // [[0, 1, 2], [1, 2, 3], [2, 3, 4]]
 * console.log(slidingWindow(arange(7), 2, { strides: 2, dilation: 2 }).toArray()); // [[0, 2], [2, 4], [4, 6]]
 * console.log(slidingWindow(zeros([8, 28, 28, 3]), [3, 5], { axis: [1, 2] }).shape); // [8, 26, 24, 3, 3, 5]
 * ```
 */
export function slidingWindow(x: TensorLike, size: PerAxis, options: SlidingWindowOptions = {}): Tensor {
  checkOptions('slidingWindow', options, ['axis', 'strides', 'dilation']);
  const from = operand('slidingWindow', x);
  const rank = from.shape.length;
  const { axis, strides = 1, dilation = 1 } = options;
  normalizeAxes('slidingWindow', axis, rank);
  const axes = (axis === undefined ? from.shape.map((_, i) => i) : typeof axis === 'number' ? [axis] : axis).map(
    (each) => normalizeAxis('slidingWindow', each, rank),
  );
  const count = axes.length;
  const sizes = perAxis('slidingWindow', 'size', size, count);
  const steps = perAxis('slidingWindow', 'strides', strides, count);
  const gaps = perAxis('slidingWindow', 'dilation', dilation, count);
  let views: Node = from;
  axes.forEach((at, i) => {
    const [taps, stride, gap] = [sizes[i], steps[i], gaps[i]] as [number, number, number];
    const extent = from.shape[at] as number;
    if (positionsOf(extent, taps, stride, gap) === 0) {
      throw new ShapeError(
        `slidingWindow: a view spans ${reachOf(taps, gap)} elements, axis ${at} of ${formatShape(from.shape)} has ${extent}. ` +
          'Use pad() first, or a smaller size.',
      );
    }
    const made = node('window', [views], { axis: at, size: taps, stride, dilation: gap, code: overlapCode });
    // Axes so far, then the new one.
    const order = made.shape.map((_, d) => d).filter((d) => d !== at + 1);
    views = node('permute', [made], { axes: [...order, at + 1] });
  });
  return new Tensor(views);
}
