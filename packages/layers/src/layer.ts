import {
  ArgumentError,
  formatShape,
  type Parameter,
  type Shape,
  ShapeError,
  type Tensor,
  type Variable,
} from '@gradkit/core';

/** What a layer is told each time it is applied. */
export interface ApplyContext {
  /** Whether this is a step of training: dropout drops, batch normalisation uses and records the batch's statistics. */
  readonly training: boolean;
  /** The random key of this application, `uint32[2]`: present in training for layers that say they are `random`. */
  readonly key?: Tensor;
}

/** One step of a network: a plain object. Your own layer is an object with these five members. */
export interface Layer {
  /** Unique in its model. Empty until a model that holds the layer, or `build`, names it after its kind. */
  name: string;
  /**
   * Creates the variables, once, and returns the output shape. Both shapes are complete: axis 0 is the batch. Calling it
   * again creates nothing.
   */
  build(input: Shape, key: Tensor): Shape;
  /** Builds graph and computes nothing. */
  apply(x: Tensor, context: ApplyContext): Tensor;
  /** The trainable variables; none before `build`. */
  readonly parameters: readonly Parameter[];
  /** Variables that training changes without a gradient, such as moving averages; none before `build`. */
  readonly state: readonly Variable[];
  /** What to name the layer after, and what a summary shows: `dense`. */
  readonly kind?: string;
  /** Whether applying it in training needs a random key. */
  readonly random?: boolean;
  /** The input's shape without the batch axis, if it is known before any data. */
  readonly inputShape?: Shape;
}

/** What every factory of a layer accepts. */
export interface LayerOptions {
  /** Default: the kind of layer, numbered in its model (`dense`, `dense_1`, …). */
  readonly name?: string | undefined;
  /** The input's shape without the batch axis; default: that of the first input. */
  readonly inputShape?: Shape | undefined;
}

/** A layer that has its variables. */
export interface BuiltLayer {
  /** The shape this input would give. Throws a `ShapeError` for one that does not fit. */
  output(input: Shape): Shape;
  apply(x: Tensor, context: ApplyContext): Tensor;
  readonly parameters?: readonly Parameter[];
  readonly state?: readonly Variable[];
}

/** The layer whose variables are made by `build` at the first call; what all layers have in common lives here. */
export function createLayer(
  kind: string,
  options: LayerOptions,
  build: (input: Shape, key: Tensor, name: string) => BuiltLayer,
  random = false,
): Layer {
  const { inputShape } = options;
  let built: BuiltLayer | undefined;
  return {
    kind,
    random,
    ...(inputShape === undefined ? {} : { inputShape }),
    name: options.name ?? '',
    build(input, key) {
      this.name ||= kind;
      if (inputShape !== undefined && formatShape(inputShape) !== formatShape(input.slice(1))) {
        throw new ShapeError(
          `${this.name}: inputShape is ${formatShape(inputShape)}, got the input ${formatShape(input)}, ` +
            'whose axis 0 is the batch.',
        );
      }
      built ??= build(input, key, this.name);
      return built.output(input);
    },
    apply(x, context) {
      if (built === undefined) {
        throw new ArgumentError(
          `${this.name || kind}: has no variables yet. Call build(shape, key), or put it into sequential([…]).`,
        );
      }
      built.output(x.shape);
      return built.apply(x, context);
    },
    get parameters() {
      return built?.parameters ?? [];
    },
    get state() {
      return built?.state ?? [];
    },
  };
}
