import { type Node, node } from '../../graph.ts';
import type { Brought } from '../../ops/brought.ts';
import type { Attributes } from '../../ops/operation.ts';
import { planTriangularSolve } from '../../wasm/linear-algebra/triangular-solve.ts';
import { inferSolution, pullSolution, pushSolution } from './linear-system.ts';
import { batchMatrices, lowerTriangle, upperTriangle } from './matrices.ts';

export const triangularSolveCode: Brought<'triangularSolve'> = {
  infer: inferSolution,

  plan: planTriangularSolve,

  derivative: {
    push: ([x], [da, db]) => [pushSolution(systemOf(x as Node<'triangularSolve'>), x as Node, da, db)],
    pull: ([x], [g], _, [wantsMatrix]) =>
      g === undefined ? [] : pullSolution(systemOf(x as Node<'triangularSolve'>), x as Node, g, wantsMatrix === true),
  },

  batch: batchMatrices,
};

type Options = Omit<Attributes['triangularSolve'], 'code'>;

function systemOf({ inputs, attributes }: Node<'triangularSolve'>) {
  const { lower, unitDiagonal, transpose: isTransposed } = attributes;
  return {
    isTransposed,
    solve: (b: Node, transpose: boolean) => solveTriangle(inputs[0] as Node, b, { ...attributes, transpose }),
    used: (a: Node) => (lower ? lowerTriangle(a, unitDiagonal ? 1 : 0) : upperTriangle(a, unitDiagonal ? 0 : 1)),
  };
}

/** `x` with `a x = b`, or `aᵀ x = b`. */
export function solveTriangle(a: Node, b: Node, { lower, transpose, unitDiagonal }: Options): Node {
  return node('triangularSolve', [a, b], { lower, transpose, unitDiagonal, code: triangularSolveCode });
}
