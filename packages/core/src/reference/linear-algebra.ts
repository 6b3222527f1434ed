import type { Node } from '../graph.ts';
import type { LinearAlgebraOp } from '../ops/linear-algebra.ts';
import { sizeOf } from '../shape.ts';
import {
  cholesky,
  eigh,
  get,
  lstsq,
  type Matrix,
  matrix,
  qr,
  solve,
  solveTriangle,
  svd,
  transposed,
} from './factorizations.ts';

type Rule<O extends LinearAlgebraOp> = (n: Node<O>, inputs: readonly Float64Array[]) => Float64Array;

/** Textbook algorithms, one matrix after the other, and others than those of compiled programs where there are others. */
export const linearAlgebra: { readonly [O in LinearAlgebraOp]: Rule<O> } = {
  cholesky: (n, inputs) => each(n, inputs, (a) => [cholesky(a as Matrix)]),

  triangularSolve: (n, inputs) => {
    const { lower, transpose, unitDiagonal } = n.attributes;
    return each(n, inputs, (a, b) => {
      const read = matrix((a as Matrix).rows, (a as Matrix).rows, (i, j) =>
        (lower ? j <= i : j >= i) ? get(a as Matrix, i, j) : 0,
      );
      return [solveTriangle(transpose ? transposed(read) : read, b as Matrix, lower !== transpose, unitDiagonal)];
    });
  },

  qr: (n, inputs) => {
    const rank = (n.shape.at(-1) as number) - 1;
    return each(n, inputs, (a) => {
      const { q, r, order, sign } = qr(a as Matrix, n.attributes.pivoting);
      return [
        matrix(q.rows, rank + 1, (i, j) => (j < rank ? get(q, i, j) : i === 0 ? sign : 0)),
        matrix(r.columns, rank + 1, (i, j) => (j < rank ? get(r, j, i) : (order[i] as number))),
      ];
    });
  },

  eigh: (n, inputs) =>
    each(n, inputs, (a) => {
      const { values, vectors } = eigh(a as Matrix);
      return [rowOf(values), vectors];
    }),

  svd: (n, inputs) =>
    each(n, inputs, (a) => {
      const { values, left, right } = svd(a as Matrix);
      return [rowOf(values), left, right];
    }),

  solve: (n, inputs) =>
    each(n, inputs, (a, b) => [solve(n.attributes.transpose ? transposed(a as Matrix) : (a as Matrix), b as Matrix)]),

  lstsq: (n, inputs) => {
    const { transpose, tolerance } = n.attributes;
    return each(n, inputs, (a, b) => [
      lstsq(transpose ? transposed(a as Matrix) : (a as Matrix), b as Matrix, tolerance),
    ]);
  },
};

const rowOf = (values: readonly number[]): Matrix => matrix(1, values.length, (_, j) => values[j] as number);

/** Applies a function of matrices for each index of the axes before them; its results stand above one another. */
function each(
  n: Node,
  inputs: readonly Float64Array[],
  apply: (...matrices: readonly Matrix[]) => readonly Matrix[],
): Float64Array {
  const batch = sizeOf(n.shape.slice(0, -2));
  const size = sizeOf(n.shape.slice(-2));
  const result = new Float64Array(batch * size);
  for (let b = 0; b < batch; b++) {
    const matrices = n.inputs.map(({ shape }, i): Matrix => {
      const [rows, columns] = shape.slice(-2) as [number, number];
      const start = b * rows * columns;
      return { rows, columns, data: (inputs[i] as Float64Array).slice(start, start + rows * columns) };
    });
    let at = b * size;
    for (const { data } of apply(...matrices)) {
      result.set(data, at);
      at += data.length;
    }
  }
  return result;
}
