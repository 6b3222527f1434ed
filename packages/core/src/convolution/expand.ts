import { type Node, node } from '../graph.ts';
import { permuted, reshaped, windowsOf } from './windows.ts';

/** A convolution with its axes told apart. */
export interface Parts {
  /** Number of spatial axes. */
  readonly rank: number;
  readonly taps: readonly number[];
  readonly groups: number;
  /** Channels and filters of one group. */
  readonly channels: number;
  readonly filters: number;
}

export function partsOf(kernel: Node, groups: number): Parts {
  const rank = kernel.shape.length - 2;
  const [channels, filters] = kernel.shape.slice(rank) as [number, number];
  return { rank, taps: kernel.shape.slice(0, rank), groups, channels, filters: filters / groups };
}

/** Groups this narrow are no products of matrices: their sums run with one group in each lane. */
export function isNarrow({ groups, channels, filters }: Parts): boolean {
  return groups > 1 && (channels === 1 || filters < 3);
}

/** Sums of products of views and kernel. */
export function expandConv({ inputs, attributes, shape }: Node<'conv'>): Node {
  const [x, kernel] = inputs as [Node, Node];
  const parts = partsOf(kernel, attributes.groups);
  const { rank, taps, groups, channels, filters } = parts;
  const views = windowsOf(x, taps, attributes);
  if (groups === 1) return node('dot', [views, kernel], { batch: 0, contract: rank + 1 });
  if (isNarrow(parts)) return narrow(views, kernel, parts);
  const first = rank * 2 + 1;
  const grouped = node(
    'dot',
    [
      movedAxis(reshaped(views, [...views.shape.slice(0, -1), groups, channels]), first, 0),
      movedAxis(reshaped(kernel, [...taps, channels, groups, filters]), rank + 1, 0),
    ],
    { batch: 1, contract: rank + 1 },
  );
  return reshaped(movedAxis(grouped, 0, rank + 1), shape);
}

/** Products and their sums over taps and channels, with the more of groups and filters along the lanes. */
function narrow(views: Node, kernel: Node, { rank, taps, groups, channels, filters }: Parts): Node {
  const kept = views.shape.slice(0, rank + 1);
  const byFilter = filters >= groups;
  const lanes = byFilter ? [groups, filters] : [filters, groups];
  const space = [...kept, ...lanes, ...taps, channels];
  const count = kept.length;
  const groupAxis = count + (byFilter ? 0 : 1);
  const filterAxis = count + (byFilter ? 1 : 0);
  const tapAxes = taps.map((_, i) => count + 2 + i);
  const channelAxis = space.length - 1;
  const split = reshaped(views, [...kept, ...taps, groups, channels]);
  const x = spread(split, [...kept.map((_, i) => i), ...tapAxes, groupAxis, channelAxis], space);
  const k = spread(
    reshaped(kernel, [...taps, channels, groups, filters]),
    [...tapAxes, channelAxis, groupAxis, filterAxis],
    space,
  );
  const sums = node('reduceSum', [node('mul', [x, k], {})], { axes: [...tapAxes, channelAxis] });
  const inOrder = byFilter ? sums : permuted(sums, [...kept.map((_, i) => i), count + 1, count]);
  return reshaped(inOrder, [...kept, groups * filters]);
}

/** Axis `i` of an array at axis `axes[i]` of a larger space, repeated along the others. */
export function spread(x: Node, axes: readonly number[], space: readonly number[]): Node {
  const order = axes.map((_, i) => i).sort((a, b) => (axes[a] as number) - (axes[b] as number));
  return node('broadcast', [permuted(x, order)], { shape: space, axes: axes.toSorted((a, b) => a - b) });
}

/** One axis taken out and put where it is number `to` in the result. */
export function movedAxis(x: Node, from: number, to: number): Node {
  const axes = x.shape.map((_, i) => i);
  axes.splice(from, 1);
  return permuted(x, axes.toSpliced(to, 0, from));
}
