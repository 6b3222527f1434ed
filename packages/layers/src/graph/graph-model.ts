import { ArgumentError, checkOptions, foldIn, type Shape, type Tensor } from '@gradkit/core';
import { type ApplyContext, applyMasked, contextOf, type Masked } from '../layer.ts';
import { type AnyLayer, createModel, type Model } from '../model.ts';
import { nameLayers } from '../names.ts';
import { formatShapes, placeNames } from '../summary.ts';
import { isShapeList, listOf, type ShapesOf, type Values } from '../values.ts';
import { checkCount, checkShapeOf, checkTensor, knownShapes } from './input-checks.ts';
import { outputOf, placesBetween } from './places.ts';
import { type Connection, type SymbolicOf, type SymbolicTensor, symbolicList, type ValuesOf } from './symbolic.ts';
import { namesOfInputs, namesOfOutputs } from './value-names.ts';

/** Options of {@link graphModel}. */
export interface GraphModelOptions<
  I extends SymbolicTensor | readonly SymbolicTensor[],
  O extends SymbolicTensor | readonly SymbolicTensor[],
> {
  /** One symbolic value or a list: what the model takes. Usually made by `input`; any value inside a graph will do. */
  readonly inputs: I;
  /** One symbolic value or a list: what the model gives. */
  readonly outputs: O;
  /** Default `graphModel`, numbered where models nest. */
  readonly name?: string | undefined;
  /** Source of the first weights and of all randomness in training. Default: the key given to `build`, or 0. */
  readonly seed?: number | undefined;
}

/** A model whose layers form a graph. */
export interface GraphModel<I extends Values = Tensor, O extends Values = Tensor> extends Model<I, O> {
  /** The symbolic values that it was made with as inputs. */
  readonly inputs: SymbolicOf<I>;
  /** The symbolic values that it was made with as outputs. */
  readonly outputValues: SymbolicOf<O>;
  /**
   * What a layer of the model gives, to make it an output of another model. A layer that gives several values, or stands
   * at several places, has them numbered in order; default: the first.
   * @throws ArgumentError when the layer is not in the model, or gives fewer values
   */
  outputOf(layer: AnyLayer | string, index?: number): SymbolicTensor;
}

/**
 * A model whose layers form a graph: with several inputs and outputs, branches that join again, and shared layers.
 *
 * The layers are those between the inputs and the outputs, each after those that it needs. What is at place `i` in this
 * order gets the key `foldIn(key, i)`: the same seed gives the same weights. A shared layer has its variables once, from
 * the first of its places. Masks belong to values, and go the way of the values.
 *
 * A model of a list of inputs is applied to a list of tensors, and one of a list of outputs gives a list; `inputNames`
 * and `outputNames` tell which is which: the names of the inputs, and of the layers that give the outputs.
 *
 * Several models can be made of one graph, and share its layers: to look at what is in the middle of a network, or to use
 * a part of one that is trained already in another.
 *
 * @throws ArgumentError when an output needs an input that is not given, no output needs a given one, or two layers or
 * inputs have the same name
 * @throws ShapeError when a tensor, or what one layer gives, does not fit
 * @throws DTypeError when a tensor has another element type than its input says
 * @example
 * ```ts
 * import { tanh, tensor } from '@gradkit/core';
 * import { activation, connect, dense, graphModel, input } from '@gradkit/layers';
 *
 * const x = input({ shape: [3], name: 'x' });
 * const hidden = connect(activation(tanh), connect(dense({ units: 8 }), x));
 * const mean = connect(dense({ units: 1, name: 'mean' }), hidden);
 * const spread = connect(dense({ units: 1, name: 'spread' }), hidden);
 * const model = graphModel({ inputs: x, outputs: [mean, spread], seed: 1 });
 * console.log(model.outputNames); // ['mean', 'spread']
 * console.log(model.apply(tensor([[1, 2, 3]])).map(({ shape }) => shape)); // [[1, 1], [1, 1]]
 *
 * const features = graphModel({ inputs: x, outputs: hidden }); // the same layers, and the same weights
 * console.log(features.apply(tensor([[1, 2, 3]])).shape); // [1, 8]
 * ```
 */
export function graphModel<
  const I extends SymbolicTensor | readonly SymbolicTensor[],
  const O extends SymbolicTensor | readonly SymbolicTensor[],
>(options: GraphModelOptions<I, O>): GraphModel<ValuesOf<I>, ValuesOf<O>> {
  checkOptions('graphModel', options, ['inputs', 'outputs', 'name', 'seed']);
  return wireGraph('graphModel', options);
}

/** A graph model of another kind: a block, say. */
export function wireGraph<
  const I extends SymbolicTensor | readonly SymbolicTensor[],
  const O extends SymbolicTensor | readonly SymbolicTensor[],
