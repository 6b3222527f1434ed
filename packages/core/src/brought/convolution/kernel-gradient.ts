import { type Node, node } from '../../graph.ts';
import type { Attributes } from '../../ops/operation.ts';
import { framed, movedAxis, permuted, reshaped, spread } from './axes.ts';
import { isNarrow, partsOf } from './parts.ts';
import { windowsOf } from './windows.ts';

/** The transpose of a convolution as a linear map of its kernel: views of the input times what the result receives. */
export function kernelGradient(x: Node, kernel: Node, g: Node, attributes: Attributes['conv']): Node {
  const parts = partsOf(kernel, attributes.groups);
  const { rank, taps, groups, channels, filters } = parts;
  const views = windowsOf(framed(x, attributes), taps, attributes);
  const positions = Array.from({ length: rank + 1 }, (_, i) => i);
  const tapAxes = taps.map((_, i) => rank + 1 + i);
  const last = 2 * rank + 1;
  if (groups === 1) {
    return node('dot', [permuted(views, [...tapAxes, last, ...positions]), g], { batch: 0, contract: rank + 1 });
  }
  const split = reshaped(views, [...views.shape.slice(0, last), groups, channels]);
  const received = reshaped(g, [...g.shape.slice(0, -1), groups, filters]);
  if (isNarrow(parts)) return narrow(split, received, kernel, parts.filters >= groups);
  const products = node(
    'dot',
    [permuted(split, [last, ...tapAxes, last + 1, ...positions]), movedAxis(received, rank + 1, 0)],
    { batch: 1, contract: rank + 1 },
  );
  return reshaped(movedAxis(products, 0, rank + 1), kernel.shape);
}

/**
 * Sums over positions, with the more of groups and filters along the lanes. What lies along the last axis is summed first:
 * its rows stay in the cache while every element of the kernel reads them.
 */
function narrow(views: Node, g: Node, kernel: Node, byFilter: boolean): Node {
  const rank = kernel.shape.length - 2;
  const taps = kernel.shape.slice(0, rank);
  const [groups, channels] = views.shape.slice(-2) as [number, number];
  const filters = g.shape.at(-1) as number;
  const lanes = byFilter ? [groups, filters] : [filters, groups];
  const before = g.shape.slice(0, rank);
  const space = [...before, ...taps, channels, ...lanes, g.shape[rank] as number];
  const last = space.length - 1;
  const [groupAxis, filterAxis] = byFilter ? [last - 2, last - 1] : [last - 1, last - 2];
  const positions = [...before.map((_, i) => i), last];
  const x = spread(views, [...positions, ...taps.map((_, i) => rank + i), groupAxis, last - 3], space);
  const received = spread(g, [...positions, groupAxis, filterAxis], space);
  const rows = node('reduceSum', [node('mul', [x, received], {})], { axes: [last] });
  const sums = node('reduceSum', [rows], { axes: before.map((_, i) => i) });
  return reshaped(byFilter ? sums : movedAxis(sums, rank + 2, rank + 1), kernel.shape);
}
