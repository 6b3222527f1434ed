import { DifferentiationError } from '@gradkit/core';
import { is, type Node, topological } from '@gradkit/core/graph';
import { isFloat } from './expression.ts';
import { zero } from './rule.ts';
import { ruleOf } from './rules/table.ts';

/**
 * The nodes through which results depend on sources, inputs before users; for each the positions of those of its inputs
 * that do. Everything else has derivative zero and never gets a node.
 */
export type Path = ReadonlyMap<Node, readonly number[]>;

/** @param cuts nodes that count as independent: nothing is propagated into their inputs */
export function pathBetween(
  sources: ReadonlySet<Node>,
  results: readonly Node[],
  cuts: ReadonlySet<Node> = new Set(),
): Path {
  let oldest = Number.POSITIVE_INFINITY;
  for (const source of sources) oldest = Math.min(oldest, source.id);
  const path = new Map<Node, readonly number[]>();
  for (const node of topological(results, (n) => n.id <= oldest || cuts.has(n))) {
    const through: number[] = [];
    if (node.id > oldest && isForgotten(node) && !sources.has(node) && !cuts.has(node)) throw forgotten();
    if (isFloat(node) && !cuts.has(node) && ruleOf(node) !== zero) {
      node.inputs.forEach((input, i) => {
        // What a barrier waits for changes nothing of its value.
        if (path.has(input) && !(i === 1 && is('barrier', node))) through.push(i);
      });
    }
    if (through.length > 0 || sources.has(node)) path.set(node, through);
  }
  return path;
}

/** Whether the values of a node were computed so long ago that what led to them is forgotten. */
function isForgotten(n: Node): boolean {
  return is('input', n) && n.attributes.source.kind === 'value' && n.attributes.source.isForgotten === true;
}

/** Taking what is not known any more for independent would be a wrong answer. */
export function forgotten(): DifferentiationError {
  return new DifferentiationError(
    'the history of the result is too long, and its beginning is forgotten. Start anew from a constant, ' +
      'x = tensor(x.dataSync(), { shape: x.shape }), or differentiate inside jit().',
  );
}
