import type { LinearAlgebraOp } from '@gradkit/core/graph';
import type { Rules } from '../rule.ts';

/** Few programs factorize matrices: the nodes bring their derivatives. */
export const linearAlgebra: Rules<LinearAlgebraOp> = {
  cholesky: 'brought',
  triangularSolve: 'brought',
  qr: 'brought',
  eigh: 'brought',
  svd: 'brought',
  solve: 'brought',
  lstsq: 'brought',
};
