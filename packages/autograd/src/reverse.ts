import type { Node } from '@gradkit/core/graph';
import { add } from './expression.ts';
import { forgotten, type Path } from './path.ts';
import type { LinearMap } from './rule.ts';
import { ruleOf } from './rules/table.ts';

/** Reverse mode: extends the cotangents of the results to every node of the path, users before inputs. */
export function pull(path: Path, cotangents: Map<Node, Node>): void {
  for (const [y, through] of [...path].reverse()) {
    const g = cotangents.get(y);
    if (g === undefined || through.length === 0) continue;
    // A pullback may be called long after its value was computed.
    if (y.inputs.length === 0) throw forgotten();
    const partials = ruleOf(y).pull(y, ...y.inputs);
    for (const i of through) {
      const x = y.inputs[i] as Node;
      const contribution = (partials[i] as LinearMap)(g);
      const others = cotangents.get(x);
      cotangents.set(x, others === undefined ? contribution : add(others, contribution));
    }
  }
}
