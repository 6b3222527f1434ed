import { type Node, node } from '../../graph.ts';
import type { Brought } from '../../ops/brought.ts';
import type { ArrayType } from '../../ops/operation.ts';
import { planEigh } from '../../wasm/linear-algebra/eigh.ts';
import {
  above,
  add,
  areMatrices,
  batchMatrices,
  block,
  diagonalRow,
  fromDiagonal,
  fromLower,
  guardedReciprocal,
  halfTriangle,
  mul,
  negligible,
  product,
  rowsOf,
  sizeOfMatrix,
  sub,
  transpose,
} from './matrices.ts';

export const eighCode: Brought<'eigh'> = {
  infer([a]) {
    const { shape, dtype } = a as ArrayType;
    const fit = areMatrices([a as ArrayType]);
    if (fit !== true) return fit;
    const [rows, columns] = sizeOfMatrix(a as ArrayType);
    return rows === columns ? { shape: shape.with(-2, rows + 1), dtype } : 'shape-mismatch';
  },

  plan: planEigh,

  /**
   * With `P = Vᵀ dA V` and `Fᵢⱼ = 1 / (λⱼ − λᵢ)`, `dλ = diag P` and `dV = V (F ∘ P)`: Magnus, "On differentiating eigenvalues
   * and eigenvectors", Econometric Theory 1, 1985. Where eigenvalues are equal F is 0: vectors can be
   * chosen there, so that they have no derivative, and what the values alone give stays right.
   */
  derivative: {
    push: ([y], [da]) => {
      if (da === undefined) return [];
      const { v, f } = partsOf(y as Node);
      const p = product(product(transpose(v), fromLower(da)), v);
      return [above(diagonalRow(p), product(v, mul(f, p)))];
    },
    pull: ([y], [g]) => {
      if (g === undefined) return [];
      const { v, f } = partsOf(y as Node);
      const { values, vectors } = eighParts(g);
      const inner = add(fromDiagonal(values), mul(f, product(transpose(v), vectors)));
      const full = product(product(v, inner), transpose(v));
      return [halfTriangle(add(full, transpose(full)))];
    },
  },

  batch: batchMatrices,
};

/** Eigenvalues and eigenvectors, packed, of the symmetric matrix whose lower triangle is given. */
export function eighNode(a: Node): Node<'eigh'> {
  return node('eigh', [a], { code: eighCode });
}

/** Takes a packed array apart: a row of eigenvalues, and eigenvectors in columns. */
export function eighParts(packed: Node): { readonly values: Node; readonly vectors: Node } {
  return { values: block(packed, { bottom: 1 }), vectors: block(packed, { top: 1 }) };
}

function partsOf(y: Node): { readonly v: Node; readonly f: Node } {
  const { values, vectors } = eighParts(y);
  const columns = rowsOf(values, vectors.shape.at(-1) as number);
  const gaps = sub(columns, transpose(columns));
  return { v: vectors, f: guardedReciprocal(gaps, negligible(values, gaps)) };
}
