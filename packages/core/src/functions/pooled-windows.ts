import { type Frame, framed, leading } from '../brought/convolution/axes.ts';
import { positionsOf, reachOf, viewsOf } from '../brought/convolution/windows.ts';
import { checkFlags, checkOptions } from '../errors.ts';
import type { Node } from '../graph.ts';
import { checkFits, checkImage, marginsOf, type Padding, type PerAxis, perAxis, type Sliding } from './spatial.ts';

/** Options of {@link maxPool2d} and its like. */
export interface PoolOptions {
  /** Elements of a window, for all spatial axes or for each, at least 1. */
  readonly size: PerAxis;
  /** Elements from one window to the next, at least 1; default: the size, so that windows meet and do not overlap. */
  readonly strides?: PerAxis | undefined;
  /** What is added around the input, to be ignored; default `'valid'`: nothing. */
  readonly padding?: Padding | undefined;
  /** Elements from one element of a window to the next, at least 1; default 1. */
  readonly dilation?: PerAxis | undefined;
  /** Whether a last window counts that starts inside but ends outside; default `false`. */
  readonly ceilMode?: boolean | undefined;
}

const keys: readonly string[] = ['size', 'strides', 'padding', 'dilation', 'ceilMode'];

/** Throws unless there are options, which pooling cannot do without, and all are known. */
export function checkPooling(where: string, options: PoolOptions, ...others: readonly string[]): void {
  checkOptions(where, options ?? null, [...keys, ...others]);
}

/** Windows `[batch, position₀, taps₀, …, channels]` of an input and its margins. */
export interface PooledWindows {
  readonly views: Node;
  readonly tapAxes: readonly number[];
  readonly sliding: Sliding;
  /** What the option `padding` adds; windows that end outside may see more. */
  readonly margins: Frame;
}

/** Checks the options of pooling; the margins are filled with `value`. */
export function pooledWindows(
  where: string,
  rank: number,
  x: Node,
  { size, strides = size, padding = 'valid', dilation = 1, ceilMode = false }: PoolOptions,
  value: number,
): PooledWindows {
  checkImage(where, x, rank);
  checkFlags(where, { ceilMode });
  const taps = perAxis(where, 'size', size, rank);
  const sliding = {
    taps,
    strides: perAxis(where, 'strides', strides, rank),
    dilations: perAxis(where, 'dilation', dilation, rank),
  };
  const extents = x.shape.slice(1, -1);
  const margins = marginsOf(where, padding, extents, sliding);
  const all = ceilMode ? withLastWindows(extents, margins, sliding) : margins;
  if (padding !== 'same') checkFits(where, 'window', extents, all, sliding);
  const tapAxes = taps.map((_, i) => 2 * i + 2);
  return { views: viewsOf(seen(framed(x, all, value), sliding), taps, sliding), tapAxes, sliding, margins };
}

/** An input without the end that no window sees: its derivative is then filled up with zeros once, for all axes. */
function seen(x: Node, { taps, strides, dilations }: Sliding): Node {
  const extents = x.shape.slice(1, -1).map((extent, i) => {
    const [count, stride, dilation] = [taps[i], strides[i], dilations[i]] as [number, number, number];
    const positions = positionsOf(extent, count, stride, dilation);
    return positions === 0 ? extent : (positions - 1) * stride + reachOf(count, dilation);
  });
  return leading(x, [x.shape[0] as number, ...extents, x.shape.at(-1) as number]);
}

/** Margins so wide at the end that windows which start before it fit. */
function withLastWindows(extents: readonly number[], { low, high }: Frame, sliding: Sliding): Frame {
  const { taps, strides, dilations } = sliding;
  return {
    low,
    high: extents.map((n, i) => {
      const [before, after, stride] = [low[i], high[i], strides[i]] as [number, number, number];
      const reach = reachOf(taps[i] as number, dilations[i] as number);
      const last = Math.ceil((before + n + after - reach) / stride);
      // One that starts in the padding after the end does not count.
      const start = (last * stride < before + n ? last : last - 1) * stride;
      return Math.max(after, start + reach - before - n);
    }),
  };
}
