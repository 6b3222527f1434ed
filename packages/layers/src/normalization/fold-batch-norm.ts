import { ArgumentError, describe, type Shape } from '@gradkit/core';
import { type GraphModel, wireGraph } from '../graph/graph-model.ts';
import { placesBetween } from '../graph/places.ts';
import { type Connection, connect, isConnection, type SymbolicTensor, symbolicList } from '../graph/symbolic.ts';
import type { Layer } from '../layer.ts';
import type { AnyLayer, Model } from '../model.ts';
import { chain } from '../sequential.ts';
import type { Values } from '../values.ts';

/** Any model. */
type AnyModel = Model<never, Values>;

/**
 * A model without those batch normalisations that follow a linear layer directly: their factors and shifts, as they are outside
 * training, are multiplied into the weights before them.
 *
 * ```text
 * kernel′ = kernel · γ / √(σ² + ε)                along the outputs
 * bias′   = bias · γ / √(σ² + ε) + β − γ · μ / √(σ² + ε)
 * ```
 *
 * What follows `dense`, `conv1d` to `conv3d`, depthwise, separable or transposed convolutions without an activation is folded, in sequential
 * models, graph models and blocks, also inside one another; everything else stays. The new model gives the same outputs, but for
 * rounding, with fewer operations. It is for prediction: it cannot be trained as the other could. Layers that are not folded are
 * those of the model itself, with their variables.
 *
 * @param model has its variables, and is not changed
 * @throws ArgumentError when the model is none, or has no variables yet
 * @see Jacob et al., Quantization and training of neural networks for efficient integer-arithmetic-only inference, section 3.2, CVPR 2018
 * @example
 * ```ts
 * import { relu } from '@gradkit/activations';
 * import { zeros } from '@gradkit/core';
 * import { activation, batchNormalization, conv2d, foldBatchNorm, sequential } from '@gradkit/layers';
 *
 * const model = sequential([conv2d({ filters: 8, kernelSize: 3, useBias: false }), batchNormalization(), activation(relu)]);
 * model.apply(zeros([1, 8, 8, 3]), { training: true });
 * const folded = foldBatchNorm(model);
 * console.log(folded.layers.map(({ name }) => name)); // ['conv2d', 'activation']
 * console.log(folded.apply(zeros([1, 8, 8, 3])).shape); // [1, 6, 6, 8]
 * ```
 */
export function foldBatchNorm<M extends AnyModel>(model: M): M {
  if (typeof model !== 'object' || model === null || !('layers' in model)) {
    throw new ArgumentError(`foldBatchNorm: expected a model, got ${describe(model)}.`);
  }
  if (!model.built) {
    throw new ArgumentError(
      `foldBatchNorm: ${model.name || model.kind} has no variables yet. Apply it to a batch, or call build([batch, …]).`,
    );
  }
  return foldInside(model, new Map()) as AnyLayer as M;
}

/** The layer that stands for one of a model: models are folded, each once, other layers are themselves. */
function foldInside(layer: AnyLayer, folded: Map<AnyLayer, AnyLayer>): AnyLayer {
  if (!isModel(layer)) return layer;
  let result = folded.get(layer);
  if (result === undefined) {
    result = 'outputValues' in layer ? foldGraph(layer as GraphModel, folded) : foldChain(layer as Model, folded);
    result.trainable = layer.trainable ?? true;
    folded.set(layer, result);
  }
  return result;
}

const isModel = (layer: AnyLayer): layer is AnyModel => 'layers' in layer && 'places' in layer;

/** The linear layer that does what it and the batch normalisation after it do; nothing, where they are something else. */
function joined(linear: AnyLayer | undefined, next: AnyLayer): Layer | undefined {
  const { statistics } = next;
  if (linear?.scaled === undefined || statistics === undefined || statistics.axis !== statistics.rank - 1)
    return undefined;
  const { factor, shift } = statistics.affine();
  return (linear as Layer).scaled?.(factor, shift);
}

const count = <T>(items: readonly T[], item: T): number => items.filter((other) => other === item).length;

function foldChain(model: Model, folded: Map<AnyLayer, AnyLayer>): AnyLayer {
  const layers = model.layers as readonly Layer[];
  const kept: Layer[] = [];
  layers.forEach((layer, i) => {
    const before = layers[i - 1];
    // One that stands at several places keeps its name and its weights for the others.
    const both = before !== undefined && count(layers, before) === 1 ? joined(before, layer) : undefined;
    if (both === undefined) kept.push(foldInside(layer, folded) as Layer);
    else kept[kept.length - 1] = both;
  });
  const result = chain(model.kind ?? 'sequential', kept, { name: model.name });
  result.build(model.places[0]?.input as Shape);
  return result;
}

function foldGraph(model: GraphModel, folded: Map<AnyLayer, AnyLayer>): AnyLayer {
  const kind = model.kind ?? 'graphModel';
  const inputs = symbolicList(kind, model.inputs);
  const outputs = symbolicList(kind, model.outputValues);
  const places = placesBetween(kind, inputs, outputs);
  const layers = places.map(({ layer }) => layer);
  const uses = [...places.flatMap((place) => place.inputs), ...outputs];

  /** What stands at the place of a linear layer, and which places are empty then. */
  const replacements = new Map<Connection, Layer>();
  const empty = new Set<Connection>();
  for (const place of places) {
    const [value] = place.inputs;
    if (value === undefined || !isConnection(value.source) || inputs.includes(value)) continue;
    const { source } = value;
    if (count(uses, value) > 1 || count(layers, source.layer) > 1) continue;
    const both = joined(source.layer, place.layer);
    if (both === undefined) continue;
    // Outputs are called after the layers that give them.
    if (place.outputs.some((output) => outputs.includes(output))) both.name = place.layer.name;
    replacements.set(source, both);
    empty.add(place);
  }

  const values = new Map<SymbolicTensor, SymbolicTensor>(inputs.map((value) => [value, value]));
  const present = (value: SymbolicTensor): SymbolicTensor => values.get(value) as SymbolicTensor;
  for (const place of places) {
    const into = place.inputs.map(present);
    const layer = replacements.get(place) ?? foldInside(place.layer, folded);
    const given = empty.has(place) ? into[0] : connect(layer as never, (place.takesList ? into : into[0]) as never);
    symbolicList(kind, given as SymbolicTensor | readonly SymbolicTensor[]).forEach((value, i) => {
      const old = place.outputs[i] as SymbolicTensor;
      if (!inputs.includes(old)) values.set(old, value);
    });
  }
  const leaving = outputs.map(present);
  const result = wireGraph(kind, {
    inputs: model.inputs,
    outputs: Array.isArray(model.outputValues) ? leaving : (leaving[0] as SymbolicTensor),
    name: model.name,
  });
  const arriving = inputs.map((value) => shapeOf(model, places, value));
  result.build((Array.isArray(model.inputs) ? arriving : arriving[0]) as Shape);
  return result;
}

/** The shape for which an input was built last, as the first layer that takes it has it. */
function shapeOf(model: GraphModel, places: readonly Connection[], value: SymbolicTensor): Shape {
  const at = places.findIndex((place) => place.inputs.includes(value));
  const place = places[at] as Connection;
  const shapes = model.places[at]?.input as Shape | readonly Shape[];
  return (place.takesList ? shapes[place.inputs.indexOf(value)] : shapes) as Shape;
}
