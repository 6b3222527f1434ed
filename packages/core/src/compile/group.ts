import { is, type Node } from '../graph.ts';
import type { Shape } from '../shape.ts';
import type { Affine, Contraction, Expression, Reduction } from './kernel.ts';
import type { Boundary } from './lower.ts';
import type { OwnKernel } from './own-kernel.ts';

/** A root inside the kernel that computes it. */
export interface Member {
  readonly root: Node;
  /** Whether the member has a value at every point of the space, or one for each row. */
  readonly full: boolean;
  /** The position in `root` at each point. */
  readonly index: readonly Affine[];
  readonly value: Expression;
  readonly reduction?: Reduction;
}

/** A kernel being put together. */
export interface Group {
  readonly id: number;
  readonly extents: Shape;
  /** Axes folded by reductions or spanned by the rows of a product; undefined while every axis is alike. */
  columns: readonly number[] | undefined;
  readonly members: Map<Node, Member>;
  readonly contraction?: Contraction;
  own?: OwnKernel;
  readonly memo: Boundary['memo'];
  /** Groups that must run before, directly. */
  readonly after: Set<Group>;
  /** The bit that stands for it, and those of it and all groups that must run before, directly or not. */
  readonly bit: bigint;
  before: bigint;
  readonly reasons: string[];
  readonly origins: Set<string>;
}

/** The axes that loop outside. */
export function rowAxes(group: Pick<Group, 'extents' | 'columns'>): number[] {
  return group.extents.map((_, a) => a).filter((a) => !group.columns?.includes(a));
}

/** The extents of the rows. */
export function rowShape(group: Group): number[] {
  return rowAxes(group).map((a) => group.extents[a] as number);
}

/** The axes of the space of a reduction: those of its input, or for `fold` those of the result and the taps. */
export function reducedSpace(root: Node): Shape {
  const { shape } = root.inputs[0] as Node;
  return is('fold', root) ? [...root.shape, shape[root.attributes.axis + 1] as number] : shape;
}

/** The axes of that space that are folded away, increasing. */
export function reducedAxes(root: Node): readonly number[] {
  if (is('argmax', root)) return [root.attributes.axis];
  if (is('fold', root)) return [root.shape.length];
  return (root as Node<'reduceSum'>).attributes.axes.toSorted((a, b) => a - b);
}

/** Whether a group is another, or must have finished before it starts, directly or not. */
export function isWithin({ bit }: Group, { before }: Group): boolean {
  return (before & bit) !== 0n;
}

/** From now on a group, and all that starts after it, starts after another. */
export function startAfter(group: Group, first: Group, groups: readonly Group[]): void {
  group.after.add(first);
  if (isWithin(first, group)) return;
  // Nothing starts after the newest yet.
  for (const later of group === groups.at(-1) ? [group] : groups) {
    if (isWithin(group, later)) later.before |= first.before;
  }
}
