import { type Node, node } from '../../graph.ts';
import type { Brought } from '../../ops/brought.ts';
import type { ArrayType } from '../../ops/operation.ts';
import { planCholesky } from '../../wasm/linear-algebra/cholesky.ts';
import {
  add,
  areMatrices,
  batchMatrices,
  fromLower,
  halfTriangle,
  product,
  sizeOfMatrix,
  transpose,
} from './matrices.ts';
import { solveTriangle } from './triangular-solve.ts';

export const choleskyCode: Brought<'cholesky'> = {
  infer([a]) {
    const { shape, dtype } = a as ArrayType;
    const [rows, columns] = sizeOfMatrix(a as ArrayType);
    const fit = areMatrices([a as ArrayType]);
    return fit !== true ? fit : rows === columns ? { shape, dtype } : 'shape-mismatch';
  },

  plan: planCholesky,

  /**
   * With Φ the lower triangle with half the diagonal, `dL = L Φ(L⁻¹ dA L⁻ᵀ)`: Murray, "Differentiation of the Cholesky
   * decomposition", arXiv:1602.07527, 2016. Only the lower triangle of dA is read, and only that of Ā is not zero.
   */
  derivative: {
    push: ([l], [da]) => [da && product(l as Node, halfTriangle(between(l as Node, fromLower(da), false)))],
    pull: ([l], [g]) => {
      if (g === undefined) return [];
      const inner = between(l as Node, halfTriangle(product(transpose(l as Node), g)), true);
      return [halfTriangle(add(inner, transpose(inner)))];
    },
  },

  batch: batchMatrices,
};

/** `L⁻¹ X L⁻ᵀ`, or with both transposed, `L⁻ᵀ X L⁻¹`. */
function between(l: Node, x: Node, isTransposed: boolean): Node {
  const solve = (b: Node): Node => solveTriangle(l, b, { lower: true, transpose: isTransposed, unitDiagonal: false });
  return transpose(solve(transpose(solve(x))));
}

/** The lower factor of a matrix of which the lower triangle is given. */
export function choleskyNode(a: Node): Node {
  return node('cholesky', [a], { code: choleskyCode });
}
