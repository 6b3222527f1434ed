import type { Node } from '@gradkit/core/graph';
import { permute } from '../expression.ts';

/** One axis elsewhere, the others in their order, as NumPy's `moveaxis`. */
export function moveAxis(x: Node, from: number, to: number): Node {
  if (from === to) return x;
  const others = x.shape.map((_, i) => i).filter((i) => i !== from);
  return permute(x, others.toSpliced(to, 0, from));
}
