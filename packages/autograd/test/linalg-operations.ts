import type { Tensor } from '@gradkit/core';
import { type Attributes, is, type LinearAlgebraOp, type Node, topological } from '@gradkit/core/graph';
import * as linalg from '@gradkit/core/linalg';
import { float64 } from './vectors.ts';

/** The code that a function brings to its nodes. */
function codeFrom<O extends LinearAlgebraOp>(op: O, { node: root }: Tensor): Attributes[O]['code'] {
  return (topological([root]).find((n) => is(op, n)) as Node<O>).attributes.code;
}

const one = float64([1], [1, 1]);
export const choleskyCode = codeFrom('cholesky', linalg.cholesky(one));
export const triangularSolveCode = codeFrom('triangularSolve', linalg.solveTriangular(one, one));
export const qrCode = codeFrom('qr', linalg.qr(one).q);
export const eighCode = codeFrom('eigh', linalg.eigvalsh(one));
export const svdCode = codeFrom('svd', linalg.svdvals(one));
export const solveCode = codeFrom('solve', linalg.solve(one, one));
export const lstsqCode = codeFrom('lstsq', linalg.pinv(one));

/** Positive definite, with eigenvalues that are apart. */
export const definite = float64([4, 1, -0.5, 1, 3, 0.3, -0.5, 0.3, 2], [3, 3]);
/** A matrix and a wide one whose columns and rows are far from dependent. */
export const regular = float64([2, 0.5, -0.3, 0.4, -3, 0.8, 0.7, 0.2, 1.5], [3, 3]);
export const wide = float64([2, 0.5, -0.3, 0.4, -1, 0.8], [2, 3]);
export const tall = float64([2, 0.5, -0.3, 0.4, -1, 0.8], [3, 2]);
