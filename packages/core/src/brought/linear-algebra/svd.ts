import { type Node, node } from '../../graph.ts';
import type { Brought } from '../../ops/brought.ts';
import type { ArrayType } from '../../ops/operation.ts';
import { planSvd } from '../../wasm/linear-algebra/svd.ts';
import {
  above,
  add,
  areMatrices,
  batchMatrices,
  block,
  diagonalRow,
  fromDiagonal,
  guardedReciprocal,
  mul,
  negligible,
  product,
  rowsOf,
  sizeOfMatrix,
  sub,
  times,
  transpose,
} from './matrices.ts';

export const svdCode: Brought<'svd'> = {
  infer([a]) {
    const { shape, dtype } = a as ArrayType;
    const fit = areMatrices([a as ArrayType]);
    if (fit !== true) return fit;
    const [m, n] = sizeOfMatrix(a as ArrayType);
    return { shape: [...shape.slice(0, -2), 1 + m + n, Math.min(m, n)], dtype };
  },

  plan: planSvd,

  /**
   * With `P = Uᵀ dA V`, its symmetric part divided by `sⱼ − sᵢ` and its skew part by `sⱼ + sᵢ`, called X and Y: `ds = diag P`,
   * `dU = U (X + Y)` and `dV = V (X − Y)`, and outside the spans of U and V `dA V s⁻¹` and `dAᵀ U s⁻¹`. After Townsend,
   * "Differentiating the singular value decomposition", 2016. Quotients by zero are left out, as for `eigh`.
   */
  derivative: {
    push: ([y], [da]) => {
      if (da === undefined) return [];
      const { u, v, byGap, bySum, inverse, m, n, k } = partsOf(y as Node<'svd'>);
      const p = product(product(transpose(u), da), v);
      const x = mul(byGap, symmetricPart(p));
      const z = mul(bySum, skewPart(p));
      const du = product(u, add(x, z));
      const dv = product(v, sub(x, z));
      return [
        above(
          diagonalRow(p),
          m > k ? add(du, outside(u, mul(product(da, v), rowsOf(inverse, m)))) : du,
          n > k ? add(dv, outside(v, mul(product(transpose(da), u), rowsOf(inverse, n)))) : dv,
        ),
      ];
    },
    pull: ([y], [g]) => {
      if (g === undefined) return [];
      const { u, v, byGap, bySum, inverse, m, n, k } = partsOf(y as Node<'svd'>);
      const { values, left, right } = svdParts(g, m);
      const [gu, gv] = [product(transpose(u), left), product(transpose(v), right)];
      const p = add(
        fromDiagonal(values),
        add(symmetricPart(mul(byGap, add(gu, gv))), skewPart(mul(bySum, sub(gu, gv)))),
      );
      let ga = product(product(u, p), transpose(v));
      if (m > k) ga = add(ga, product(outside(u, mul(left, rowsOf(inverse, m))), transpose(v)));
      if (n > k) ga = add(ga, product(u, transpose(outside(v, mul(right, rowsOf(inverse, n))))));
      return [ga];
    },
  },

  batch: batchMatrices,
};

/** Singular values and vectors, packed. */
export function svdNode(a: Node): Node<'svd'> {
  return node('svd', [a], { code: svdCode });
}

/** Takes a packed array apart: a row of singular values, and left and right singular vectors in columns. */
export function svdParts(
  packed: Node,
  rows: number,
): { readonly values: Node; readonly left: Node; readonly right: Node } {
  return {
    values: block(packed, { bottom: 1 }),
    left: block(packed, { top: 1, bottom: 1 + rows }),
    right: block(packed, { top: 1 + rows }),
  };
}

function partsOf(y: Node<'svd'>) {
  const [m, n] = sizeOfMatrix(y.inputs[0] as Node);
  const k = Math.min(m, n);
  const { values, left, right } = svdParts(y, m);
  const columns = rowsOf(values, k);
  const small = negligible(values, columns);
  return {
    m,
    n,
    k,
    u: left,
    v: right,
    byGap: guardedReciprocal(sub(columns, transpose(columns)), small),
    bySum: guardedReciprocal(add(columns, transpose(columns)), small),
    inverse: guardedReciprocal(values, negligible(values, values)),
  };
}

const symmetricPart = (x: Node): Node => times(add(x, transpose(x)), 0.5);
const skewPart = (x: Node): Node => times(sub(x, transpose(x)), 0.5);

/** What of the columns of x lies outside the span of the orthonormal columns of `basis`. */
const outside = (basis: Node, x: Node): Node => sub(x, product(basis, product(transpose(basis), x)));
