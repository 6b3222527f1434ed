import { is, literal, type Node, node } from '../graph.ts';
import type { Batched } from '../ops/brought.ts';

/** An input with the mapped axis in front; one that does not depend on it is repeated. */
export function mappedInput({ node: n, isBatched }: Batched, size: number): Node {
  if (isBatched) return n;
  const shape = [size, ...n.shape];
  if (is('literal', n)) return literal(n.attributes.value, n.dtype, shape);
  return node('broadcast', [n], { shape, axes: n.shape.map((_, i) => i + 1) });
}
