import type { Tensor } from '@gradkit/core';
import { checkCount } from '../check-options.ts';
import { checkLayerOptions, type Layer } from '../layer.ts';
import type { Values } from '../values.ts';
import { createHeadAttention, type HeadAttentionOptions, headAttentionOptionNames } from './head-attention.ts';

/** Options of {@link multiHeadAttention}. */
export interface MultiHeadAttentionOptions extends HeadAttentionOptions {
  /** The number of heads: a positive integer. */
  readonly numHeads: number;
  /** Features of query and key in each head: a positive integer. */
  readonly keyDim: number;
  /** Features of the value in each head; default `keyDim`. */
  readonly valueDim?: number | undefined;
  /** The last axis of the output, or several; default: the query's features. */
  readonly outputShape?: number | readonly number[] | undefined;
  /** The axes that queries attend along; default: all between the batch and the features. */
  readonly attentionAxes?: number | readonly number[] | undefined;
}

/**
 * Attention with several heads, each of which looks for something else.
 *
 * ```text
 * headᵢ  = softmax(Qᵢ · Kᵢᵀ / √keyDim) · Vᵢ      Qᵢ = query · W_Qᵢ + b, Kᵢ = key · W_Kᵢ + b, Vᵢ = value · W_Vᵢ + b
 * output = [head₁, …, headₙ] · W_O + b
 * ```
 *
 * Takes a list `[query, value]` or `[query, value, key]` of `[batch, queries, features]`, `[batch, keys, …]` and
 * `[batch, keys, …]`; a single tensor attends to itself. Gives `[batch, queries, features]`, and with
 * `returnAttentionScores` a list with the weights `[batch, heads, queries, keys]`.
 *
 * A query sees the keys that the masks of value and key, `useCausalMask`, `slidingWindow` and, with `useAttentionMask`, the last
 * input `bool[batch, queries, keys]` all let it see; one that sees nothing finds zeros. The output has the mask of the query.
 *
 * Weights are laid out as in Keras: `query/kernel` `[features, heads, keyDim]` with a bias `[heads, keyDim]`, then key, (gate,)
 * value, and `attentionOutput/kernel` `[heads, valueDim, features]`.
 *
 * @param options `numHeads`, `keyDim`, `valueDim` (keyDim), `dropout` (0), `useBias` (true), `outputShape`, `attentionAxes`,
 * `slidingWindow`, `useGate` (false), `useCausalMask` (false), `useAttentionMask` (false), `returnAttentionScores` (false), `seed`,
 * initializers (`glorotUniform()`, `zeros()`), regularizers, constraints, and those of every layer
 * @throws ArgumentError when an option is out of range, or there are too many tensors
 * @throws ShapeError when the inputs do not fit together
 * @see Vaswani et al., Attention is all you need, NIPS 2017
 * @example
 * ```ts
 * import { ones } from '@gradkit/core';
 * import { multiHeadAttention, sequential } from '@gradkit/layers';
 *
 * const model = sequential([multiHeadAttention({ numHeads: 2, keyDim: 4, useCausalMask: true })]);
 * console.log(model.apply(ones([1, 5, 8])).shape); // [1, 5, 8]
 * ```
 */
export function multiHeadAttention(
  options: MultiHeadAttentionOptions & { readonly returnAttentionScores: true },
): Layer<Values, readonly Tensor[]>;
export function multiHeadAttention(
  options: MultiHeadAttentionOptions & { readonly returnAttentionScores?: false | undefined },
): Layer<Values>;
export function multiHeadAttention(options: MultiHeadAttentionOptions): Layer<Values, Values>;
export function multiHeadAttention(options: MultiHeadAttentionOptions): Layer<Values, Values> {
  const own = ['numHeads', 'keyDim', 'valueDim', 'outputShape', 'attentionAxes'];
  checkLayerOptions('multiHeadAttention', options, headAttentionOptionNames(own));
  const { numHeads, keyDim, valueDim = keyDim, outputShape, attentionAxes } = options ?? {};
  checkCount('multiHeadAttention', 'numHeads', numHeads);
  checkCount('multiHeadAttention', 'keyDim', keyDim);
  checkCount('multiHeadAttention', 'valueDim', valueDim);
  return createHeadAttention('multiHeadAttention', options, {
    queryHeads: numHeads,
    keyHeads: numHeads,
    keyDim,
    valueDim,
    outputShape: typeof outputShape === 'number' ? [outputShape] : outputShape,
    attentionAxes: typeof attentionAxes === 'number' ? [attentionAxes] : attentionAxes,
  });
}
