import type { Node, Op } from '@gradkit/core/graph';
import type { Rule, Rules } from '../rule.ts';
import { contract } from './contract.ts';
import { elementwise } from './elementwise.ts';
import { indexing } from './indexing.ts';
import { leaf } from './leaf.ts';
import { linearAlgebra } from './linear-algebra.ts';
import { move } from './move.ts';
import { reduce } from './reduce.ts';
import { structure } from './structure.ts';

/**
 * Both derivatives of every primitive operation: an operation without a row does not compile. Bundlers drop a call that says
 * it is pure, but no spread.
 */
export const rules: Rules<Op> = /* @__PURE__ */ (() => ({
  ...leaf,
  ...elementwise,
  ...reduce,
  ...contract,
  ...move,
  ...indexing,
  ...structure,
  ...linearAlgebra,
}))();

export function ruleOf(y: Node): Rule<Op> | 'brought' {
  return rules[y.op] as Rule<Op> | 'brought';
}
