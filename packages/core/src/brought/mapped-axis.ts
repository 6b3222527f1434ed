import { type Node, node } from '../graph.ts';
import type { Batched } from '../ops/brought.ts';
import { parametersOf } from '../subgraph.ts';

/** Parameters of a graph that is to be vectorised: new ones, with the mapped axis, for inputs that have it. */
export interface Remapped {
  readonly parameters: readonly Node<'input'>[];
  /** Those that are new, by those they replace. */
  readonly sources: ReadonlyMap<Node, Node>;
}

export function withAxis(
  parameters: readonly Node<'input'>[],
  isBatched: (position: number) => boolean,
  size: number,
): Remapped {
  const sources = new Map<Node, Node>();
  const remapped = parameters.map((parameter, i) => {
    if (!isBatched(i)) return parameter;
    const [made] = parametersOf([{ shape: [size, ...parameter.shape], dtype: parameter.dtype }]);
    sources.set(parameter, made as Node);
    return made as Node<'input'>;
  });
  return { parameters: remapped, sources };
}

/** The node with the mapped axis in front. */
export function everywhere({ node: n, isBatched }: Batched, size: number): Node {
  if (isBatched) return n;
  return node('broadcast', [n], { shape: [size, ...n.shape], axes: n.shape.map((_, i) => i + 1) });
}
