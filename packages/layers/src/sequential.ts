import { ArgumentError, checkOptions, describe, foldIn, key as keyOf, type Parameter, type Shape } from '@gradkit/core';
import type { Layer } from './layer.ts';
import { type Model, readWeights, writeWeights } from './model.ts';
import { nameLayers } from './names.ts';
import { type RandomStream, randomStream } from './random-stream.ts';
import { summaryTable } from './summary.ts';

/** Options of {@link sequential}. */
export interface SequentialOptions {
  /** Default `sequential`, numbered where models nest. */
  readonly name?: string | undefined;
  /** Source of the first weights and of all randomness in training. Default: the key given to `build`, or 0. */
  readonly seed?: number | undefined;
}

/** Folded into the model's key for what is random while training; no layer has this index. */
const streamIndex = 0xffffffff;

/**
 * A model that applies its layers one after the other.
 *
 * It builds itself at its first `apply`, also inside `jit`, for the shape of that input, or when it is first asked for its
 * variables, if its first layer has an `inputShape`. Layer `i` gets the key `foldIn(key, i)`, and so on by path where
 * models nest: the same seed gives the same weights.
 *
 * @param layers at least one; a layer that stands at two places shares its variables
 * @throws ArgumentError when there is no layer, something is not a layer, or two layers have the same name
 * @throws ShapeError when an input, or what one layer gives, does not fit the next layer
 * @example
 * ```ts
 * import { relu } from '@gradkit/activations';
 * import { tensor } from '@gradkit/core';
 * import { dense, sequential } from '@gradkit/layers';
 *
 * const model = sequential([dense({ units: 8, activation: relu }), dense({ units: 1 })], { seed: 3 });
 * console.log(model.apply(tensor([[1, 2], [3, 4]])).shape); // [2, 1]
 * console.log(model.parameters.map(({ name }) => name)); // dense/kernel, dense/bias, dense_1/kernel, dense_1/bias
 * ```
 */
export function sequential(layers: readonly Layer[], options: SequentialOptions = {}): Model {
  checkOptions('sequential', options, ['name', 'seed']);
  checkLayers(layers);
  nameLayers('sequential', layers);

  const ownKey = options.seed === undefined ? undefined : keyOf(options.seed);
  const distinct = [...new Set(layers)];
  const random = distinct.some((layer) => layer.random === true);
  const inputShape = layers[0]?.inputShape;
  let built: { readonly parameters: readonly Parameter[]; readonly outputs: readonly Shape[] } | undefined;
  let stream: RandomStream | undefined;

  /** What the variables are, building them where the input's shape is known already. */
  const ensureBuilt = (wanted: string): NonNullable<typeof built> => {
    if (built === undefined && inputShape !== undefined) model.build([1, ...inputShape]);
    if (built === undefined) {
      throw new ArgumentError(
        `${wanted}: ${model.name || 'sequential'} has no variables yet. Apply it to a batch, call build([batch, …]), or give its first layer an inputShape.`,
      );
    }
    return built;
  };

  const model: Model = {
    kind: 'sequential',
    name: options.name ?? '',
    random,
    layers: [...layers],
    ...(inputShape === undefined ? {} : { inputShape }),

    get built() {
      return built !== undefined;
    },

    build(input, given) {
      model.name ||= 'sequential';
      const key = ownKey ?? given ?? keyOf(0);
      const outputs: Shape[] = [];
      let shape = input;
      for (const [index, layer] of layers.entries()) {
        shape = layer.build(shape, foldIn(key, index));
        outputs.push(shape);
      }
      if (built === undefined) {
        if (random) stream = randomStream(foldIn(key, streamIndex), model.name);
        built = { parameters: distinct.flatMap(pathParameters), outputs };
      }
      return shape;
    },

    apply(x, { training = false, key: given } = {}) {
      if (built === undefined) model.build(x.shape);
      const key = training ? (given ?? stream?.next()) : undefined;
      let value = x;
      for (const [index, layer] of layers.entries()) {
        value = layer.apply(value, key === undefined ? { training } : { training, key: foldIn(key, index) });
      }
      return value;
    },

    get parameters() {
      return ensureBuilt('parameters').parameters;
    },

    get state() {
      ensureBuilt('state');
      return [...distinct.flatMap((layer) => layer.state), ...(stream === undefined ? [] : [stream.step])];
    },

    summary() {
      const { outputs } = ensureBuilt('summary');
      return summaryTable(model.name, layers, outputs);
    },

    getWeights() {
      ensureBuilt('getWeights');
      return readWeights(model);
    },

    setWeights(weights) {
      ensureBuilt('setWeights');
      writeWeights(model, weights);
    },
  };
  return model;
}

/** Parameters of a layer; those of a model inside the model are named by their path. */
function pathParameters(layer: Layer): readonly Parameter[] {
  if (!('layers' in layer)) return layer.parameters;
  return layer.parameters.map((parameter) => ({ ...parameter, name: `${layer.name}/${parameter.name}` }));
}

function checkLayers(layers: readonly Layer[]): void {
  if (!Array.isArray(layers) || layers.length === 0) {
    throw new ArgumentError(`sequential: expected a list of at least one layer, got ${describe(layers)}.`);
  }
  for (const [index, layer] of (layers as unknown[]).entries()) {
    if (typeof layer === 'object' && layer !== null && 'apply' in layer && 'build' in layer) continue;
    const hint = typeof layer === 'function' ? ' Wrap a function in activation(fn); call the factory of a layer.' : '';
    throw new ArgumentError(`sequential: layers[${index}] is ${describe(layer)}, not a layer.${hint}`);
  }
}
