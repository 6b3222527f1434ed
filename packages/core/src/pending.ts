import { realize } from './execute.ts';
import { is, type Node, topological } from './graph.ts';
import { activeRecorder, activeTrace } from './trace.ts';

/** Operations along a path that may wait to be computed. Small enough that a loop soon repeats programs it has made. */
const limit = 128;

/**
 * The node of a new tensor, with no more than `limit` operations waiting before it: a loop that never reads what it
 * computes would otherwise grow without end. What is recorded for a program waits for it, however long it gets.
 */
export function bounded(newest: Node): Node {
  if (newest.depth >= limit && activeTrace() === undefined && activeRecorder() === undefined) shorten(newest);
  return newest;
}

/**
 * Computes the values that cross every `limit`-th level of the waiting graph. Cutting everywhere at the same levels, and
 * not at the node itself, lets the other results of a graph, such as many gradients, share what is computed.
 */
function shorten(newest: Node): void {
  const waiting = topological([newest], (n) => n.values !== undefined);
  if (waiting.some((n) => is('input', n) && n.attributes.source.kind === 'argument')) return;
  measure(waiting);
  const crossing = Array.from({ length: Math.floor(newest.depth / limit) }, (): Node[] => []);
  for (const n of waiting) {
    if (n.values !== undefined) continue;
    for (const input of n.inputs) {
      // What is only repeated is cheaper to repeat again.
      const needed = is('broadcast', input) ? (input.inputs[0] as Node) : input;
      if (needed.values !== undefined || needed.inputs.length === 0) continue;
      const level = Math.floor(input.depth / limit);
      if (level < Math.floor(n.depth / limit)) crossing[level]?.push(needed);
    }
  }
  for (const nodes of crossing) {
    const distinct = [...new Set(nodes)].sort((a, b) => a.id - b.id);
    // In parts: the time to compile a program grows faster than its size.
    for (let i = 0; i < distinct.length; i += 2 * limit) realize(distinct.slice(i, i + 2 * limit));
  }
  measure(waiting);
}

/** Depths and histories are noted when a node is made, before its inputs are computed. */
function measure(waiting: readonly Node[]): void {
  for (const n of waiting) {
    if (n.values !== undefined) continue;
    n.depth = 0;
    for (const input of n.inputs) {
      if (input.values === undefined) n.depth = Math.max(n.depth, input.depth + 1);
      n.history = Math.max(n.history, input.history + 1);
    }
  }
}
