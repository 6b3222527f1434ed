import { type Node, node } from '../../graph.ts';
import { overlapCode } from '../overlap/overlap.ts';
import { type Frame, permuted, reshaped } from './axes.ts';

/** How far views move from one position to the next, and how far apart the elements of one lie, for each axis. */
export interface Steps {
  readonly strides: readonly number[];
  readonly dilations: readonly number[];
}

/** Elements from the first to the last of a view. */
export function reachOf(taps: number, dilation: number): number {
  return (taps - 1) * dilation + 1;
}

/** How many views fit into an extent. */
export function positionsOf(extent: number, taps: number, stride: number, dilation: number): number {
  const reach = reachOf(taps, dilation);
  return extent < reach ? 0 : Math.floor((extent - reach) / stride) + 1;
}

/**
 * `[batch, …spatial, channels]` as views `[batch, …positions, …taps, channels]`; with a frame for a product that reads them in
 * place, and knows that they are zero there.
 */
export function windowsOf(x: Node, taps: readonly number[], steps: Steps, frame?: Frame): Node {
  const spatial = taps.map((_, i) => 2 * i + 1);
  const tapAxes = spatial.map((axis) => axis + 1);
  return permuted(viewsOf(x, taps, steps, frame), [0, ...spatial, ...tapAxes, 2 * taps.length + 1]);
}

/** `[batch, …spatial, channels]` as views with the axes in the order of memory, `[batch, position₀, taps₀, …, channels]`. */
export function viewsOf(x: Node, taps: readonly number[], { strides, dilations }: Steps, frame?: Frame): Node {
  const rank = taps.length;
  let views = x;
  // The last axis first, so that those before it keep their numbers.
  for (let i = rank - 1; i >= 0; i--) {
    const [size, stride, dilation] = [taps[i], strides[i], dilations[i]] as [number, number, number];
    const axis = i + 1;
    const margins = frame && { low: frame.low[i] as number, high: frame.high[i] as number };
    views =
      size === 1 && stride === 1 && margins === undefined
        ? reshaped(views, views.shape.toSpliced(axis + 1, 0, 1))
        : node('window', [views], { axis, size, stride, dilation, ...margins, code: overlapCode });
  }
  return views;
}
