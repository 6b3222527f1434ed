import type { LinearAlgebraOp } from '@gradkit/core/graph';
import type { BatchRules } from './rule.ts';

/** Few programs factorize matrices: the nodes bring how they are vectorised. */
export const linearAlgebra: BatchRules<LinearAlgebraOp> = {
  cholesky: 'brought',
  triangularSolve: 'brought',
  qr: 'brought',
  eigh: 'brought',
  svd: 'brought',
  solve: 'brought',
  lstsq: 'brought',
};
