import type { Tensor } from '@gradkit/core';
import type { Causes } from '../cause.ts';
import type { Evidence, Finding } from '../finding.ts';
import { lossFactsOf } from '../loss-facts.ts';
import { outputFactsOf } from '../output-facts.ts';
import type { Remedy } from '../remedy.ts';
import type { Examined } from './check.ts';

/**
 * Finds losses that expect something else than the model gives: logits where there are probabilities, probabilities where there
 * are sums, targets that an output cannot reach.
 */
export function checkLossAndOutput(examined: Examined): readonly Finding[] {
  const [output] = examined.outputs;
  const facts = outputFactsOf(examined);
  if (output === undefined || facts === undefined) return [];
  const { ending, path } = facts;
  const given = rangeOf(examined.pass.outputs[0] as Tensor);
  const truths = rangeOf(examined.pass.fields[output.field] as Tensor);
  const loss = lossFactsOf(output, examined.pass.fields);
  const units = output.shape.length > 1 ? (output.shape.at(-1) as number) : 1;
  const isPerUnit =
    (examined.pass.fields[output.field] as Tensor).shape.slice(1).join() === output.shape.slice(1).join();

  const range: Evidence[] = [
    { measure: 'output-smallest', value: given.smallest, layer: path },
    { measure: 'output-largest', value: given.largest, layer: path },
  ];
  const misfit = (
    cause: Causes['loss-and-output-differ'],
    evidence: readonly Evidence[],
    remedies: readonly Remedy[],
  ): Finding[] => [
    {
      name: 'loss-and-output-differ',
      severity: 'problem',
      layers: [path],
      evidence,
      cause,
      remedies,
      inventory: ['1.1.22', '1.4.1'],
    },
  ];
  const sum: Evidence = { measure: 'output-sum', value: given.sum, layer: path };

  if (ending === 'softmax' && units === 1) {
    return misfit('single-softmax', range, [
      { name: 'linear-output', code: 'dense({ units: 1 }), loss: binaryCrossentropy({ fromLogits: true })' },
    ]);
  }
  if (loss?.takes === 'logits') {
    if (ending === 'softmax') return misfit('softmax-into-logits', [sum, ...range], toLogits(output.loss.name, units));
    if (ending === 'sigmoid') return misfit('sigmoid-into-logits', range, toLogits(output.loss.name, units));
    if (ending === 'rectifier') return misfit('rectified-output', range, toLogits(output.loss.name, units));
  }
  if (loss?.takes === 'probabilities') {
    const softmaxOutput: Remedy = {
      name: 'softmax-output',
      code: `activation: ${loss.exclusive ? 'softmax' : 'sigmoid'}`,
    };
    if (ending === 'linear' || ending === 'tanh') {
      const outside = [
        { ...(range[0] as Evidence), limit: { below: 0 } },
        { ...(range[1] as Evidence), limit: { above: 1 } },
      ];
      return misfit('linear-into-probabilities', outside, [
        { name: 'loss-from-logits', code: `loss: ${output.loss.name}({ fromLogits: true })` },
        softmaxOutput,
      ]);
    }
    if (ending === 'rectifier') return misfit('rectified-output', range, [softmaxOutput]);
    if (ending === 'sigmoid' && loss.exclusive && units > 2) {
      return misfit('sigmoid-of-exclusive-classes', [sum], [softmaxOutput]);
    }
  }
  const bounds = { sigmoid: [0, 1], softmax: [0, 1], tanh: [-1, 1], rectifier: [0, Infinity] }[ending as string];
  if (loss?.takes === 'any' && bounds !== undefined && isPerUnit) {
    const [low, high] = bounds as [number, number];
    if (truths.smallest < low || truths.largest > high) {
      return misfit(
        'targets-out-of-reach',
        [
          ...(truths.smallest < low
            ? [{ measure: 'target-smallest', value: truths.smallest, limit: { below: low } } as const]
            : []),
          ...(truths.largest > high
            ? [{ measure: 'target-largest', value: truths.largest, limit: { above: high } } as const]
            : []),
        ],
        [{ name: 'linear-output', code: `dense({ units: ${units} })` }],
      );
    }
  }
  return [];
}

/** Outputs that are sums of products: the loss applies the function itself, which is exact also far from 0. */
function toLogits(loss: string, units: number): readonly Remedy[] {
  return [
    { name: 'linear-output', code: `dense({ units: ${units} })` },
    { name: 'loss-from-probabilities', code: `loss: ${loss}()` },
  ];
}

/** Smallest and largest element, and the mean over rows of the sum of each. */
function rangeOf(values: Tensor): { readonly smallest: number; readonly largest: number; readonly sum: number } {
  let smallest = Infinity;
  let largest = -Infinity;
  let total = 0;
  const array = values.dataSync();
  for (const value of array) {
    if (value < smallest) smallest = value;
    if (value > largest) largest = value;
    total += value;
  }
  return { smallest, largest, sum: total / Math.max(1, array.length / (values.shape.at(-1) ?? 1)) };
}
