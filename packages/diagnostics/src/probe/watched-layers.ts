import type { Activation } from '@gradkit/activations';
import { equalShapes, type Tensor, type Variable } from '@gradkit/core';
import { type AnyLayer, type LayerVisit, type LinearProduct, type Values, variablesOf } from '@gradkit/layers';
import type { WatchedStep } from '@gradkit/train';
import type { LayerFacts } from '../training-record.ts';
import type { ActivationProfile } from './activation-facts.ts';

/** A layer of a step, with the tensors to be measured. */
export interface WatchedLayer {
  readonly facts: LayerFacts;
  /** What arrived, where it is one float tensor with features. */
  readonly input: Tensor | undefined;
  readonly output: Tensor;
  /** Of batch normalization of the last axis, its moving statistics. */
  readonly statistics: MovingStatistics | undefined;
  /** The activation by itself, where it acts on each element and what it is applied to is known. */
  readonly activated: Activated | undefined;
}

/** What batch normalization uses outside training. */
export interface MovingStatistics {
  readonly mean: Variable;
  readonly variance: Variable;
}

/** An activation and what it is applied to. */
export interface Activated {
  readonly activation: Activation;
  readonly profile: ActivationProfile;
  readonly from: Tensor;
}

/** What only moves numbers, or chooses some: where it gives NaN, it got NaN. */
const movers = new Set([
  'flatten',
  'reshape',
  'permute',
  'repeatVector',
  'dropout',
  'spatialDropout1d',
  'spatialDropout2d',
  'spatialDropout3d',
  'concatenate',
  'masking',
  'maximum',
  'minimum',
]);
const movingKinds = /^(cropping|zeroPadding|upSampling|maxPooling|globalMaxPooling|adaptiveMaxPooling)/;

/** An output that may be the first with a number that is NaN or infinite. */
interface WatchedOutput {
  readonly path: string;
  readonly output: Tensor;
}

/** What of a step is looked at. */
export interface WatchedLayers {
  /** The layers that have weights or end in an activation, in the order in which they are applied. */
  readonly layers: readonly WatchedLayer[];
  /** These and all others that compute something. */
  readonly outputs: readonly WatchedOutput[];
}

const isFloat = ({ dtype }: Tensor): boolean => dtype === 'float32' || dtype === 'float64';
const firstOf = (values: Values): Tensor | undefined =>
  'node' in values ? (values as Tensor) : (values as readonly Tensor[])[0];

/** Finds the layers of a step and their paths, and what the activation of each is applied to. */
export function watchedLayers(
  { visits, linear = [], parameters }: WatchedStep,
  profileOf: (activation: Activation) => ActivationProfile | undefined,
): WatchedLayers {
  const parameterNames = new Map(parameters.map(({ name, variable }) => [variable, name]));
  const pathOf = paths(visits, parameterNames);
  const seen = { layers: new Set<object>(), variables: new Set<Variable>() };
  const waiting = [...(linear as readonly LinearProduct[])];
  const layers: WatchedLayer[] = [];
  const outputs: WatchedOutput[] = [];
  for (const visit of visits) {
    const { layer } = visit;
    const output = firstOf(visit.output);
    if (isModel(layer) || output === undefined || !isFloat(output)) continue;
    const variables = variablesOf(layer).map(({ variable }) => variable);
    // What holds other layers that were looked at, such as a wrapper, is like a model.
    const isSeen =
      variables.length > 0 && !seen.layers.has(layer) && variables.every((each) => seen.variables.has(each));
    seen.layers.add(layer);
    for (const each of variables) seen.variables.add(each);
    if (isSeen) continue;
    const path = pathOf(layer);
    const kind = layer.kind ?? layer.name;
    if (!movers.has(kind) && !movingKinds.test(kind)) outputs.push({ path, output });
    const product = takeProduct(waiting, new Set(variables));
    if (layer.activation === undefined && !variables.some(({ shape }) => shape.length > 0)) continue;
    const from = kind === 'activation' ? firstOf(visit.input) : product?.output;
    const profile = layer.activation && profileOf(layer.activation);
    const { name, family, steepest } = profile ?? {};
    const own = variables.flatMap((each) => parameterNames.get(each) ?? []);
    const arriving = firstOf(visit.input);
    layers.push({
      facts: {
        path,
        kind,
        parameters: [...new Set(own)],
        activation: family === undefined || steepest === undefined ? undefined : { name, family, steepest },
      },
      input: arriving !== undefined && isFloat(arriving) && arriving.rank > 1 ? arriving : undefined,
      output,
      statistics: layer.statistics?.axis === output.rank - 1 ? layer.statistics : undefined,
      activated:
        layer.activation === undefined ||
        profile === undefined ||
        from === undefined ||
        !equalShapes(from.shape, output.shape)
          ? undefined
          : { activation: layer.activation, profile, from },
    });
  }
  return { layers, outputs };
}

/** The product that a layer made, the first that is not taken yet: layers are visited in the order in which they multiply. */
function takeProduct(waiting: LinearProduct[], own: ReadonlySet<unknown>): LinearProduct | undefined {
  const at = waiting.findIndex(({ kernel }) => own.has(kernel));
  return at < 0 ? undefined : waiting.splice(at, 1)[0];
}

const isModel = (layer: object): layer is { readonly layers: readonly AnyLayer[] } => 'layers' in layer;

/**
 * Names layers by path, as variables are named: `block/dense` in a model inside the model. A layer that is applied again is
 * `dense#2`.
 */
function paths(
  visits: readonly LayerVisit[],
  parameterNames: ReadonlyMap<Variable, string>,
): (layer: AnyLayer) => string {
  const known = new Map<AnyLayer, string>();
  const enter = (layer: AnyLayer, before: string): void => {
    if (!isModel(layer)) return;
    for (const inner of layer.layers) {
      if (known.has(inner)) continue;
      known.set(inner, `${before}${inner.name}`);
      enter(inner, `${before}${inner.name}/`);
    }
  };
  // The whole is visited last.
  const whole = visits.at(-1)?.layer;
  if (whole !== undefined) enter(whole, '');
  const times = new Map<AnyLayer, number>();
  const taken = new Set<string>();
  return (layer) => {
    const time = (times.get(layer) ?? 0) + 1;
    times.set(layer, time);
    // A layer inside one that is no model: its variables are named by the path to it.
    const named = variablesOf(layer).flatMap(({ variable }) => parameterNames.get(variable) ?? [])[0];
    const path = known.get(layer) ?? named?.slice(0, named.lastIndexOf('/')) ?? layer.name;
    for (let number = time; ; number++) {
      const unique = number === 1 ? path : `${path}#${number}`;
      if (taken.has(unique)) continue;
      taken.add(unique);
      return unique;
    }
  };
}
