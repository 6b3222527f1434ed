import type { Node } from '../../graph.ts';

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
