import { type Node, node } from '../../graph.ts';
import { movedAxis, permuted, reshaped, spread } from './axes.ts';
import type { Parts } from './parts.ts';

/** Sums of at most so many products are written out: an expression, which whatever uses it takes in. */
const writtenOut = 25;

/**
 * Views `[batch, …positions, …taps, channels]` times a kernel where a group is no matrix: with the more of groups and filters
 * along the lanes.
 */
export function narrowSums(views: Node, kernel: Node, { rank, taps, groups, channels, filters }: Parts): Node {
  const kept = views.shape.slice(0, rank + 1);
  const split = reshaped(views, [...kept, ...taps, groups, channels]);
  const order = split.shape.map((_, i) => i);
  const [tapAxes, channelAxis] = [order.slice(rank + 1, 2 * rank + 1), 2 * rank + 2];
  const counted = [...taps, channels];
  // Both with the axes that are summed in front: [...counted, ...kept, groups] and [...counted, groups, filters].
  const x = permuted(split, [...tapAxes, channelAxis, ...order.slice(0, rank + 1), 2 * rank + 1]);
  const k = reshaped(kernel, [...counted, groups, filters]);
  const byFilter = filters >= groups;
  const space = [...kept, ...(byFilter ? [groups, filters] : [filters, groups])];
  const axis = (i: number): number => rank + 1 + (byFilter ? i : 1 - i);
  const product = (x: Node, k: Node, summed: readonly number[]): Node => {
    const at = summed.map((_, i) => i);
    const behind = (axes: readonly number[]): number[] => [...at, ...axes.map((a) => a + at.length)];
    const all = [...summed, ...space];
    const image = spread(x, behind([...kept.map((_, i) => i), axis(0)]), all);
    return node('mul', [image, spread(k, behind([axis(0), axis(1)]), all)], {});
  };
  const terms = counted.reduce((a, b) => a * b, 1);
  const sums =
    terms > 0 && terms <= writtenOut
      ? indicesOf(counted)
          .map((index) => product(taken(x, index), taken(k, index), []))
          .reduce((a, b) => node('add', [a, b], {}))
      : node('reduceSum', [product(x, k, counted)], { axes: counted.map((_, i) => i) });
  return reshaped(byFilter ? sums : movedAxis(sums, rank + 2, rank + 1), [...kept, groups * filters]);
}

/** What lies at an index of the first axes. */
function taken(x: Node, index: readonly number[]): Node {
  const rest = x.shape.slice(index.length);
  const start = [...index, ...rest.map(() => 0)];
  const part = node('slice', [x], { start, stop: [...index.map((i) => i + 1), ...rest] });
  return reshaped(part, rest);
}

/** Every index of a shape, in row-major order. */
function indicesOf(shape: readonly number[]): number[][] {
  return shape.reduce<number[][]>(
    (lists, extent) => lists.flatMap((list) => Array.from({ length: extent }, (_, i) => [...list, i])),
    [[]],
  );
}
