import type { TypedArray } from './dtype.ts';
import { type Node, topological } from './graph.ts';

/** Operations that derivatives can go back through, at least, counted along the longest path. */
const reach = 100_000;

/** What a kept array counts for, in operations: so that what is reachable stays within about 250 MB. */
const weightOf = ({ byteLength }: TypedArray): number =>
  Math.min(reach / 10, Math.max(10, Math.floor(byteLength / 2048)));

/**
 * Keeps computed values on their node. What led to them is then needed only for derivatives, and a loop that goes on
 * and on would hold all its past: so beyond the `reach` of derivatives, the oldest values become constants.
 */
export function keepValues(n: Node, values: TypedArray): void {
  n.values = values;
  n.history += weightOf(values);
  // Not at every step: looking back costs as much as making the nodes did.
  if (n.history > 1.2 * reach) forgetBefore(n, n.history - reach);
}

function forgetBefore(newest: Node, excess: number): void {
  const isOld = (n: Node): boolean => n.values !== undefined && n.history <= excess;
  for (const n of topological([newest], isOld)) {
    if (isOld(n)) forget(n);
    n.history = Math.max(0, n.history - excess);
  }
}

/** Makes a node that has values a constant. */
function forget(n: Node): void {
  const { values, shape, dtype } = n;
  if (values === undefined || n.inputs.length === 0) return;
  const source = { kind: 'value', values, isForgotten: true } as const;
  Object.assign(n, { op: 'input', inputs: [], attributes: { source, shape, dtype } } satisfies Partial<Node<'input'>>);
}
