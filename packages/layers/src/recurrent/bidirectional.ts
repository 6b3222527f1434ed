import {
  ArgumentError,
  add,
  concatenate,
  describe,
  flip,
  foldIn,
  mul,
  type Shape,
  type Tensor,
  where,
} from '@gradkit/core';
import {
  type ApplyContext,
  checkLayerOptions,
  contextOf,
  createLayer,
  type Layer,
  type LayerOptions,
} from '../layer.ts';
import { isShapeList, listOf, type ShapesOf, type Values } from '../values.ts';
import { alignMask } from './align-mask.ts';
import { heldVariables } from './held-variables.ts';
import type { RecurrentLayer } from './rnn.ts';

/** How the outputs of two directions become one; `null` gives both. */
export type MergeMode = 'concat' | 'sum' | 'mul' | 'ave' | null;

/** Options of {@link bidirectional}. */
export interface BidirectionalOptions extends LayerOptions {
  /** How the outputs become one: side by side, added, multiplied, averaged, or a list of both. Default `concat`. */
  readonly mergeMode?: MergeMode | undefined;
  /** The layer that goes backwards; default: one like the other, with weights of its own. */
  readonly backwardLayer?: RecurrentLayer<Values> | undefined;
}

/** A recurrent layer in both directions. */
export interface BidirectionalLayer<O extends Values = Tensor> extends Layer<Values, O> {
  /** Sets the states of stateful layers to zeros. */
  resetState(): void;
}

/** Options with which the result is one tensor. */
type MergedOptions = BidirectionalOptions & { readonly mergeMode?: Exclude<MergeMode, null> | undefined };

const mergeModes = ['concat', 'sum', 'mul', 'ave', null];

/**
 * A recurrent layer in both directions: every step knows what came before and what comes after.
 *
 * ```text
 * yₜ = merge(forward(x₁ … xₜ), backward(x_T … xₜ))
 * ```
 *
 * `[batch, time, features]` becomes what the layer gives; with `mergeMode: 'concat'` the last axis is twice as long. Outputs of
 * all steps stand in the order of the input, and are zero where a mask leaves the step out. With `returnState` the states
 * of both directions follow, and initial states are taken in this order too: a list `[sequences, …forward, …backward]`.
 *
 * @param layer goes forward: `lstm({…})`, `gru({…})`, `rnn(cell)`
 * @param options `mergeMode` (concat), `backwardLayer`, and those of every layer
 * @throws ArgumentError when the layer is not recurrent or goes backwards, or the other one returns something else
 * @throws ShapeError when an input does not fit the layers
 * @see Schuster and Paliwal, Bidirectional recurrent neural networks, IEEE Transactions on Signal Processing 45, 1997
 * @example
 * ```ts
 * import { ones } from '@gradkit/core';
 * import { bidirectional, lstm, sequential } from '@gradkit/layers';
 *
 * const model = sequential([
 *   bidirectional(lstm({ units: 4, returnSequences: true })),
 *   bidirectional(lstm({ units: 4 }), { mergeMode: 'sum' }),
 * ]);
 * console.log(model.apply(ones([2, 5, 3])).shape); // [2, 4]
 * ```
 */
