import { type Node, node } from '@gradkit/core/graph';
import { add, fill, inverse, mul, pad, permute, reduceSum, reshape, slice } from '../expression.ts';
import type { Rule } from '../rule.ts';

/**
 * ∂(x₁ ⋯ xₙ)/∂xᵢ is the product of all others. The usual y / xᵢ fails as soon as an element is zero, and a case
 * distinction by the number of zeros has wrong second derivatives. So the product is differentiated as a balanced tree
 * of multiplications: exact for any number of zeros and any order, with 2(n − 1) more multiplications in log₂ n levels.
 */
export const reduceProd: Rule<'reduceProd'> = {
  push: (y, x) => [
    (tangent) => {
      let values = rows(x, y.attributes.axes);
      let tangents = rows(tangent, y.attributes.axes);
      while (width(values) > 1) {
        const [a, b] = halves(values, 1);
        const [ta, tb] = halves(tangents, 0);
        tangents = add(mul(ta, b), mul(a, tb));
        values = mul(a, b);
      }
      return reshape(reduceSum(tangents, [1]), y.shape);
    },
  ],
  pull: (y, x) => [
    (cotangent) => {
      const { axes } = y.attributes;
      const levels: { readonly factors: readonly [Node, Node]; readonly width: number }[] = [];
      let values = rows(x, axes);
      while (width(values) > 1) {
        const factors = halves(values, 1);
        levels.push({ factors, width: width(values) });
        values = mul(...factors);
      }
      let cotangents = reshape(cotangent, [y.shape.reduce((n, m) => n * m, 1), 1]);
      for (const {
        factors: [a, b],
        width,
      } of levels.reverse()) {
        cotangents = first(node('concat', [mul(cotangents, b), mul(cotangents, a)], { axis: 1 }), width);
      }
      return fromRows(width(values) === 0 ? fill(values, 0) : cotangents, x, axes);
    },
  ],
};

const width = (x: Node): number => x.shape[1] as number;

/** The reduced axes last, as in a matrix [results, factors]. */
function rows(x: Node, axes: readonly number[]): Node {
  const order = reducedLast(x, axes);
  const factors = axes.reduce((n, axis) => n * (x.shape[axis] as number), 1);
  const results = x.shape.reduce((n, extent, i) => (axes.includes(i) ? n : n * extent), 1);
  return reshape(permute(x, order), [results, factors]);
}

function fromRows(matrix: Node, like: Node, axes: readonly number[]): Node {
  const order = reducedLast(like, axes);
  const unflat = reshape(
    matrix,
    order.map((axis) => like.shape[axis] as number),
  );
  return permute(unflat, inverse(order));
}

function reducedLast(x: Node, axes: readonly number[]): number[] {
  return [...x.shape.map((_, i) => i).filter((i) => !axes.includes(i)), ...axes];
}

/** Left and right half of every row, the right one filled up with `neutral` when the width is odd. */
function halves(matrix: Node, neutral: number): readonly [Node, Node] {
  const half = Math.ceil(width(matrix) / 2);
  const even = pad(matrix, [0, 0], [0, 2 * half - width(matrix)], neutral);
  const results = matrix.shape[0] as number;
  return [first(even, half), slice(even, [0, half], [results, 2 * half])];
}

function first(matrix: Node, columns: number): Node {
  return slice(matrix, [0, 0], [matrix.shape[0] as number, columns]);
}
