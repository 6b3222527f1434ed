import fc from 'fast-check';
import { describe, it } from 'vitest';
import type { Cell } from '../../src/cell.ts';
import { is, type Node, node, topological } from '../../src/graph.ts';
import { Tensor, type Variable, variable } from '../../src/index.ts';
import { equalShapes, sizeOf } from '../../src/shape.ts';
import type { VariableSource } from '../../src/source.ts';
import { replacing } from '../../src/subgraph.ts';
import { compile } from '../../src/wasm/runtime.ts';
import { compare } from './compare.ts';
import { type RandomGraph, randomGraph } from './generate.ts';
import { poisoned } from './poisoned.ts';
import { runs } from './runs.ts';

describe('programs that update variables', () => {
  it('compute everything from the old contents, in place or not', () => {
    fc.assert(
      fc.property(randomGraph(), fc.boolean(), fc.boolean(), (graph, fuse, isPoisoned) => {
        const { outputs, updates, variables } = updating(graph);
        const program = compile({ outputs: outputs.now, updates }, { fuse });
        const results = (isPoisoned ? poisoned(program) : program).run([]);
        const contents = variables.map((each) => each.value.dataSync());
        compare([...outputs.before, ...outputs.assigned], [...results, ...contents]);
        for (const each of variables) each.dispose();
      }),
      runs(17, 1_500),
    );
  }, 3_600_000);
});

/** The graph with some leaves in variables, each of which gets the value of some node of its kind. */
function updating({ outputs }: RandomGraph): {
  readonly outputs: { readonly before: readonly Node[]; readonly now: readonly Node[]; readonly assigned: Node[] };
  readonly updates: ReadonlyMap<Cell, Node>;
  readonly variables: readonly Variable[];
} {
  const nodes = topological(outputs);
  const made = new Map<Node, Node>();
  const variables: Variable[] = [];
  const chosen: { readonly cell: Cell; readonly next: Node }[] = [];
  const replaced = (n: Node): Node => made.get(n) as Node;
  const inputsOf = replacing(replaced);
  const alike = (a: Node, b: Node): boolean => a.dtype === b.dtype && equalShapes(a.shape, b.shape);
  for (const n of nodes) {
    const inputs = inputsOf(n.inputs);
    const users = nodes.filter((user) => user.op !== 'input' && user !== n && alike(user, n));
    // Those just after the leaf first, later ones for later leaves: near and far uses of the old content.
    const next = users[variables.length % Math.max(1, users.length)];
    if (is('input', n) && sizeOf(n.shape) > 0 && next !== undefined) {
      const own = variable(new Tensor(n));
      const source = own.value.node as Node<'input'>;
      variables.push(own);
      chosen.push({ cell: (source.attributes.source as VariableSource).cell as Cell, next });
      made.set(n, source);
    } else {
      made.set(n, inputs === n.inputs ? n : node(n.op, inputs, n.attributes));
    }
  }
  return {
    outputs: { before: outputs, now: outputs.map(replaced), assigned: chosen.map(({ next }) => next) },
    updates: new Map(chosen.map(({ cell, next }) => [cell, replaced(next)])),
    variables,
  };
}
