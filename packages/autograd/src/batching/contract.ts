import { type Node, node } from '@gradkit/core/graph';
import { swap } from '../expression.ts';
import { moveAxis } from './move-axis.ts';
import { type BatchRules, mapped } from './rule.ts';

export const contract: BatchRules<'dot' | 'conv'> = {
  // [B…, L…, K…] · [B…, K…, R…] → [B…, L…, R…] with the mapped axis M. Only where both operands have it is the product
  // batched by it; else it is one more free axis, and the other operand serves for all positions at once.
  dot: ({ attributes: { batch, contract } }, _, left, right) => {
    const product = (a: Node, b: Node): Node => node('dot', [a, b], { batch, contract });
    if (left.isBatched && right.isBatched) {
      return mapped(node('dot', [left.node, right.node], { batch: batch + 1, contract }));
    }
    // [B, M, L, K] · [B, K, R] → [B, M, L, R]
    if (left.isBatched) return mapped(moveAxis(product(moveAxis(left.node, 0, batch), right.node), batch, 0));
    const free = left.node.shape.length - batch - contract;
    const isVector = right.node.shape.length - 1 === batch + contract;
    // The vectors as rows of a matrix: [B, M, K] · [B, K, L] → [B, M, L], which lies as it is wanted.
    if (isVector)
      return mapped(moveAxis(product(moveAxis(right.node, 0, batch), swap(left.node, batch, free)), batch, 0));
    // [B, L, K] · [B, K, M, R] → [B, L, M, R]
    return mapped(moveAxis(product(left.node, moveAxis(right.node, 0, batch + contract)), batch + free, 0));
  },

  conv: 'brought',
};