export function bidirectional(layer: RecurrentLayer, options?: MergedOptions): BidirectionalLayer;
export function bidirectional(
  layer: RecurrentLayer<Values>,
  options: BidirectionalOptions & { readonly mergeMode: null },
): BidirectionalLayer<readonly Tensor[]>;
export function bidirectional(
  layer: RecurrentLayer<readonly Tensor[]>,
  options?: BidirectionalOptions,
): BidirectionalLayer<readonly Tensor[]>;
export function bidirectional(
  layer: RecurrentLayer<Values>,
  options?: BidirectionalOptions,
): BidirectionalLayer<Values>;
export function bidirectional(
  layer: RecurrentLayer<Values>,
  options: BidirectionalOptions = {},
): BidirectionalLayer<Values> {
  checkLayerOptions('bidirectional', options, ['mergeMode', 'backwardLayer']);
  const { mergeMode = 'concat' } = options;
  if (!mergeModes.includes(mergeMode)) {
    throw new ArgumentError(`bidirectional: mergeMode is one of ${mergeModes.join(', ')}, got ${describe(mergeMode)}.`);
  }
  checkRecurrent('the layer', layer);
  if (layer.goBackwards) {
    throw new ArgumentError(
      'bidirectional: the layer goes forward; give the one that goes backwards as backwardLayer.',
    );
  }
  const other = options.backwardLayer ?? layer.mirrored();
  checkRecurrent('backwardLayer', other);
  if (!other.goBackwards) throw new ArgumentError('bidirectional: backwardLayer needs goBackwards: true.');
  const { returnSequences, returnState } = layer;
  if (other.returnSequences !== returnSequences || other.returnState !== returnState) {
    throw new ArgumentError('bidirectional: both layers need the same returnSequences and returnState.');
  }
  const layers = [layer, other] as const;
  const outputs = (mergeMode === null ? 2 : 1) + (returnState ? layer.stateCount + other.stateCount : 0);

  const result = createLayer<Values, Values>(
    'bidirectional',
    options,
    (_input, key, name) => {
      layer.name ||= 'forward';
      other.name ||= 'backward';
      return Object.assign(heldVariables(name, layers), {
        output(input: ShapesOf<Values>): ShapesOf<Values> {
          const built = divided(layers, isShapeList(input) ? input : [input as Shape]).map((shapes, i) => {
            const result = (layers[i] as RecurrentLayer<Values>).build(
              shapes.length === 1 ? (shapes[0] as Shape) : shapes,
              foldIn(key, i),
            );
            return isShapeList(result) ? result : [result as Shape];
          });
          const [[forward = [], ...states] = [], [backward = [], ...otherStates] = []] = built;
          const merged =
            mergeMode === null
              ? [forward, backward]
              : [mergeMode === 'concat' ? forward.with(-1, (forward.at(-1) ?? 0) + (backward.at(-1) ?? 0)) : forward];
          return outputs === 1 ? (merged[0] as Shape) : [...merged, ...states, ...otherStates];
        },
        apply(x: Values, context: ApplyContext): Values {
          const mask = context.mask ?? context.masks?.[0];
          const applied = divided(layers, listOf(x)).map((inputs, i) =>
            listOf(
              (layers[i] as RecurrentLayer<Values>).apply(
                inputs.length === 1 ? (inputs[0] as Tensor) : inputs,
                contextOf(context, i, mask),
              ),
            ),
          );
          const [forward, backward] = applied.map(([y], i) => {
            const inOrder = returnSequences && i === 1 ? flip(y as Tensor, { axis: 1 }) : (y as Tensor);
            return returnSequences && mask !== undefined
              ? where(alignMask(mask, inOrder.shape.length), inOrder, 0)
              : inOrder;
          }) as [Tensor, Tensor];
          const merged = mergeMode === null ? [forward, backward] : [mergedBy(mergeMode, forward, backward)];
          const states = applied.flatMap((values) => values.slice(1));
          return outputs === 1 ? (merged[0] as Tensor) : [...merged, ...states];
        },
      });
    },
    {
      random: layers.some(({ random }) => random === true),
      ...(outputs === 1 ? {} : { outputs }),
      outputMask: (_x, mask) => (returnSequences ? mask : undefined),
    },
  );
  return Object.assign(result, {
    resetState() {
      for (const each of layers) each.resetState();
    },
  });
}

function mergedBy(mode: Exclude<MergeMode, null>, a: Tensor, b: Tensor): Tensor {
  const merge = {
    concat: () => concatenate([a, b], { axis: -1 }),
    sum: () => add(a, b),
    mul: () => mul(a, b),
    ave: () => mul(add(a, b), 0.5),
  };
  return merge[mode]();
}

function checkRecurrent(what: string, layer: RecurrentLayer<Values>): void {
  if (typeof layer === 'object' && layer !== null && 'mirrored' in layer) return;
  throw new ArgumentError(
    `bidirectional: ${what} is a recurrent layer such as lstm({ units: 8 }), got ${describe(layer)}.`,
  );
}

/** The sequences with the initial states of each direction, if there are any. */
function divided<T>(layers: readonly [RecurrentLayer<Values>, RecurrentLayer<Values>], inputs: readonly T[]): T[][] {
  const [sequences, ...states] = inputs as readonly [T, ...T[]];
  const count = states.length === 0 ? 0 : layers[0].stateCount;
  return [
    [sequences, ...states.slice(0, count)],
    [sequences, ...states.slice(count)],
  ];
}
