import type { Config } from '../experiment.ts';
import { settingsOf } from '../settings.ts';
import { type Best, best, type Rule } from './convergence.ts';

/** `rate` is the learning rate in multiples of 1/L, L the largest eigenvalue. */
export const defaults = { rule: 'heavy-ball', condition: 100, rate: 1, momentum: 0 };

/** A configuration, typed, with what is best for it. */
export function chosenPair(config: Config): {
  readonly rule: Rule;
  /** The eigenvalues are 1 and this. */
  readonly high: number;
  readonly rate: number;
  readonly momentum: number;
  readonly best: Best;
  readonly plain: Best;
} {
  const { rule: name, condition, rate, momentum } = settingsOf(defaults, config);
  const rule: Rule = name === 'nesterov' ? 'nesterov' : 'heavy-ball';
  const plain = best('none', 1, condition);
  return { rule, high: condition, rate: rate / condition, momentum, best: best(rule, 1, condition), plain };
}
