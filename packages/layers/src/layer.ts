import type { Activation } from '@gradkit/activations';
import {
  ArgumentError,
  type CausalPadding,
  checkOptions,
  div,
  foldIn,
  formatShape,
  named,
  type Parameter,
  type Shape,
  ShapeError,
  type Tensor,
  type Variable,
} from '@gradkit/core';
import type { Regularizer } from '@gradkit/regularizers';
import type { BatchStatistics } from './normalization/batch-statistics.ts';
import { isShapeList, listOf, type ShapesOf, shapesOf, type Values } from './values.ts';

/** What a layer with one kernel does before its activation: `output = input · kernel + bias`, or a convolution. */
export interface LinearProduct {
  readonly kernel: Variable;
  readonly input: Tensor;
  readonly output: Tensor;
  /** How the windows lie that a convolution multiplies by its kernel; undefined where the last axis is multiplied as it is. */
  readonly windows: LinearWindows | undefined;
}

/** How a kernel slides over the axes between the batch and the channels. */
export interface LinearWindows {
  readonly strides: readonly number[];
  readonly padding: CausalPadding;
  readonly dilation: readonly number[];
}

/** One layer at work: what went into it and what came out. */
export interface LayerVisit {
  readonly layer: Layer<never, Values>;
  readonly input: Values;
  readonly output: Values;
}

/** What a layer is told each time it is applied. */
export interface ApplyContext {
  /** Whether this is a step of training: dropout drops, batch normalisation uses and records the batch's statistics. */
  readonly training: boolean;
  /** The random key of this application, `uint32[2]`: present in training for layers that say they are `random`. */
  readonly key?: Tensor;
  /** Whether the layer, or a model that holds it, is frozen: statistics are then used as they are, also in training. */
  readonly frozen?: boolean;
  /** Which steps of the sequences `[batch, time, …]` count, `bool[batch, time]`; absent when all do. */
  readonly mask?: Tensor | undefined;
  /** The masks of all inputs, of a layer that takes several. */
  readonly masks?: readonly (Tensor | undefined)[] | undefined;
  /** What layers use in place of the value of a kernel, where a wrapper such as `dropConnect` changes it; default: the value. */
  readonly weight?: (value: Tensor, kernel: Variable) => Tensor;
  /** Told what goes into each batch normalisation, in the order in which they are applied. */
  readonly observe?: (statistics: BatchStatistics, x: Tensor, mask: Tensor | undefined) => void;
  /** Told of each product of an input with the kernel of a dense or convolutional layer, for methods that factor curvature. */
  readonly linear?: (product: LinearProduct) => void;
  /** Told of each layer in a model that was applied, in the order in which they finish: a model after the layers in it. */
  readonly visit?: (visit: LayerVisit) => void;
  /** Takes a scalar to add to the loss, such as the penalty of an activity; absent where there is no loss. */
  readonly addLoss?: (term: Tensor) => void;
}

/** A variable under the name that is unique in a model: the path to it. */
export type NamedVariable = Pick<Parameter, 'name' | 'variable'>;

/** The output of a layer with the mask that belongs to it. */
export interface Masked<O extends Values = Tensor> {
  readonly output: O;
  /** Of several outputs, the mask of the first. */
  readonly mask: Tensor | undefined;
  /** The masks of all outputs, of a model that gives several. */
  readonly masks?: readonly (Tensor | undefined)[];
}

/**
 * One step of a network: a plain object. Your own layer is an object with the first five members. Most layers take one
 * tensor and give one; those that join or divide take and give lists.
 */
