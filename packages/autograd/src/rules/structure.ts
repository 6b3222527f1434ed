import { barrier } from '../expression.ts';
import { type Rules, zero } from '../rule.ts';

/** What is said about other operations passes derivatives on, or does not. */
export const structure: Rules<'stopGradient' | 'barrier' | 'recurrence' | 'call' | 'custom' | 'scan'> = {
  stopGradient: zero,
  barrier: {
    push: (y) => [(t) => barrier(t, y), undefined],
    pull: () => [(g) => g, undefined],
  },
  recurrence: 'brought',
  call: 'brought',
  custom: 'brought',
  scan: 'brought',
};
