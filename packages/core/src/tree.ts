import { ArgumentError } from './errors.ts';

/** A value, or arrays and plain objects of values to any depth. */
export type Tree<Leaf> = Leaf | readonly Tree<Leaf>[] | { readonly [key: string]: Tree<Leaf> };

/** The shape of a tree: how to put leaves back. Equal structures have equal `key`s. */
export interface TreeStructure {
  readonly key: string;
  readonly rebuild: (leaves: readonly unknown[]) => unknown;
}

/**
 * The leaves of a tree in order, arrays by index and objects by insertion, and the structure to put others in their places.
 * @param isLeaf what is a leaf; anything else that is neither array nor plain object belongs to the structure
 * @throws ArgumentError when the tree is nested more than 100 deep
 * @example
 * ```ts
 * import { flattenTree } from '@gradkit/core';
 * const { leaves, structure } = flattenTree({ a: 1, b: [2, 3] }, (value) => typeof value === 'number');
 * console.log(leaves, structure.rebuild([10, 20, 30])); // [1, 2, 3] { a: 10, b: [20, 30] }
 * ```
 */
export function flatten(
  tree: unknown,
  isLeaf: (value: unknown) => boolean,
): { leaves: unknown[]; structure: TreeStructure } {
  const leaves: unknown[] = [];
  const structure = walk(tree, isLeaf, leaves, 0);
  return { leaves, structure };
}

function walk(tree: unknown, isLeaf: (value: unknown) => boolean, leaves: unknown[], depth: number): TreeStructure {
  if (depth > 100) throw new ArgumentError('a tree of tensors is nested more than 100 deep: does it contain itself?');
  if (isLeaf(tree)) {
    const index = leaves.push(tree) - 1;
    return { key: '*', rebuild: (values) => values[index] };
  }
  if (Array.isArray(tree)) {
    const parts = tree.map((item) => walk(item, isLeaf, leaves, depth + 1));
    return {
      key: `[${parts.map((p) => p.key).join(',')}]`,
      rebuild: (values) => parts.map((p) => p.rebuild(values)),
    };
  }
  if (typeof tree === 'object' && tree !== null && isPlain(tree)) {
    const parts = Object.entries(tree).map(([name, item]) => [name, walk(item, isLeaf, leaves, depth + 1)] as const);
    return {
      key: `{${parts.map(([name, p]) => `${JSON.stringify(name)}:${p.key}`).join(',')}}`,
      rebuild: (values) => Object.fromEntries(parts.map(([name, p]) => [name, p.rebuild(values)])),
    };
  }
  return { key: staticKey(tree), rebuild: () => tree };
}

function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

const identities = new WeakMap<WeakKey, number>();
const nextIdentity = { value: 0 };

/** Values that are not leaves are part of the structure: primitives by value, other objects by identity. */
function staticKey(value: unknown): string {
  if ((typeof value === 'object' && value !== null) || typeof value === 'function') {
    let identity = identities.get(value);
    if (identity === undefined) {
      identity = nextIdentity.value++;
      identities.set(value, identity);
    }
    return `@${identity}`;
  }
  return typeof value === 'string' ? JSON.stringify(value) : Object.is(value, -0) ? '-0' : String(value);
}
