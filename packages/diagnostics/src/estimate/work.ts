import { sizeOf } from '@gradkit/core';
import { type AnyNode, isElementwise, type Node, operations, type Subgraph, topological } from '@gradkit/core/graph';

/** What a graph computes, before anything is simplified or fused. */
export interface Work {
  /** Products that are added up: of matrices and convolutions. */
  readonly multiplyAdds: number;
  /** Other operations on numbers; functions such as `exp` count as the simple ones that they are made of. */
  readonly arithmetic: number;
}

const none: Work = { multiplyAdds: 0, arithmetic: 0 };

/** Counts the operations of everything that the roots need; loops count as often as they run. */
export function workOf(roots: readonly Node[]): Work {
  const opened = new Set<readonly Node[]>();
  let total = none;
  for (const n of topological(roots)) total = sum(total, workOfNode(n as AnyNode, opened));
  return total;
}

function workOfNode(n: AnyNode, opened: Set<readonly Node[]>): Work {
  const size = sizeOf(n.shape);
  if (n.op === 'dot') {
    const left = (n.inputs[0] as Node).shape;
    return { multiplyAdds: size * sizeOf(left.slice(left.length - n.attributes.contract)), arithmetic: 0 };
  }
  if (n.op === 'conv') {
    const kernel = (n.inputs[1] as Node).shape;
    return { multiplyAdds: (size * sizeOf(kernel)) / Math.max(1, kernel.at(-1) as number), arithmetic: 0 };
  }
  if (n.op === 'call' || n.op === 'custom') {
    // All results of one call have one array of inputs.
    if (opened.has(n.inputs)) return none;
    opened.add(n.inputs);
    const { body } = n.attributes;
    return workOf(n.op === 'call' ? body.results : body.results.slice(0, n.attributes.values));
  }
  if (n.op === 'scan') return workOfScan(n, opened);
  if (isElementwise(n.op)) return { multiplyAdds: 0, arithmetic: size * operations[n.op].cost };
  if (operations[n.op].family === 'reduce') {
    return { multiplyAdds: 0, arithmetic: sizeOf((n.inputs[0] as Node).shape) };
  }
  if (n.op === 'recurrence') return { multiplyAdds: size, arithmetic: 0 };
  return none;
}

/** What is kept of every step is computed from the loop's own nodes, which count once. */
function workOfScan(n: Extract<AnyNode, { op: 'scan' }>, opened: Set<readonly Node[]>): Work {
  const { loop, output } = n.attributes;
  const isFirst = !opened.has(n.inputs);
  opened.add(n.inputs);
  const body = isFirst ? workOf(loop.body.results) : none;
  const kept = typeof output === 'number' ? none : beyond(output, loop.body);
  const each = sum(body, kept);
  return { multiplyAdds: each.multiplyAdds * loop.length, arithmetic: each.arithmetic * loop.length };
}

/** The work of a graph that is not also in another of the same parameters. */
function beyond(graph: Subgraph, known: Subgraph): Work {
  const seen = new Set(topological(known.results));
  const opened = new Set<readonly Node[]>();
  return topological(graph.results)
    .filter((n) => !seen.has(n))
    .map((n) => workOfNode(n as AnyNode, opened))
    .reduce(sum, none);
}

const sum = (a: Work, b: Work): Work => ({
  multiplyAdds: a.multiplyAdds + b.multiplyAdds,
  arithmetic: a.arithmetic + b.arithmetic,
});

/** What of a total is not in a part of it. */
export const without = (total: Work, part: Work): Work => ({
  multiplyAdds: total.multiplyAdds - part.multiplyAdds,
  arithmetic: total.arithmetic - part.arithmetic,
});
