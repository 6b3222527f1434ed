import { ArgumentError, describe, key, type Shape, type Tensor } from '@gradkit/core';
import type { Sample } from '@gradkit/data';
import { type AnyLayer, applyMasked, type Layer, type Place, type ShapesOf, type Values } from '@gradkit/layers';
import type { Loss } from '@gradkit/losses';
import type { AnyModel, ObjectiveOptions } from '@gradkit/train';
import { type Excerpt, weightField } from './excerpt.ts';

/** A layer at its place in a model, however deep. */
export interface PlacedLayer {
  /** `dense_1`, or `block/conv2d` in a model inside the model. */
  readonly path: string;
  readonly layer: AnyLayer;
  readonly input: Place['input'];
  readonly output: Place['output'];
}

/** One output of a model with what it is judged by. */
export interface JudgedOutput {
  /** The field with the truth. */
  readonly field: string;
  readonly index: number;
  readonly loss: Loss;
  readonly weight: number;
  /** With the batch axis. */
  readonly shape: Shape;
}

/** A model, some data, and a loss: what is looked at before training. */
export interface Subject {
  readonly model: AnyModel;
  readonly layers: readonly PlacedLayer[];
  readonly inputFields: readonly string[];
  readonly outputs: readonly JudgedOutput[];
  readonly excerpt: Excerpt;
  readonly options: Pick<ObjectiveOptions, 'loss' | 'lossWeights'>;
}

/** The fields that a model needs to be trained. */
export function neededFields({ inputNames = ['x'], outputNames = ['y'] }: AnyModel): readonly string[] {
  return [...new Set([...inputNames, ...outputNames])];
}

/** Builds the model for the data, and finds its layers and outputs. */
export function subjectOf(
  where: string,
  model: AnyModel,
  excerpt: Excerpt,
  options: Pick<ObjectiveOptions, 'loss' | 'lossWeights'>,
  seed: number,
): Subject {
  const { inputNames = ['x'], outputNames = ['y'] } = model;
  const shapes = inputNames.map((name) => {
    const { shape } = excerpt.fields[name] as Tensor;
    return [excerpt.batchSize, ...shape.slice(1)];
  });
  const built = model.build((model.inputNames === undefined ? shapes[0] : shapes) as ShapesOf<Values>, key(seed));
  const outputShapes = (model.outputNames === undefined ? [built] : built) as readonly Shape[];
  const { loss, lossWeights = {} } = options;
  const losses = typeof loss === 'object' && loss !== null ? Object.values(loss) : [loss];
  if (losses.length === 0 || losses.some((each) => typeof each !== 'function')) {
    throw new ArgumentError(`${where}: needs a loss such as meanSquaredError(), got ${describe(loss)}.`);
  }
  const outputs = outputNames.flatMap((field, index): JudgedOutput[] => {
    const own = typeof loss === 'function' ? loss : (loss as { readonly [output: string]: Loss })?.[field];
    return own === undefined
      ? []
      : [{ field, index, loss: own, weight: lossWeights[field] ?? 1, shape: outputShapes[index] as Shape }];
  });
  return { model, layers: layersOf(model), inputFields: inputNames, outputs, excerpt, options };
}

/** The layers in the order in which they are applied; models inside give theirs. */
export function layersOf(model: AnyModel, path = ''): readonly PlacedLayer[] {
  return model.places.flatMap(({ name, layer, input, output }): readonly PlacedLayer[] => {
    if (!('places' in layer)) return [{ path: path + name, layer, input, output }];
    const inner = layer as unknown as AnyModel;
    // One model may stand at several places: it is built anew for the shapes here, which creates nothing.
    inner.build(input as never, key(0));
    return layersOf(inner, `${path}${name}/`);
  });
}

/** What the model gives for some samples, one tensor for each output. Builds graph. */
export function outputsOf(model: AnyModel, fields: Sample<string>, training: boolean): readonly Tensor[] {
  const inputs = (model.inputNames ?? ['x']).map((name) => fields[name] as Tensor);
  const x = model.inputNames === undefined ? (inputs[0] as Tensor) : inputs;
  const { output } = applyMasked(model as unknown as Layer<Values, Values>, x, { training });
  return 'node' in output ? [output] : output;
}

/** The loss of predictions for the samples of fields, with their weights. Builds graph. */
export function lossOf({ loss, field }: JudgedOutput, fields: Sample<string>, yPred: Tensor): Tensor {
  const sampleWeight = fields[weightField];
  const yTrue = fields[field] as Tensor;
  return sampleWeight === undefined || loss.length < 3 ? loss(yTrue, yPred) : loss(yTrue, yPred, { sampleWeight });
}
