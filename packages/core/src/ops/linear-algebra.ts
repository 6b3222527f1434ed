import { broughtWhole, floats, type Operation } from './operation.ts';

/** Factorizations and solutions of matrices in the last two axes. */
export type LinearAlgebraOp = 'cholesky' | 'triangularSolve' | 'qr' | 'eigh' | 'svd' | 'solve' | 'lstsq';

const row = <O extends LinearAlgebraOp>(): Operation<O> => broughtWhole('linear algebra', floats, 100);

export const linearAlgebra: { readonly [O in LinearAlgebraOp]: Operation<O> } = {
  cholesky: row(),
  triangularSolve: row(),
  qr: row(),
  eigh: row(),
  svd: row(),
  solve: row(),
  lstsq: row(),
};
