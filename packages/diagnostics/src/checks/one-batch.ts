import { assign, cast, sub, variable } from '@gradkit/core';
import { adam } from '@gradkit/optimizers';
import { trainStep } from '@gradkit/train';
import { rowsOf } from '../excerpt.ts';
import type { Finding } from '../finding.ts';
import { baselineLosses, lossFactsOf } from '../loss-facts.ts';
import { prescribe } from '../prescribe.ts';
import type { Examined } from './check.ts';

/** Samples to be learned by heart, and the steps for it. */
const few = { samples: 4, steps: 200, learningRate: 5e-3 };

/** Share of the loss of constant predictions that may be left. */
const tolerated = 0.5;

/**
 * Trains on a few samples only, with Adam: a model that cannot learn four samples by heart has a fault, or hardly any capacity.
 *
 * @param goOn called after each step; it may wait, or throw to end the check
 */
export async function checkOneBatch(examined: Examined, goOn: () => Promise<void>): Promise<readonly Finding[]> {
  const { model, outputs, pass, options } = examined;
  const [output] = outputs;
  if (output === undefined || outputs.length > 1) return [];
  const fields = rowsOf(pass.fields, 0, few.samples);
  const { uninformed, best } = baselineLosses(output, fields, lossFactsOf(output, fields));
  const reference = Number.isFinite(best) ? best : uninformed;
  // All truths alike: a constant is right, and there is nothing to learn.
  if (!(reference > 1e-3)) return [];
  // Penalties are no part of what is to be learned.
  const own = variable(0);
  const step = trainStep(model, {
    ...options,
    optimizer: adam({ learningRate: few.learningRate }),
    watch: (watched) => assign([[own, cast(sub(watched.loss, watched.penalty), 'float32')]]),
  });
  let first = Number.NaN;
  let lowest = Infinity;
  for (let i = 0; i < few.steps; i++) {
    step(fields);
    const loss = own.value.item();
    if (i === 0) first = loss;
    if (!Number.isFinite(loss)) break;
    lowest = Math.min(lowest, loss);
    if (lowest < tolerated * reference) return [];
    await goOn();
  }
  return [
    {
      name: 'batch-not-learned',
      severity: 'problem',
      layers: [],
      evidence: [
        { measure: 'batch-loss', value: lowest, limit: { above: tolerated * reference } },
        { measure: 'first-loss', value: first },
        { measure: 'baseline-loss', value: reference },
        { measure: 'samples', value: few.samples },
      ],
      remedies: [prescribe('check-gradients'), prescribe('more-units', { value: 128 })],
      inventory: ['1.4.11'],
    },
  ];
}
