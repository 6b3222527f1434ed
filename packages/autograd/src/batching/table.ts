import type { Op } from '@gradkit/core/graph';
import { contract } from './contract.ts';
import { elementwise } from './elementwise.ts';
import { indexing } from './indexing.ts';
import { linearAlgebra } from './linear-algebra.ts';
import { move } from './move.ts';
import { reduce } from './reduce.ts';
import type { BatchRules } from './rule.ts';
import { structure } from './structure.ts';

/** Leaves have no inputs, and are the same at every position. */
type Inner = Exclude<Op, 'literal' | 'input' | 'iota'>;

/**
 * Every primitive operation for all positions on a mapped axis: an operation without a row does not compile. Bundlers drop
 * a call that says it is pure, but no spread.
 */
export const batchRules: BatchRules<Inner> = /* @__PURE__ */ (() => ({
  ...elementwise,
  ...reduce,
  ...contract,
  ...move,
  ...indexing,
  ...structure,
  ...linearAlgebra,
}))();
