import {
  type Batched,
  type Batching,
  is,
  literal,
  type Node,
  node,
  type Op,
  replacing,
  topological,
} from '@gradkit/core/graph';
import { expand } from '../expression.ts';
import { type BatchRule, type Mapping, mapped } from './rule.ts';
import { batchRules } from './table.ts';

/**
 * Results for every position on a mapped axis at once.
 *
 * @param sources nodes that the results depend on, each with the same with an axis of extent `size` in front
 * @returns for each result its node with that axis in front, or the result itself where it does not depend on the axis
 */
export function batch(results: readonly Node[], sources: ReadonlyMap<Node, Node>, size: number): readonly Batched[] {
  const known = new Map<Node, Batched>();
  let oldest = Number.POSITIVE_INFINITY;
  for (const [source, withAxis] of sources) {
    known.set(source, mapped(withAxis));
    oldest = Math.min(oldest, source.id);
  }
  const at = (n: Node): Batched => known.get(n) ?? { node: n, isBatched: false };
  const mapping = mappingOf(size);
  const unbatched = replacing((n) => at(n).node);
  const dependents = dependentsOn(
    sources,
    topological(results, (n) => n.id <= oldest),
  );
  for (const n of dependents) {
    if (known.has(n)) continue;
    const inputs = n.inputs.map(at);
    const rule = batchRules[n.op as keyof typeof batchRules] as BatchRule<Op> | 'brought';
    if (!inputs.some(({ isBatched }) => isBatched)) {
      known.set(n, { node: node(n.op, unbatched(n.inputs), n.attributes), isBatched: false });
    } else if (rule !== 'brought') {
      known.set(n, rule(n, mapping, ...inputs));
    } else {
      const ys = dependents.filter((other) => other.inputs === n.inputs);
      const found = batchingOf(n)(ys, inputs, size, { batch });
      ys.forEach((y, i) => {
        known.set(y, mapped(found[i] as Node));
      });
    }
  }
  return results.map(at);
}

/** Inputs come before users. */
function dependentsOn(sources: ReadonlyMap<Node, Node>, nodes: readonly Node[]): Node[] {
  const dependent = new Set<Node>(sources.keys());
  return nodes.filter((n) => {
    if (dependent.has(n) || !n.inputs.some((input) => dependent.has(input))) return false;
    dependent.add(n);
    return true;
  });
}

function mappingOf(size: number): Mapping {
  const repeated = new Map<Node, Node>();
  return {
    size,
    everywhere({ node: n, isBatched }) {
      if (isBatched) return n;
      let made = repeated.get(n);
      if (made === undefined) {
        const shape = [size, ...n.shape];
        made = is('literal', n) ? literal(n.attributes.value, n.dtype, shape) : expand(n, [0], shape);
        repeated.set(n, made);
      }
      return made;
    },
  };
}

function batchingOf(n: Node): Batching<Op> {
  return (n.attributes as { readonly code: { readonly batch: Batching<Op> } }).code.batch;
}