>(kind: string, options: GraphModelOptions<I, O>): GraphModel<ValuesOf<I>, ValuesOf<O>> {
  type In = ValuesOf<I>;
  type Out = ValuesOf<O>;
  const inputs = symbolicList(`${kind}: inputs`, options.inputs);
  const outputs = symbolicList(`${kind}: outputs`, options.outputs);
  const takesList = Array.isArray(options.inputs);
  const givesList = Array.isArray(options.outputs);

  const places = placesBetween(kind, inputs, outputs);
  const distinct = [...new Set(places.map(({ layer }) => layer))];
  nameLayers(kind, distinct);
  const inputNames = namesOfInputs(kind, inputs);
  const outputNames = namesOfOutputs(outputs, inputs, inputNames);
  const isInput = new Set(inputs);
  const known = knownShapes(inputs);
  let built: ReadonlyMap<SymbolicTensor, Shape> = new Map();

  const where = (): string => model.name || kind;
  const base = createModel<In, Out>({
    kind,
    name: options.name,
    seed: options.seed,
    distinct,
    layers: distinct,
    ...(takesList ? { inputNames } : {}),
    ...(givesList ? { outputNames, outputs: outputs.length } : {}),
    knownInput: (takesList ? known : known?.[0]) as ShapesOf<In> | undefined,

    build(given, key) {
      const arriving = isShapeList(given) ? given : [given as Shape];
      checkCount(where(), arriving.length, inputNames);
      const shapes = new Map<SymbolicTensor, Shape>();
      for (const [i, value] of inputs.entries()) {
        const shape = arriving[i] as Shape;
        checkShapeOf(where(), inputNames[i] as string, value, shape);
        shapes.set(value, shape);
      }
      for (const [place, { layer, ...connection }] of places.entries()) {
        const into = connection.inputs.map((value) => shapes.get(value) as Shape);
        const build = layer.build as (input: Shape | readonly Shape[], key: Tensor) => Shape | readonly Shape[];
        const out = build.call(layer, connection.takesList ? into : (into[0] as Shape), foldIn(key, place));
        const all = isShapeList(out) ? out : [out];
        checkOutputs(layer, connection.outputs.length, connection.givesList, all, isShapeList(out));
        for (const [i, value] of connection.outputs.entries()) {
          if (!isInput.has(value)) shapes.set(value, all[i] as Shape);
        }
      }
      built = shapes;
      const leaving = outputs.map((value) => shapes.get(value) as Shape);
      return (givesList ? leaving : leaving[0]) as ShapesOf<Out>;
    },

    apply(x, context) {
      const arriving = listOf(x);
      checkCount(where(), arriving.length, inputNames);
      const masks = takesList ? (context.masks ?? [context.mask]) : [context.mask];
      const values = new Map<SymbolicTensor, Masked>();
      for (const [i, value] of inputs.entries()) {
        const output = arriving[i] as Tensor;
        checkTensor(where(), inputNames[i] as string, value, output);
        values.set(value, { output, mask: masks[i] });
      }
      for (const [place, connection] of places.entries()) {
        const given = connection.inputs.map((value) => values.get(value) as Masked);
        const results = applyAt(connection, given, context, place);
        for (const [i, value] of connection.outputs.entries()) {
          if (!isInput.has(value)) values.set(value, results[i] as Masked);
        }
      }
      const leaving = outputs.map((value) => values.get(value) as Masked);
      const output = leaving.map((value) => value.output);
      const mask = leaving[0]?.mask;
      return {
        output: (givesList ? output : output[0]) as Values as Out,
        mask,
        ...(givesList ? { masks: leaving.map((value) => value.mask) } : {}),
      };
    },

    places: () => {
      const names = placeNames(places.map(({ layer }) => layer));
      const namesOf = new Map<SymbolicTensor, string>();
      for (const [i, place] of places.entries()) {
        for (const value of place.outputs) {
          namesOf.set(value, `${names[i]}${place.givesList ? `/${value.index}` : ''}`);
        }
      }
      for (const [i, value] of inputs.entries()) namesOf.set(value, inputNames[i] as string);
      const shapesOf = (values: readonly SymbolicTensor[], list: boolean): Shape | readonly Shape[] => {
        const shapes = values.map((value) => built.get(value) ?? []);
        return list ? shapes : (shapes[0] as Shape);
      };
      return places.map((place, i) => ({
        name: names[i] as string,
        layer: place.layer,
        input: shapesOf(place.inputs, place.takesList),
        output: shapesOf(place.outputs, place.givesList),
        from: place.inputs.map((value) => namesOf.get(value) as string),
      }));
    },
    describeInputs: (batch) =>
      inputs.map((value, i) => `${inputNames[i]} ${formatShapes(built.get(value) as Shape, batch)}`).join(', '),
  });
  const model: GraphModel<In, Out> = Object.assign(base, {
    inputs: (takesList ? inputs : inputs[0]) as unknown as SymbolicOf<In>,
    outputValues: (givesList ? outputs : outputs[0]) as unknown as SymbolicOf<Out>,
    outputOf: (layer: AnyLayer | string, index = 0) => outputOf(where(), places, layer, index),
  });
  return model;
}

function applyAt(
  { layer, takesList, outputs, givesList }: Connection,
  given: readonly Masked[],
  context: ApplyContext,
  place: number,
): readonly Masked[] {
  const tensors = given.map(({ output }) => output);
  const masks = takesList ? given.map(({ mask }) => mask) : undefined;
  const x = takesList ? tensors : (tensors[0] as Tensor);
  const result = applyMasked(layer, x as never, contextOf(context, place, given[0]?.mask, masks));
  const list = listOf(result.output);
  checkOutputs(layer, outputs.length, givesList, list, Array.isArray(result.output));
  // Several outputs of a layer that tells one mask: it is that of the first.
  return list.map((output, i) => ({ output, mask: result.masks?.[i] ?? (i === 0 ? result.mask : undefined) }));
}

/** Throws when a layer gives another number of values than it says. */
function checkOutputs(
  layer: AnyLayer,
  expected: number,
  givesList: boolean,
  given: readonly unknown[],
  isList: boolean,
): void {
  if (isList === givesList && given.length === expected) return;
  throw new ArgumentError(
    `${layer.name}: gives ${isList ? `a list of ${given.length}` : 'one value'}, but its member outputs is ${givesList ? expected : 'not defined'}.`,
  );
}
