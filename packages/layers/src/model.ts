import {
  ArgumentError,
  assign,
  foldIn,
  key as keyOf,
  type Parameter,
  type Shape,
  sizeOf,
  type Tensor,
  type TypedArray,
  tensor,
  type Variable,
} from '@gradkit/core';
import {
  type ApplyContext,
  frozenIf,
  type Layer,
  type Masked,
  type NamedVariable,
  trainedParameters,
  variablesOf,
} from './layer.ts';
import { type RandomStream, randomStream } from './random-stream.ts';
import { type Place, type SummaryOptions, summaryTable } from './summary.ts';
import { isShapeList, type ShapesOf, shapesOf, type Values } from './values.ts';

/** Any layer, whatever goes in and comes out. */
export type AnyLayer = Layer<never, Values>;

/** A network: itself a layer, so that models nest. */
export interface Model<I extends Values = Tensor, O extends Values = Tensor> extends Layer<I, O> {
  readonly layers: readonly AnyLayer[];
  /** Whether the variables exist. They are made by `build`, or by the first `apply` for the shape of its input. */
  readonly built: boolean;
  /** All variables, layer by layer, under their paths; of a layer its parameters, then its state. */
  readonly variables: readonly NamedVariable[];
  /** Names of the inputs, of a model that takes a list. */
  readonly inputNames?: readonly string[];
  /** Names of the outputs, of a model that gives a list. */
  readonly outputNames?: readonly string[];
  /** What all randomness in training comes from, `uint32[2]`; absent before `build`, and where nothing is random. */
  readonly randomKey?: Tensor | undefined;
  /** Creates the variables, once. The key is the source of all randomness; a seed given to the model wins over it. */
  build(input: ShapesOf<I>, key?: Tensor): ShapesOf<O>;
  /** The output for a batch `[batch, …]`; `training` is false unless given. */
  apply(x: I, context?: Partial<ApplyContext>): O;
  applyMasked(x: I, context?: Partial<ApplyContext>): Masked<O>;
  /** The layers at their places, with shapes. */
  readonly places: readonly Place[];
  /**
   * A table of the layers with output shapes and parameter counts, and in a graph where their inputs come from. A variable
   * that is shared counts once in the totals. With a batch size it tells how much memory the outputs of all layers take: more than
   * training keeps, because operations are fused.
   */
  summary(options?: SummaryOptions): string;
  /** Copies of all {@link variables}, in their order. */
  getWeights(): TypedArray[];
  /**
   * Replaces all variables, all at once.
   * @throws ArgumentError when the number of arrays, or the length of one, is not that of `getWeights()`
   */
  setWeights(weights: readonly TypedArray[]): void;
}

/** What one kind of model differs in from the others. */
export interface Wiring<I extends Values, O extends Values> {
  readonly kind: string;
  readonly name: string | undefined;
  /** Source of the first weights and of all randomness; default: the key given to `build`, or 0. */
  readonly seed: number | undefined;
  /** The layers that are in it, each once. */
  readonly distinct: readonly AnyLayer[];
  /** The layers as `layers` shows them. */
  readonly layers: readonly AnyLayer[];
  readonly inputNames?: readonly string[];
  readonly outputNames?: readonly string[];
  /** The number of outputs, where the model gives a list. */
  readonly outputs?: number;
  /** The input's shape with a batch of 1, if it is known before any data. */
  readonly knownInput: ShapesOf<I> | undefined;
  /** Builds the layers, and returns the output shape. */
  build(input: ShapesOf<I>, key: Tensor): ShapesOf<O>;
  /** Applies the layers. The key is absent outside training. */
  apply(x: I, context: ApplyContext): Masked<O>;
  /** The layers at their places; the model is built. */
  places(): readonly Place[];
  /** The inputs with their shapes, as a summary shows them; default: not shown. */
  describeInputs?(batch: number | string): string;
}

/** Folded into the model's key for what is random while training; no layer has this index. */
const streamIndex = 0xffffffff;

