import {
  type Brought,
  is,
  type Node,
  node,
  type Op,
  parametersOf,
  replacing,
  Subgraph,
  topological,
} from '@gradkit/core/graph';
import { cast } from './expression.ts';

/**
 * The same computation in float64: every float32 node becomes a float64 one, constants and variables are converted
 * where they enter, and conversions to float32 lose nothing any more.
 *
 * @param replacements float64 nodes to use in place of nodes of the graph
 * @returns the roots of the new graph; nodes that no float32 node leads to are kept as they are
 */
export function promote(roots: readonly Node[], replacements: ReadonlyMap<Node, Node>): Node[] {
  const promoted = new Map(replacements);
  const inputsOf = replacing((x) => promoted.get(x) as Node);
  for (const n of topological(roots, (n) => replacements.has(n))) {
    if (!promoted.has(n)) promoted.set(n, promoteNode(n, inputsOf(n.inputs)));
  }
  return roots.map((root) => promoted.get(root) as Node);
}

/** The graph inside an operation, from float64 parameters. */
function promoteGraph({ parameters, results }: Subgraph): Subgraph {
  const promoted = parametersOf(
    parameters.map(({ shape, dtype }) => ({ shape, dtype: dtype === 'float32' ? 'float64' : dtype })),
  );
  return new Subgraph(promoted, promote(results, new Map(parameters.map((p, i) => [p, promoted[i] as Node]))));
}

function promoteNode(n: Node, inputs: readonly Node[]): Node {
  const [x] = inputs;
  if (is('literal', n) && n.dtype === 'float32') return node('literal', [], { ...n.attributes, dtype: 'float64' });
  if (is('iota', n) && n.dtype === 'float32') return node('iota', [], { ...n.attributes, dtype: 'float64' });
  if (is('input', n)) return n.dtype === 'float32' ? cast(n, 'float64') : n;
  if (is('cast', n) && x !== undefined) {
    const dtype = n.dtype === 'float32' ? 'float64' : n.dtype;
    return x.dtype === dtype ? x : cast(x, dtype);
  }
  // Bits mean what they mean: these alone stay 32 bits wide.
  if (is('bitcast', n) && x !== undefined) {
    const bits = x.dtype === 'float64' ? cast(x, 'float32') : x;
    const read = node('bitcast', [bits], n.attributes);
    return n.dtype === 'float32' ? cast(read, 'float64') : read;
  }
  if (inputs === n.inputs) return n;
  const { code } = n.attributes as { readonly code?: Partial<Brought<Op>> };
  return node(n.op, inputs, code?.mapGraphs?.(n.attributes, promoteGraph) ?? n.attributes);
}
