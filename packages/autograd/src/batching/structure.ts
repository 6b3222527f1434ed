import { node } from '@gradkit/core/graph';
import { barrier } from '../expression.ts';
import { type BatchRules, mapped } from './rule.ts';

export const structure: BatchRules<'stopGradient' | 'barrier' | 'recurrence' | 'call' | 'custom' | 'scan'> = {
  stopGradient: ({ attributes }, _, x) => mapped(node('stopGradient', [x.node], attributes)),
  // Waiting for what is mapped does not make a value another one at each position.
  barrier: (_, __, x, after) => ({ node: barrier(x.node, after.node), isBatched: x.isBatched }),
  recurrence: 'brought',
  call: 'brought',
  custom: 'brought',
  scan: 'brought',
};
