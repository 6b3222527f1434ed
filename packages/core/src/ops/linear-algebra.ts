import type { Brought } from './brought.ts';
import { floats, type Operation } from './operation.ts';

/** Factorizations and solutions of matrices in the last two axes. */
export type LinearAlgebraOp = 'cholesky' | 'triangularSolve' | 'qr' | 'eigh' | 'svd' | 'solve' | 'lstsq';

const row = <O extends LinearAlgebraOp>(arity: number): Operation<O> => ({
  family: 'linear algebra',
  ownKernel: true,
  arity,
  dtypes: floats,
  infer: (inputs, attributes) => (attributes.code as unknown as Brought<O>).infer(inputs, attributes),
  cost: 100,
});

export const linearAlgebra: { readonly [O in LinearAlgebraOp]: Operation<O> } = {
  cholesky: row(1),
  triangularSolve: row(2),
  qr: row(1),
  eigh: row(1),
  svd: row(1),
  solve: row(2),
  lstsq: row(2),
};
