import { type Rules, zero } from '../rule.ts';

/** Leaves have no inputs to propagate to. */
export const leaf: Rules<'literal' | 'input' | 'iota'> = {
  literal: zero,
  input: zero,
  iota: zero,
};