export interface Layer<I extends Values = Tensor, O extends Values = Tensor> {
  /** Unique in its model. Empty until a model that holds the layer, or `build`, names it after its kind. */
  name: string;
  /**
   * Creates the variables, once, and returns the output shape. Shapes are complete: axis 0 is the batch. Calling it
   * again creates nothing.
   */
  build(input: ShapesOf<I>, key: Tensor): ShapesOf<O>;
  /** Builds graph and computes nothing. */
  apply(x: I, context: ApplyContext): O;
  /** The variables that are trained; none before `build`, and none while the layer is frozen. */
  readonly parameters: readonly Parameter[];
  /** Variables that training changes without a gradient, such as moving averages; none before `build`. */
  readonly state: readonly Variable[];
  /** Whether it is trained; `false` freezes it. Default true. */
  trainable?: boolean;
  /**
   * All variables, also those of a frozen layer, always in the same order. Default: the parameters, then the state.
   */
  readonly variables?: readonly NamedVariable[];
  /** The mask of the output, where the mask of the input, or of the first of several, has a meaning for it. Default: none. */
  outputMask?(x: I, mask: Tensor | undefined, masks?: readonly (Tensor | undefined)[] | undefined): Tensor | undefined;
  /** See {@link BuiltLayer.scaled}. */
  readonly scaled?: BuiltLayer<I, O>['scaled'];
  /** See {@link BuiltLayer.statistics}. */
  readonly statistics?: BatchStatistics | undefined;
  /** The output and its mask at once, of a model: its layers pass masks on. Default: `apply` and `outputMask`. */
  applyMasked?(x: I, context: ApplyContext): Masked<O>;
  /** What to name the layer after, and what a summary shows: `dense`. */
  readonly kind?: string;
  /** The function that it ends in, of a layer that ends in one. */
  readonly activation?: Activation | undefined;
  /** Whether applying it in training needs a random key. */
  readonly random?: boolean;
  /** The input's shape without the batch axis, if it is known before any data. */
  readonly inputShape?: Shape;
  /** The number of outputs of a layer that gives a list. */
  readonly outputs?: number;
}

/** What every factory of a layer accepts. */
export interface LayerOptions {
  /** Default: the kind of layer, numbered in its model (`dense`, `dense_1`, …). */
  readonly name?: string | undefined;
  /** The input's shape without the batch axis; default: that of the first input. */
  readonly inputShape?: Shape | undefined;
  /** Whether the layer is trained; see `freeze`. Default true. */
  readonly trainable?: boolean | undefined;
  /** Penalty of the outputs, a mean over the batch, that is added to the loss of training. Default: none. */
  readonly activityRegularizer?: Regularizer | undefined;
}

/** Throws when an option is unknown: neither one of the layer's own nor one that every layer has. */
export function checkLayerOptions(where: string, options: object | undefined, own: readonly string[]): void {
  checkOptions(where, options ?? {}, [...own, 'name', 'inputShape', 'trainable', 'activityRegularizer']);
}

/**
 * A layer that has its variables: what the `build` of {@link createLayer} returns.
 *
 * @example
 * ```ts
 * import { mul, type Tensor } from '@gradkit/core';
 * import type { BuiltLayer } from '@gradkit/layers';
 *
 * const twice: BuiltLayer = { output: (shape) => shape, apply: (x: Tensor) => mul(x, 2) };
 * console.log(twice.output([8, 3])); // [8, 3]
 * ```
 */
export interface BuiltLayer<I extends Values = Tensor, O extends Values = Tensor> {
  /** The shape this input would give. Throws a `ShapeError` for one that does not fit. */
  output(input: ShapesOf<I>): ShapesOf<O>;
  /** Builds graph from an input whose shape `output` accepted. */
  apply(x: I, context: ApplyContext): O;
  /** Default: none. */
  readonly parameters?: readonly Parameter[];
  /** Default: none. */
  readonly state?: readonly Variable[];
  /**
   * A new layer that gives `factor` times what this one gives, plus `shift`, both `[units]`: of layers that end in products
   * and a bias, whose weights can hold them.
   */
  scaled?(factor: Tensor, shift: Tensor): Layer<I, O>;
  /** Of batch normalisation, what it keeps of its inputs. */
  readonly statistics?: BatchStatistics;
  /** All variables, of a layer that holds others, which may be frozen. Default: the parameters, then the state. */
  readonly variables?: readonly NamedVariable[];
}

/**
 * What a layer is besides its variables: the last argument of {@link createLayer}.
 *
 * @example
 * ```ts
 * import { keepMask, type LayerTraits } from '@gradkit/layers';
 *
 * const noise: LayerTraits = { random: true, outputMask: keepMask };
 * console.log(noise.random); // true
 * ```
 */
