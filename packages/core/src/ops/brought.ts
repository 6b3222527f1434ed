import type { Planner } from '../compile/own-kernel.ts';
import type { Node } from '../graph.ts';
import type { Subgraph } from '../subgraph.ts';
import type { ArrayType, Attributes, Misfit, Op } from './operation.ts';

/** Differentiation of graphs, as the package for derivatives offers it to operations that have graphs inside. */
export interface Differentiation {
  /** Tangents of results from those of the nodes they were computed from; undefined for zero. */
  readonly push: (results: readonly Node[], tangents: ReadonlyMap<Node, Node>) => readonly (Node | undefined)[];
  /** Cotangents of sources from those of the results; undefined for zero. */
  readonly pull: (
    results: readonly Node[],
    cotangents: readonly (Node | undefined)[],
    sources: readonly Node[],
  ) => readonly (Node | undefined)[];
}

/**
 * How an operation differentiates. Results of one piece of work (nodes with one `inputs` array) come together: `ys`, with
 * tangents one for each input and cotangents one for each result, undefined where zero.
 */
export interface Derivative<O extends Op> {
  /** The tangent of each of `ys`. */
  readonly push: (
    ys: readonly Node<O>[],
    tangents: readonly (Node | undefined)[],
    graphs: Differentiation,
  ) => readonly (Node | undefined)[];
  /** The cotangent of each input; what is not `wanted` need not be given. */
  readonly pull: (
    ys: readonly Node<O>[],
    cotangents: readonly (Node | undefined)[],
    graphs: Differentiation,
    wanted: readonly boolean[],
  ) => readonly (Node | undefined)[];
}

/**
 * A node in a vectorised graph: with the mapped axis in front, or the same for every position on it. Also one that is the
 * same may be another node than before vectorisation: a barrier may wait for what has the axis.
 */
export interface Batched {
  readonly node: Node;
  readonly isBatched: boolean;
}

/** Vectorisation of graphs, offered to operations that have graphs inside. */
export interface Vectorization {
  /** Results in terms of the sources, of which those given have an axis of extent `size` in front. */
  readonly batch: (results: readonly Node[], sources: ReadonlyMap<Node, Node>, size: number) => readonly Batched[];
}

/** Results with an axis of extent `size` in front, from inputs at least one of which has it. */
export type Batching<O extends Op> = (
  ys: readonly Node<O>[],
  inputs: readonly Batched[],
  size: number,
  graphs: Vectorization,
) => readonly Node[];

/**
 * All that an operation is, for those that most programs do without: the function that makes the node brings it, and no
 * table that every program contains has more than the name.
 */
export interface Brought<O extends Op> {
  readonly infer: (inputs: readonly ArrayType[], attributes: Attributes[O]) => ArrayType | Misfit;
  /** Simpler operations that mean the same; an operation has either these or a kernel of its own. */
  readonly expand?: (n: Node<O>) => Node;
  readonly plan?: Planner<O>;
  readonly derivative: Derivative<O>;
  readonly batch: Batching<O>;
  /** The attributes with other graphs inside, for operations that have graphs inside. */
  readonly mapGraphs?: (attributes: Attributes[O], map: (graph: Subgraph) => Subgraph) => Attributes[O];
}
