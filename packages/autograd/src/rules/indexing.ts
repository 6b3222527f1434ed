import { node } from '@gradkit/core/graph';
import { fill } from '../expression.ts';
import { linear, type Rules, zero } from '../rule.ts';

/** Reading at indices and adding at indices are each other's transposes. */
export const indexing: Rules<'gather' | 'scatterAdd' | 'argsort'> = {
  gather: linear(({ attributes }, operand, indices) => [
    (g) => node('scatterAdd', [fill(operand, 0), indices, g], attributes),
    undefined,
  ]),
  scatterAdd: linear(({ attributes }, _, indices) => [
    (g) => g,
    undefined,
    (g) => node('gather', [g, indices], attributes),
  ]),
  argsort: zero,
};
