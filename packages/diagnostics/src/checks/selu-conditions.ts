import { selu } from '@gradkit/activations';
import { sizeOf, type Tensor, tensor } from '@gradkit/core';
import type { Causes } from '../cause.ts';
import { altogether, featuresOf } from '../feature-facts.ts';
import type { Evidence, Finding } from '../finding.ts';
import { prescribe } from '../prescribe.ts';
import type { Remedy } from '../remedy.ts';
import type { PlacedLayer } from '../subject.ts';
import type { Examined } from './check.ts';
import { droppingKinds } from './dropout-and-batch-normalization.ts';

/** Layers that leave means and deviations as they are. */
const neutral = ['dense', 'activation', 'alphaDropout', 'flatten', 'reshape'];

const merging = [
  'add',
  'average',
  'concatenate',
  'maximum',
  'minimum',
  'multiply',
  'subtract',
  'residual',
  'denseBlock',
];

/**
 * Checks what SELU needs to keep means at 0 and deviations at 1: dense layers only, SELU in all that are hidden, standardised
 * inputs, weights with variance 1 / fan-in, alpha dropout, and neither batch normalisation, penalties nor skips.
 *
 * @see Klambauer, Unterthiner, Mayr and Hochreiter, Self-normalizing neural networks, 2017
 */
export function checkSelu({ layers, model, excerpt, inputFields }: Examined): readonly Finding[] {
  const active = layers.filter(({ layer }) => layer.activation !== undefined);
  const users = active.filter(isSelu);
  if (users.length === 0) return [];
  const hidden = layers.slice(
    0,
    layers.findLastIndex(({ layer }) => layer.parameters.length > 0),
  );
  const findings: Finding[] = [];
  const found = (
    cause: Causes['selu-conditions'],
    at: readonly PlacedLayer[],
    remedies: readonly Remedy[],
    evidence: readonly Evidence[] = [],
  ): void => {
    if (at.length === 0 && evidence.length === 0) return;
    findings.push({
      name: 'selu-conditions',
      severity: 'warning',
      layers: at.map(({ path }) => path),
      evidence,
      cause,
      remedies,
      inventory: ['1.5.14'],
    });
  };
  const kindIn = (kinds: readonly string[]) => hidden.filter(({ layer }) => kinds.includes(layer.kind ?? ''));

  found('dropout', kindIn(droppingKinds), [prescribe('alpha-dropout')]);
  found('batch-normalization', kindIn(['batchNormalization']), [prescribe('remove-batch-normalization')]);
  found('skips', kindIn(merging), [prescribe('relu')]);
  const known = [...neutral, ...droppingKinds, 'batchNormalization', ...merging];
  const others = hidden.filter(({ layer }) => !known.includes(layer.kind ?? '') && layer.parameters.length > 0);
  found('other-layers', others, [prescribe('relu')]);
  const mixed = hidden.filter((each) => each.layer.activation !== undefined && !isSelu(each) && !isLinear(each));
  found('other-activations', mixed, [prescribe('selu')]);
  const penalized = hidden.filter(({ layer }) =>
    layer.parameters.some(({ regularizer, constraint }) => regularizer !== undefined || constraint !== undefined),
  );
  found('penalties', penalized, [
    { name: 'weaker-regularization', code: 'dense({ units, activation: selu, kernelInitializer: lecunNormal() })' },
  ]);

  for (const name of inputFields) {
    const { mean, deviation } = altogether(featuresOf(excerpt.fields[name] as Tensor));
    if (Math.abs(mean) <= 0.5 && deviation >= 0.5 && deviation <= 2) continue;
    found(
      'inputs',
      [],
      [prescribe('standardize-inputs')],
      [
        { measure: 'input-mean', value: mean, ...(Math.abs(mean) > 0.5 ? { limit: { above: 0.5 } } : {}) },
        { measure: 'input-deviation', value: deviation },
      ],
    );
  }
  const wrong = hidden.filter(isOffScale);
  found(
    'weights',
    wrong,
    [prescribe('lecun-initializer')],
    wrong.flatMap((each): Evidence[] => {
      const { deviation, suitable } = weightsOf(each);
      return [
        { measure: 'weight-deviation', value: deviation, layer: each.path },
        { measure: 'suitable-deviation', value: suitable, layer: each.path },
      ];
    }),
  );
  return model.outputNames === undefined ? findings : [];
}

const points = [-3, -1, -0.1, 0.5, 2];

function isSelu({ layer: { activation } }: PlacedLayer): boolean {
  if (activation === undefined) return false;
  if (activation === selu) return true;
  const [own, expected] = [activation, selu].map((f) => f(tensor([points])).dataSync());
  return own?.every((value, i) => Math.abs(value - (expected?.[i] as number)) < 1e-5) ?? false;
}

function isLinear({ layer: { activation } }: PlacedLayer): boolean {
  return (
    activation?.(tensor([points]))
      .dataSync()
      .every((value, i) => Math.abs(value - (points[i] as number)) < 1e-6) ?? true
  );
}

/** Root of the mean square of the weights of a dense layer, and 1/√fan-in. */
function weightsOf({ layer }: PlacedLayer): {
  readonly deviation: number;
  readonly suitable: number;
  readonly count: number;
} {
  const kernel = layer.parameters.find(({ variable }) => variable.shape.length === 2)?.variable;
  if (kernel === undefined) return { deviation: 1, suitable: 1, count: 1 };
  const values = kernel.value.dataSync();
  let square = 0;
  for (const value of values) square += value * value;
  const count = Math.max(1, sizeOf(kernel.shape));
  return { deviation: Math.sqrt(square / count), suitable: 1 / Math.sqrt(kernel.shape[0] as number), count };
}

/** Small layers vary by chance: the deviation of n weights is known to about 1/√(2n) of itself. */
function isOffScale(each: PlacedLayer): boolean {
  if (each.layer.kind !== 'dense') return false;
  const { deviation, suitable, count } = weightsOf(each);
  return Math.abs(Math.log(deviation / suitable)) > Math.max(0.2, 4 / Math.sqrt(2 * count));
}