export interface LayerTraits<I extends Values = Tensor> {
  /** Whether applying it in training needs a random key; default false. */
  readonly random?: boolean;
  /** The number of outputs of a layer that gives a list. */
  readonly outputs?: number;
  /** The function that it ends in, for those who ask what a network does to its signals; default none. */
  readonly activation?: Activation | undefined;
  /** Default: the output has no mask. See {@link keepMask}. */
  readonly outputMask?: Layer<I, Values>['outputMask'] | undefined;
}

/**
 * The `outputMask` of layers that keep the batch and the steps as they are: the output has the mask of the input.
 *
 * @example
 * ```ts
 * import { key, neg, ones, tensor } from '@gradkit/core';
 * import { applyMasked, createLayer, keepMask } from '@gradkit/layers';
 *
 * const layer = createLayer('negate', {}, () => ({ output: (shape) => shape, apply: (x) => neg(x) }), {
 *   outputMask: keepMask,
 * });
 * const x = ones([1, 2, 3]);
 * const mask = tensor([[true, false]]);
 * layer.build(x.shape, key(0));
 * console.log(applyMasked(layer, x, { training: false, mask }).mask === mask); // true
 * ```
 */
export function keepMask(_x: Values, mask: Tensor | undefined): Tensor | undefined {
  return mask;
}

/**
 * A layer of your own, with everything that ours have: a name, variables made once, `trainable`, `inputShape` and
 * `activityRegularizer`.
 *
 * `build` is called once, with the shape of the first input, a key for first weights, and the name that the layer has in its
 * model; variables are named by a path that begins with it. Every input's shape then goes through `output`, which throws a
 * `ShapeError` for one that does not fit. An object with the members of {@link Layer} will do as well, and has none of this.
 *
 * @param kind what the layer is named after: `scale`, `scale_1`, …
 * @param options the options every layer takes; own ones are checked by the factory that calls this
 * @param build makes the variables, and returns what the layer does with them
 * @param traits whether it is random, keeps masks, or gives a list
 * @example
 * ```ts
 * import { add, mul, ones, variable, zeros } from '@gradkit/core';
 * import { createLayer, dense, keepMask, type LayerOptions, sequential } from '@gradkit/layers';
 *
 * // Multiplies every feature by a learned number, and adds another.
 * const scale = (options: LayerOptions = {}) =>
 *   createLayer(
 *     'scale',
 *     options,
 *     (input, _key, name) => {
 *       const features = input.at(-1) ?? 1;
 *       const [factor, shift] = [
 *         variable(ones([features]), { name: `${name}/factor` }),
 *         variable(zeros([features]), { name: `${name}/shift` }),
 *       ];
 *       return {
 *         parameters: [factor, shift].map((each) => ({ name: each.name, variable: each })),
 *         output: (shape) => shape,
 *         apply: (x) => add(mul(x, factor.value), shift.value),
 *       };
 *     },
 *     { outputMask: keepMask },
 *   );
 *
 * const model = sequential([dense({ units: 3 }), scale(), scale({ trainable: false })]);
 * model.build([1, 2]);
 * console.log(model.parameters.map(({ name }) => name)); // dense/kernel, dense/bias, scale/factor, scale/shift
 * ```
 */
export function createLayer<I extends Values = Tensor, O extends Values = Tensor>(
  kind: string,
  options: LayerOptions,
  build: (input: ShapesOf<I>, key: Tensor, name: string) => BuiltLayer<I, O>,
  traits: LayerTraits<NoInfer<I>> = {},
): Layer<I, O> {
  const { inputShape, trainable = true, activityRegularizer } = options;
  let built: BuiltLayer<I, O> | undefined;
  return {
    kind,
    random: traits.random ?? false,
    trainable,
    ...(inputShape === undefined ? {} : { inputShape }),
    ...(traits.outputs === undefined ? {} : { outputs: traits.outputs }),
    ...(traits.activation === undefined ? {} : { activation: traits.activation }),
    ...(traits.outputMask === undefined ? {} : { outputMask: traits.outputMask }),
    name: options.name ?? '',
    build(input, key) {
      this.name ||= kind;
      if (inputShape !== undefined) checkInputShape(this.name, inputShape, input);
      built ??= build(input, key, this.name);
      return built.output(input);
    },
    apply(x, context) {
      if (built === undefined) {
        throw new ArgumentError(
          `${this.name || kind}: has no variables yet. Call build(shape, key), or put it into sequential([…]).`,
        );
      }
      built.output(shapesOf(this.name, x));
      const layer = built;
      const output = named(this.name, () => layer.apply(x, frozenIf(this.trainable === false, context)));
      if (activityRegularizer !== undefined && context.addLoss !== undefined) {
        for (const y of listOf(output)) context.addLoss(div(activityRegularizer(y), Math.max(1, y.shape[0] ?? 1)));
      }
      return output;
    },
    get scaled() {
      return built?.scaled;
    },
    get statistics() {
      return built?.statistics;
    },
    get parameters() {
      return this.trainable === false ? [] : (built?.parameters ?? []);
    },
    get state() {
      return built?.state ?? [];
    },
    get variables() {
      const { parameters = [], state = [], variables } = built ?? {};
      return variables ?? [...parameters, ...state.map((variable) => ({ name: variable.name, variable }))];
    },
  };
}

