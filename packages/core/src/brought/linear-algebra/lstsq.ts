import { type Node, node } from '../../graph.ts';
import type { Brought } from '../../ops/brought.ts';
import type { ArrayType } from '../../ops/operation.ts';
import {
  add,
  areMatrices,
  batchMatrices,
  guardedReciprocal,
  mul,
  neg,
  product,
  rowsOf,
  sizeOfMatrix,
  sub,
  sum,
  times,
  transpose,
} from './matrices.ts';
import { svdNode, svdParts } from './svd.ts';

/**
 * `x = A⁺ b` through the singular values, where A is the matrix or its transpose: the shortest of the x that make
 * `‖A x − b‖` least.
 */
export const lstsqCode: Brought<'lstsq'> = {
  infer(inputs, { transpose: isTransposed }) {
    const [a, b] = inputs as [ArrayType, ArrayType];
    const fit = areMatrices(inputs);
    if (fit !== true) return fit;
    const [m, n] = sizeOfMatrix(a);
    const [equations, unknowns] = isTransposed ? [n, m] : [m, n];
    if (b.shape.at(-2) !== equations) return 'shape-mismatch';
    return { shape: b.shape.with(-2, unknowns), dtype: b.dtype };
  },

  expand({ inputs, attributes }) {
    const [a, b] = inputs as [Node, Node];
    const { values, left, right } = svdParts(svdNode(a), a.shape.at(-2) as number);
    const [from, to] = attributes.transpose ? [right, left] : [left, right];
    const largest = node('slice', [values], {
      start: values.shape.map(() => 0),
      stop: values.shape.with(-1, Math.min(1, values.shape.at(-1) as number)),
    });
    const turned = product(transpose(from), b);
    if ((values.shape.at(-1) as number) === 0) return product(to, turned);
    const bound = times(transpose(rowsOf(largest, values.shape.at(-1) as number)), attributes.tolerance);
    const inverse = guardedReciprocal(values, bound);
    const weights = transpose(rowsOf(inverse, b.shape.at(-1) as number));
    return product(to, mul(weights, turned));
  },

  /**
   * With the residual `r = b − A x`, `dx = A⁺ (db − dA x) + A⁺ A⁺ᵀ dAᵀ r + (I − A⁺ A) dAᵀ A⁺ᵀ x`, as long as the rank stays
   * the same: Golub & Pereyra, "The differentiation of pseudo-inverses and nonlinear least squares problems whose
   * variables separate", SIAM J. Numer. Anal. 10, 1973.
   */
  derivative: {
    push: ([x], [da, db]) => {
      const { matrix, residual, solve, turned } = problemOf(x as Node<'lstsq'>);
      if (da === undefined) return [db && solve(db)];
      const d = turned(da);
      const rest = neg(product(d, x as Node));
      const bent = product(transpose(d), solve(x as Node, true));
      return [
        sum(
          solve(db === undefined ? rest : add(db, rest)),
          solve(solve(product(transpose(d), residual()), true)),
          sub(bent, solve(product(matrix, bent))),
        ),
      ];
    },
    pull: ([x], [g], _, [wantsMatrix]) => {
      if (g === undefined) return [];
      const { matrix, residual, solve, turned } = problemOf(x as Node<'lstsq'>);
      const side = solve(g, true);
      if (wantsMatrix !== true) return [undefined, side];
      const outside = sub(g, solve(product(matrix, g)));
      const d = sub(
        add(product(residual(), transpose(solve(side))), product(solve(x as Node, true), transpose(outside))),
        product(side, transpose(x as Node)),
      );
      return [turned(d), side];
    },
  },

  batch: batchMatrices,
};

/** The problem in terms of A, which is the matrix as it is given or transposed. */
function problemOf(x: Node<'lstsq'>) {
  const [a, b] = x.inputs as [Node, Node];
  const { transpose: isTransposed, tolerance } = x.attributes;
  const turned = (d: Node): Node => (isTransposed ? transpose(d) : d);
  const matrix = turned(a);
  return {
    matrix,
    turned,
    residual: (): Node => sub(b, product(matrix, x)),
    /** `A⁺ c`, or `A⁺ᵀ c`. */
    solve: (c: Node, other = false): Node => lstsqNode(a, c, { transpose: isTransposed !== other, tolerance }),
  };
}

/** `a⁺ b`, or `a⁺ᵀ b`. */
export function lstsqNode(
  a: Node,
  b: Node,
  { transpose: isTransposed = false, tolerance }: { readonly transpose?: boolean; readonly tolerance: number },
): Node<'lstsq'> {
  return node('lstsq', [a, b], { transpose: isTransposed, tolerance, code: lstsqCode });
}
