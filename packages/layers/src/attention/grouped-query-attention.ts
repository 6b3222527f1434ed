import { ArgumentError, type Tensor } from '@gradkit/core';
import { checkCount } from '../check-options.ts';
import { checkLayerOptions, type Layer } from '../layer.ts';
import type { Values } from '../values.ts';
import { createHeadAttention, type HeadAttentionOptions, headAttentionOptionNames } from './head-attention.ts';

/** Options of {@link groupedQueryAttention}. */
export interface GroupedQueryAttentionOptions extends HeadAttentionOptions {
  /** Features of each head: a positive integer. */
  readonly headDim: number;
  /** The number of heads of queries: a multiple of `numKeyValueHeads`. */
  readonly numQueryHeads: number;
  /** The number of heads of keys and values; 1 is multi-query attention. */
  readonly numKeyValueHeads: number;
}

/**
 * Attention whose heads share keys and values in groups: fewer weights, and less to remember of a sequence that grows.
 *
 * ```text
 * headᵢ  = softmax(Qᵢ · K_gᵀ / √headDim) · V_g      g = ⌊i · numKeyValueHeads / numQueryHeads⌋
 * output = [head₁, …, headₙ] · W_O + b
 * ```
 *
 * Inputs, masks and outputs are those of `multiHeadAttention`, which this is where both numbers of heads are equal.
 *
 * @param options `headDim`, `numQueryHeads`, `numKeyValueHeads`, `dropout` (0), `useBias` (true), `slidingWindow`, `useGate` (false),
 * `useCausalMask` (false), `useAttentionMask` (false), `returnAttentionScores` (false), `seed`, initializers
 * (`glorotUniform()`, `zeros()`), regularizers, constraints, and those of every layer
 * @throws ArgumentError when an option is out of range, or heads cannot be shared evenly
 * @throws ShapeError when the inputs do not fit together
 * @see Ainslie et al., GQA: Training generalized multi-query transformer models from multi-head checkpoints, EMNLP 2023
 * @example
 * ```ts
 * import { ones } from '@gradkit/core';
 * import { groupedQueryAttention, sequential } from '@gradkit/layers';
 *
 * const model = sequential([groupedQueryAttention({ headDim: 4, numQueryHeads: 4, numKeyValueHeads: 2 })]);
 * console.log(model.apply(ones([1, 5, 8])).shape); // [1, 5, 8]
 * ```
 */
export function groupedQueryAttention(
  options: GroupedQueryAttentionOptions & { readonly returnAttentionScores: true },
): Layer<Values, readonly Tensor[]>;
export function groupedQueryAttention(
  options: GroupedQueryAttentionOptions & { readonly returnAttentionScores?: false | undefined },
): Layer<Values>;
export function groupedQueryAttention(options: GroupedQueryAttentionOptions): Layer<Values, Values>;
export function groupedQueryAttention(options: GroupedQueryAttentionOptions): Layer<Values, Values> {
  const own = ['headDim', 'numQueryHeads', 'numKeyValueHeads'];
  checkLayerOptions('groupedQueryAttention', options, headAttentionOptionNames(own));
  const { headDim, numQueryHeads, numKeyValueHeads } = options ?? {};
  checkCount('groupedQueryAttention', 'headDim', headDim);
  checkCount('groupedQueryAttention', 'numQueryHeads', numQueryHeads);
  checkCount('groupedQueryAttention', 'numKeyValueHeads', numKeyValueHeads);
  if (numQueryHeads % numKeyValueHeads !== 0) {
    throw new ArgumentError(
      `groupedQueryAttention: numQueryHeads is a multiple of numKeyValueHeads, got ${numQueryHeads} and ${numKeyValueHeads}.`,
    );
  }
  return createHeadAttention('groupedQueryAttention', options, {
    queryHeads: numQueryHeads,
    keyHeads: numKeyValueHeads,
    keyDim: headDim,
    valueDim: headDim,
    outputShape: undefined,
    attentionAxes: undefined,
  });
}
