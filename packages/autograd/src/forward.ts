import { type Node, node } from '@gradkit/core/graph';
import { add, fill, isFloat } from './expression.ts';
import type { Path } from './path.ts';
import { ruleOf } from './rules/table.ts';

/** Forward mode: extends the tangents of the sources to every node of the path, inputs before users. */
export function push(path: Path, tangents: Map<Node, Node>): void {
  for (const [y, through] of path) {
    if (!tangents.has(y)) tangents.set(y, tangentOf(y, through, tangents));
  }
}

function tangentOf(y: Node, through: readonly number[], tangents: ReadonlyMap<Node, Node>): Node {
  const { push } = ruleOf(y);
  if (push === 'linear') {
    const inputs = y.inputs.map((x) => tangents.get(x) ?? (isFloat(x) ? fill(x, 0) : x));
    return node(y.op, inputs, y.attributes);
  }
  const partials = push(y, ...y.inputs);
  return through
    .map((i) => (partials[i] as NonNullable<(typeof partials)[number]>)(tangents.get(y.inputs[i] as Node) as Node))
    .reduce(add);
}
