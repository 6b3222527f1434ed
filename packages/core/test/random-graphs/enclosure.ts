import { type Node, topological } from '../../src/graph.ts';
import type { Op } from '../../src/ops/operation.ts';
import type { Enclosure, Rule } from './bounds.ts';
import { rules } from './enclosure-rules.ts';

/** Enclosures already found. */
export type Known = WeakMap<Node, Enclosure>;

/**
 * What a correct program may compute, element by element: interval arithmetic over the graph.
 *
 * float32 results are rounded where the interpreter's are not, sums may be taken in any order, and a multiplication
 * followed by an addition may be rounded once or twice. No fixed tolerance fits that: an error of one unit in the last
 * place becomes any error after a cancellation, and another value altogether after `floor` or a comparison. So each
 * rule encloses every result that the accuracy budgets allow, from the enclosures of the inputs. Integers, moves and
 * float arithmetic that is exact stay points, which a program must hit. Where a decision hangs on rounding, the
 * enclosure holds both outcomes.
 *
 * Values that reading has left on nodes are not used.
 */
export function enclose(roots: readonly Node[], known: Known = new WeakMap()): Enclosure[] {
  for (const n of topological(roots, (each) => known.has(each))) {
    if (known.has(n)) continue;
    const inputs = n.inputs.map((input) => known.get(input) as Enclosure);
    known.set(n, (rules[n.op] as Rule<Op>)(n, inputs));
  }
  return roots.map((root) => known.get(root) as Enclosure);
}
