import type { Tensor } from '@gradkit/core';
import type { Causes } from '../cause.ts';
import { altogether, type FeatureFacts, featuresOf } from '../feature-facts.ts';
import type { Evidence, Finding } from '../finding.ts';
import { prescribe } from '../prescribe.ts';
import type { Examined } from './check.ts';

/** Limits that pixels from 0 to 1, counts of a few, and measured features near 1 stay within. */
const limits = { largest: 5, smallest: 0.05, spread: 30, shift: 5 };

/** Layers that take numbers of words, or bring their inputs to one scale themselves. */
const insensitive = [
  'embedding',
  'batchNormalization',
  'layerNormalization',
  'groupNormalization',
  'instanceNormalization',
];

/**
 * Finds inputs whose features have other scales than weights are drawn for: all of them large or small, some much larger than
 * others, or means far from 0.
 */
export function checkInputs({ layers, inputFields, excerpt }: Examined): readonly Finding[] {
  for (const name of inputFields) {
    const field = excerpt.fields[name] as Tensor;
    if (!field.dtype.startsWith('float')) continue;
    const found = inputsFinding(layers[0]?.layer.kind, featuresOf(field));
    if (found !== undefined) return [found];
  }
  return [];
}

/** What is wrong with features that arrive at a layer of some kind; undefined where nothing is. */
export function inputsFinding(kind: string | undefined, facts: FeatureFacts): Finding | undefined {
  const found = insensitive.includes(kind ?? '') ? undefined : misfitOf(facts);
  return (
    found && {
      name: 'inputs-not-standardized',
      severity: found.cause === 'shift' ? 'note' : 'warning',
      layers: [],
      ...found,
      remedies: [prescribe('standardize-inputs'), prescribe('batch-normalization')],
      inventory: ['1.1.39', '1.5.14'],
    }
  );
}

function misfitOf(
  facts: FeatureFacts,
): { readonly cause: Causes['inputs-not-standardized']; readonly evidence: readonly Evidence[] } | undefined {
  const { mean, deviation } = altogether(facts);
  const scale = Math.hypot(mean, deviation);
  // A feature that never changes teaches nothing, on whatever scale.
  const changing = facts.standardDeviations.map((each, i) => ({ deviation: each, mean: facts.means[i] as number }));
  const moving = changing.filter((each) => each.deviation > 1e-6 * (1 + Math.abs(each.mean)));
  if (moving.length === 0) return undefined;
  const sorted = moving.map((each) => each.deviation).sort((a, b) => a - b);
  const at = (share: number): number => sorted[Math.round(share * (sorted.length - 1))] as number;
  const spread = at(0.95) / at(0.05);
  const shift = moving.reduce((sum, each) => sum + Math.abs(each.mean) / each.deviation, 0) / moving.length;
  const common: readonly Evidence[] = [
    { measure: 'input-mean', value: mean },
    { measure: 'input-deviation', value: deviation },
  ];
  if (scale > limits.largest || scale < limits.smallest) {
    const limit = scale > limits.largest ? { above: limits.largest } : { below: limits.smallest };
    return { cause: 'scale', evidence: [{ measure: 'input-scale', value: scale, limit }, ...common] };
  }
  // Pixels at the edge of images hardly ever change; between measured features such differences are units of measurement.
  const isMeasured = moving.length <= 50;
  if (isMeasured && spread > limits.spread) {
    return {
      cause: 'spread',
      evidence: [{ measure: 'feature-spread', value: spread, limit: { above: limits.spread } }],
    };
  }
  if (shift > limits.shift && Math.abs(mean) > 1) {
    return { cause: 'shift', evidence: [{ measure: 'input-mean', value: mean }, common[1] as Evidence] };
  }
  return undefined;
}
