import { contract } from './contract.ts';
import { elementwise } from './elementwise.ts';
import { indexing } from './indexing.ts';
import { leaf } from './leaf.ts';
import { linearAlgebra } from './linear-algebra.ts';
import { move } from './move.ts';
import type { Op, Operation } from './operation.ts';
import { reduce } from './reduce.ts';
import { structure } from './structure.ts';

/** Every primitive operation: an operation without a row does not compile. */
export const operations: { readonly [O in Op]: Operation<O> } = {
  ...leaf,
  ...elementwise,
  ...reduce,
  ...contract,
  ...move,
  ...indexing,
  ...structure,
  ...linearAlgebra,
};
