import {
  ArgumentError,
  add,
  checkFlags,
  describe,
  expandDims,
  foldIn,
  matmul,
  mul,
  sum,
  swapAxes,
  type Tensor,
  tanh,
} from '@gradkit/core';
import { ones } from '@gradkit/initializers';
import { checkLayerOptions, type Layer } from '../layer.ts';
import { createParameter, createVariable } from '../parameter.ts';
import type { Values } from '../values.ts';
import { createScoreAttention, type ScoreAttentionOptions, scoreAttentionOptionNames } from './score-attention.ts';

/** Options of {@link attention}. */
export interface AttentionOptions extends ScoreAttentionOptions {
  /** Whether to scale the scores by a learned number, 1 at first; default false. */
  readonly useScale?: boolean | undefined;
  /** How query and key are compared: by their product, or by a sum of hyperbolic tangents. Default `dot`. */
  readonly scoreMode?: 'dot' | 'concat' | undefined;
}

/**
 * Attention by dot products: for every query an average of the values, weighted by how much the query has to do with their
 * keys.
 *
 * ```text
 * scores = scale · query · keyᵀ                                  scoreMode dot
 *          weight · Σ tanh(scale · (query + key))                scoreMode concat, over the features
 * output = softmax(scores) · value
 * ```
 *
 * Takes a list `[query, value]` or `[query, value, key]` of `[batch, queries, features]`, `[batch, keys, …]` and
 * `[batch, keys, features]`; a single tensor attends to itself. Gives `[batch, queries, …]`, and with
 * `returnAttentionScores` a list with the weights `[batch, queries, keys]`. Without a scale: no `1/√features`, unlike in
 * `multiHeadAttention`.
 *
 * Keys that the mask of the value leaves out have no weight, and queries that the mask of the query leaves out give zeros.
 *
 * @param options `useScale` (false), `scoreMode` (dot), `dropout` (0), `seed`, `useCausalMask` (false),
 * `returnAttentionScores` (false), and those of every layer
 * @throws ArgumentError when an option is out of range, or there are more than three tensors
 * @throws ShapeError when the inputs do not fit together
 * @see Luong, Pham and Manning, Effective approaches to attention-based neural machine translation, EMNLP 2015
 * @example
 * ```ts
 * import { key, tensor } from '@gradkit/core';
 * import { attention } from '@gradkit/layers';
 *
 * const layer = attention();
 * const [query, value] = [tensor([[[1000, 0]]]), tensor([[[1, 0], [0, 1]]])];
 * layer.build([query.shape, value.shape], key(0));
 * console.log(layer.apply([query, value], { training: false }).toArray()); // [[[1, 0]]]
 * ```
 */
export function attention(
  options: AttentionOptions & { readonly returnAttentionScores: true },
): Layer<Values, readonly Tensor[]>;
export function attention(
  options?: AttentionOptions & { readonly returnAttentionScores?: false | undefined },
): Layer<Values>;
export function attention(options?: AttentionOptions): Layer<Values, Values>;
export function attention(options: AttentionOptions = {}): Layer<Values, Values> {
  checkLayerOptions('attention', options, scoreAttentionOptionNames(['useScale', 'scoreMode']));
  const { useScale = false, scoreMode = 'dot' } = options;
  checkFlags('attention', { useScale });
  if (scoreMode !== 'dot' && scoreMode !== 'concat') {
    throw new ArgumentError(`attention: scoreMode is dot or concat, got ${describe(scoreMode)}.`);
  }

  return createScoreAttention('attention', options, (_features, key, name) => {
    const factor = (what: string, index: number) => createVariable(`${name}/${what}`, [], ones(), foldIn(key, index));
    const scale = useScale ? factor('scale', 0) : undefined;
    const weight = scoreMode === 'concat' ? factor('concatScoreWeight', 1) : undefined;
    const scaled = (x: Tensor): Tensor => (scale === undefined ? x : mul(x, scale.value));
    return {
      parameters: [scale, weight]
        .filter((variable) => variable !== undefined)
        .map((variable) => createParameter(variable, undefined, undefined)),
      scores: (query, ownKey) =>
        weight === undefined
          ? scaled(matmul(query, swapAxes(ownKey, -1, -2)))
          : mul(sum(tanh(scaled(pairSums(query, ownKey))), { axis: -1 }), weight.value),
    };
  });
}

/** The sum of every query and every key: `[…, queries, keys, features]`. */
export function pairSums(query: Tensor, key: Tensor): Tensor {
  return add(expandDims(query, -2), expandDims(key, -3));
}
