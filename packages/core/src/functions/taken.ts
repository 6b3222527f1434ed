import { ArgumentError, describe } from '../errors.ts';
import type { Node } from '../graph.ts';
import { Tensor } from '../tensor.ts';
import { flatten, type TreeStructure } from '../tree.ts';

/** The tensors of a tree, and how to put others in their places. */
export interface Taken {
  readonly nodes: readonly Node[];
  readonly structure: TreeStructure;
  readonly rebuild: (nodes: readonly Node[]) => unknown;
}

/** Takes apart a tree that a function hands on: of tensors only, since what it hands on has to have a shape. */
export function taken(where: string, what: string, tree: unknown): Taken {
  const { leaves, structure } = flatten(tree, (value) => {
    if (typeof value === 'number' || typeof value === 'boolean') {
      throw new ArgumentError(`${where}: ${what} holds tensors, got ${describe(value)}. Use tensor(${String(value)}).`);
    }
    return typeof value === 'object' && value !== null && 'node' in value;
  });
  return {
    nodes: leaves.map((leaf) => (leaf as { readonly node: Node }).node),
    structure,
    rebuild: (nodes) => structure.rebuild(nodes.map((n) => new Tensor(n))),
  };
}
