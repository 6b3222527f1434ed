import type { Batched, Node, Op } from '@gradkit/core/graph';

/** The mapped axis, as rules meet it: always in front. */
export interface Mapping {
  /** Its extent. */
  readonly size: number;
  /** The node with the mapped axis in front; one that does not depend on it is repeated. */
  readonly everywhere: (x: Batched) => Node;
}

/** The same operation for every position on the mapped axis at once. At least one of the inputs has that axis. */
export type BatchRule<O extends Op> = (n: Node<O>, mapping: Mapping, ...inputs: Batched[]) => Batched;

/** Rules for a family of operations; `'brought'` where the nodes bring theirs with their code. */
export type BatchRules<O extends Op> = { readonly [K in O]: BatchRule<K> | 'brought' };

/** A node that has the mapped axis in front. */
export function mapped(node: Node): Batched {
  return { node, isBatched: true };
}

/** Axes of an array, counted with the mapped axis in front of them. */
export function behind(axes: readonly number[]): number[] {
  return axes.map((axis) => axis + 1);
}
