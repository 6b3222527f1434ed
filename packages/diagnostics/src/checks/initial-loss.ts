import type { Tensor } from '@gradkit/core';
import type { Finding } from '../finding.ts';
import { baselineLosses, lossFactsOf } from '../loss-facts.ts';
import { prescribe } from '../prescribe.ts';
import type { Examined } from './check.ts';

/** Times the expected loss that is still as expected: He's weights before two outputs give up to 2.8 times ln 2 by chance. */
const tolerated = 3;

/**
 * Compares the loss of the first weights with that of predictions that say nothing, such as ln C for C classes, and that again
 * with what the mean of the targets would reach.
 */
export function checkInitialLoss({ outputs, pass }: Examined): readonly Finding[] {
  const [output] = outputs;
  if (output === undefined || outputs.length > 1) return [];
  const facts = lossFactsOf(output, pass.fields);
  const { uninformed, best } = baselineLosses(output, pass.fields, facts);
  const first = pass.loss;
  const common = { name: 'unexpected-initial-loss', layers: [], inventory: ['1.2.7', '1.1.23'] } as const;
  const expected = facts?.takes === 'any' ? Math.max(uninformed, best) : uninformed;
  if (expected > 0 && first > tolerated * expected) {
    return [
      {
        ...common,
        severity: 'warning',
        evidence: [
          { measure: 'first-loss', value: first, limit: { above: tolerated * expected } },
          { measure: 'expected-loss', value: expected },
        ],
        cause: 'weights',
        remedies: [prescribe('glorot-initializer'), prescribe('standardize-inputs')],
      },
    ];
  }
  const { mean, deviation } = spreadOf(pass.fields[output.field] as Tensor);
  // Targets far from 0: the bias of the output has a long way to go before anything else is learned.
  const isFar = facts?.takes === 'any' && (Math.abs(mean) > 5 * deviation || deviation > 20) && uninformed > 10 * best;
  const isWide = facts?.takes === 'any' && deviation > 20;
  if (!isFar && !isWide) return [];
  return [
    {
      ...common,
      severity: 'warning',
      evidence: [
        { measure: 'first-loss', value: first },
        { measure: 'baseline-loss', value: best },
        { measure: 'target-mean', value: mean },
        { measure: 'target-deviation', value: deviation },
      ],
      cause: 'targets',
      remedies: [prescribe('standardize-targets')],
    },
  ];
}

function spreadOf(values: Tensor): { readonly mean: number; readonly deviation: number } {
  const array = values.dataSync();
  let mean = 0;
  for (const value of array) mean += value / array.length;
  let variance = 0;
  for (const value of array) variance += (value - mean) ** 2 / array.length;
  return { mean, deviation: Math.sqrt(variance) };
}
