import { cast, sizeOf, Tensor } from '@gradkit/core';
import { is, literal, type Node, node, type Op } from '@gradkit/core/graph';

/** What a mean and a weighted sum of terms consist of. */
const sums: ReadonlySet<Op> = new Set<Op>(['add', 'sub', 'mul', 'div', 'neg', 'reduceSum', 'reshape', 'stopGradient']);

/**
 * A float32 scalar, added up in float64: the sums, and the arithmetic of their results, that it ends with. Its terms stay what
 * they are, but their sum is no longer rounded to 7 digits, so that a line search can tell values apart that differ in the ninth.
 */
export function wideSum(scalar: Tensor): Tensor {
  const known = new Map<Node, Node>();
  const wide = (n: Node): Node => {
    let made = known.get(n);
    if (made === undefined) {
      made = widened(n);
      known.set(n, made);
    }
    return made;
  };
  const widened = (n: Node): Node => {
    if (n.dtype === 'float64') return n;
    if (is('literal', n)) return literal(n.attributes.value, 'float64', n.shape);
    const isSum = sums.has(n.op) && sizeOf(n.shape) === 1 && n.dtype === 'float32' && n.values === undefined;
    if (!isSum) return cast(new Tensor(n), 'float64').node;
    return node(n.op, n.inputs.map(wide), n.attributes);
  };
  return new Tensor(wide(scalar.node));
}
