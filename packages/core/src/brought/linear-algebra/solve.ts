import { type Node, node } from '../../graph.ts';
import type { Brought } from '../../ops/brought.ts';
import { inferSolution, pullSolution, pushSolution } from './linear-system.ts';
import { batchMatrices, product, transpose } from './matrices.ts';
import { qrNode, qrParts } from './qr.ts';
import { solveTriangle } from './triangular-solve.ts';

/**
 * Through the QR factors, which are merged with those of other systems with the same matrix: that of the derivative is
 * one. Backward stable without any growth of elements (Golub & Van Loan, 4th ed., section 5.7.1).
 */
export const solveCode: Brought<'solve'> = {
  infer: inferSolution,

  expand({ inputs, attributes }) {
    const [a, b] = inputs as [Node, Node];
    const { q, rT } = qrParts(qrNode(a, { complete: false, pivoting: false }), a.shape.at(-2) as number);
    const divided = (x: Node, isTransposed: boolean): Node =>
      solveTriangle(rT, x, { lower: true, transpose: isTransposed, unitDiagonal: false });
    return attributes.transpose ? product(q, divided(b, false)) : divided(product(transpose(q), b), true);
  },

  derivative: {
    push: ([x], [da, db]) => [pushSolution(systemOf(x as Node<'solve'>), x as Node, da, db)],
    pull: ([x], [g], _, [wantsMatrix]) =>
      g === undefined ? [] : pullSolution(systemOf(x as Node<'solve'>), x as Node, g, wantsMatrix === true),
  },

  batch: batchMatrices,
};

function systemOf({ inputs, attributes }: Node<'solve'>) {
  return {
    isTransposed: attributes.transpose,
    solve: (b: Node, isTransposed: boolean) => solveNode(inputs[0] as Node, b, isTransposed),
    used: (a: Node) => a,
  };
}

/** `x` with `a x = b`, or `aᵀ x = b`. */
export function solveNode(a: Node, b: Node, isTransposed = false): Node<'solve'> {
  return node('solve', [a, b], { transpose: isTransposed, code: solveCode });
}