/** A model that builds itself when it is needed, and names variables by path; its layers are wired in one way or another. */
export function createModel<I extends Values, O extends Values>(wiring: Wiring<I, O>): Model<I, O> {
  const { kind, distinct, knownInput, inputNames, outputNames, outputs } = wiring;
  const ownKey = wiring.seed === undefined ? undefined : keyOf(wiring.seed);
  const random = distinct.some((layer) => layer.random === true);
  let built = false;
  let stream: RandomStream | undefined;

  /** Builds the model where the input's shape is known already. */
  const ensureBuilt = (wanted: string): void => {
    if (!built && knownInput !== undefined) model.build(knownInput);
    if (!built) {
      throw new ArgumentError(
        `${wanted}: ${model.name || kind} has no variables yet. Apply it to a batch, call build([batch, …]), or give its first layer an inputShape.`,
      );
    }
  };

  const applyAll = (x: I, given: Partial<ApplyContext>): Masked<O> => {
    const shapes = shapesOf(model.name || kind, x);
    if (!built) model.build(shapes);
    const { key, training = false, ...rest } = given;
    const used = training ? (key ?? stream?.next()) : undefined;
    return wiring.apply(
      x,
      frozenIf(model.trainable === false, { ...rest, training, ...(used === undefined ? {} : { key: used }) }),
    );
  };

  const model: Model<I, O> = {
    kind,
    name: wiring.name ?? '',
    random,
    trainable: true,
    layers: wiring.layers,
    ...(inputNames === undefined ? {} : { inputNames }),
    ...(outputNames === undefined ? {} : { outputNames }),
    ...(outputs === undefined ? {} : { outputs }),
    ...(knownInput === undefined || isShapeList(knownInput) ? {} : { inputShape: (knownInput as Shape).slice(1) }),

    get built() {
      return built;
    },

    get randomKey() {
      return stream?.key;
    },

    build(input, given) {
      model.name ||= kind;
      const key = ownKey ?? given ?? keyOf(0);
      const output = wiring.build(input, key);
      if (!built && random) stream = randomStream(foldIn(key, streamIndex), model.name);
      built = true;
      return output;
    },

    apply: (x, context = {}) => applyAll(x, context).output,
    applyMasked: (x, context = {}) => applyAll(x, context),

    get parameters() {
      ensureBuilt('parameters');
      return model.trainable === false
        ? []
        : once(distinct.flatMap((layer) => underPath(layer, trainedParameters(layer) as readonly Parameter[])));
    },

    get state() {
      ensureBuilt('state');
      return [...new Set(distinct.flatMap((layer) => layer.state)), ...(stream === undefined ? [] : [stream.step])];
    },

    get variables() {
      ensureBuilt('variables');
      const steps = stream === undefined ? [] : [{ name: 'step', variable: stream.step }];
      return [...once(distinct.flatMap((layer) => underPath(layer, variablesOf(layer)))), ...steps];
    },

    get places() {
      ensureBuilt('places');
      return wiring.places();
    },

    summary(options = {}) {
      ensureBuilt('summary');
      return summaryTable(model, wiring.describeInputs?.(options.batchSize ?? '?') ?? '', options);
    },

    getWeights() {
      ensureBuilt('getWeights');
      return model.variables.map(({ variable }) => variable.value.dataSync());
    },

    setWeights(weights) {
      ensureBuilt('setWeights');
      writeWeights(model.name, model.variables, weights);
    },
  };
  return model;
}

/** Variables of a model inside the model are named by their path. */
export function underPath<V extends NamedVariable>(layer: AnyLayer, variables: readonly V[]): readonly V[] {
  if (!('layers' in layer)) return variables;
  return variables.map((variable) => ({ ...variable, name: `${layer.name}/${variable.name}` }));
}

/** A layer that is shared with a model inside the model has its variables once, under the first path. */
function once<V extends NamedVariable>(variables: readonly V[]): readonly V[] {
  const first = new Map<Variable, V>();
  for (const named of variables) if (!first.has(named.variable)) first.set(named.variable, named);
  return first.size === variables.length ? variables : [...first.values()];
}

function writeWeights(name: string, variables: readonly NamedVariable[], weights: readonly TypedArray[]): void {
  if (weights.length !== variables.length) {
    throw new ArgumentError(`setWeights: ${name} has ${variables.length} variables, got ${weights.length} arrays.`);
  }
  assign(
    variables.map(({ name: path, variable }, i) => {
      const { shape, dtype } = variable;
      const values = weights[i] as TypedArray;
      const size = sizeOf(shape);
      if (values.length !== size) {
        throw new ArgumentError(`setWeights: ${path} has ${size} elements, got ${values.length}.`);
      }
      return [variable, tensor(values, { shape, dtype })];
    }),
  );
}