/** The context that a layer passes on: in what is frozen, everything is. */
export function frozenIf(frozen: boolean, context: ApplyContext): ApplyContext {
  return frozen ? { ...context, frozen } : context;
}

/** The context of one place in a model: a random key of its own, and the masks that arrive there. */
export function contextOf(
  context: ApplyContext,
  place: number,
  mask: Tensor | undefined,
  masks?: ApplyContext['masks'],
): ApplyContext {
  const { key } = context;
  return { ...context, mask, masks, ...(key === undefined ? {} : { key: foldIn(key, place) }) };
}

/** The parameters that are trained, also of a layer that does not look at its own `trainable`. */
export function trainedParameters(layer: Layer<never, Values>): readonly Parameter[] {
  return layer.trainable === false ? [] : layer.parameters;
}

/**
 * All variables of any layer, with their names: also those of a frozen layer, and of an object that lists only parameters and
 * state. The order is always the same.
 *
 * @example
 * ```ts
 * import { key } from '@gradkit/core';
 * import { batchNormalization, freeze, variablesOf } from '@gradkit/layers';
 *
 * const layer = freeze(batchNormalization());
 * layer.build([8, 3], key(0));
 * console.log(variablesOf(layer).map(({ name }) => name.split('/')[1])); // gamma, beta, movingMean, movingVariance
 * ```
 */
export function variablesOf(layer: Pick<Layer, 'parameters' | 'state' | 'variables'>): readonly NamedVariable[] {
  return (
    layer.variables ?? [...layer.parameters, ...layer.state.map((variable) => ({ name: variable.name, variable }))]
  );
}

/**
 * A layer's output with its mask: what a layer calls that holds another one, or a list of them.
 *
 * The mask of the input is a member of the context. A model passes it through its layers; a layer says by `outputMask` what
 * becomes of it, and where it does not, the output has none.
 *
 * @example
 * ```ts
 * import { key, ones, tensor } from '@gradkit/core';
 * import { applyMasked, dense, flatten } from '@gradkit/layers';
 *
 * const [steps, flat] = [dense({ units: 4 }), flatten()];
 * const x = ones([1, 2, 3]);
 * steps.build(x.shape, key(0));
 * flat.build(x.shape, key(0));
 * const context = { training: false, mask: tensor([[true, false]]) };
 * console.log(applyMasked(steps, x, context).mask?.toArray()); // [[true, false]]
 * console.log(applyMasked(flat, x, context).mask); // undefined: there are no steps any more
 * ```
 */
export function applyMasked<I extends Values, O extends Values>(
  layer: Layer<I, O>,
  x: I,
  context: ApplyContext,
): Masked<O> {
  const masked = layer.applyMasked?.(x, context) ?? {
    output: layer.apply(x, context),
    mask: layer.outputMask?.(x, context.mask, context.masks),
  };
  context.visit?.({ layer, input: x, output: masked.output });
  return masked;
}

function checkInputShape(name: string, expected: Shape, input: Shape | readonly Shape[]): void {
  const given = isShapeList(input) ? input[0] : (input as Shape);
  if (given !== undefined && formatShape(expected) === formatShape(given.slice(1))) return;
  throw new ShapeError(
    `${name}: inputShape is ${formatShape(expected)}, got the input ${formatShape(given ?? [])}, whose axis 0 is the batch.`,
  );
}
