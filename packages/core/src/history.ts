import type { TypedArray } from './dtype.ts';
import { type Node, topological } from './graph.ts';

/** Operations that can be differentiated through, at least, counted along the longest path. */
const kept = 5000;
/** A kept array counts as one more operation for each of these bytes, up to a tenth of all. */
const bytesPerOperation = 32768;

/**
 * Keeps computed values on their node. What led to them is then needed only for derivatives, and a loop that reads its
 * result in every turn would hold all its past: so beyond twice the history that is `kept`, the oldest values become
 * constants.
 */
export function keepValues(n: Node, values: TypedArray): void {
  n.values = values;
  n.history += Math.min(kept / 10, Math.floor(values.byteLength / bytesPerOperation));
  if (n.history > 2 * kept) forgetBefore(n);
}

function forgetBefore(newest: Node): void {
  const excess = newest.history - kept;
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
