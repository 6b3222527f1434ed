import { checkFlags, mul, sum, type Tensor, tanh } from '@gradkit/core';
import { glorotUniform } from '@gradkit/initializers';
import { checkLayerOptions, type Layer } from '../layer.ts';
import { createParameter, createVariable } from '../parameter.ts';
import type { Values } from '../values.ts';
import { pairSums } from './attention.ts';
import { createScoreAttention, type ScoreAttentionOptions, scoreAttentionOptionNames } from './score-attention.ts';

/** Options of {@link additiveAttention}. */
export interface AdditiveAttentionOptions extends ScoreAttentionOptions {
  /** Whether each feature has a learned weight in the scores; default true. */
  readonly useScale?: boolean | undefined;
}

/**
 * Attention by sums: for every query an average of the values, weighted by a small network of query and key.
 *
 * ```text
 * scores = Σ scale · tanh(query + key)      over the features
 * output = softmax(scores) · value
 * ```
 *
 * Inputs, masks and outputs are those of `attention`; `scale` is `[features]`.
 *
 * @param options `useScale` (true), `dropout` (0), `seed`, `useCausalMask` (false), `returnAttentionScores` (false), and
 * those of every layer
 * @throws ArgumentError when an option is out of range, or there are more than three tensors
 * @throws ShapeError when the inputs do not fit together
 * @see Bahdanau, Cho and Bengio, Neural machine translation by jointly learning to align and translate, ICLR 2015
 * @example
 * ```ts
 * import { key, ones } from '@gradkit/core';
 * import { additiveAttention } from '@gradkit/layers';
 *
 * const layer = additiveAttention();
 * const [query, value] = [ones([2, 5, 8]), ones([2, 3, 8])];
 * layer.build([query.shape, value.shape], key(0));
 * console.log(layer.apply([query, value], { training: false }).shape); // [2, 5, 8]
 * ```
 */
export function additiveAttention(
  options: AdditiveAttentionOptions & { readonly returnAttentionScores: true },
): Layer<Values, readonly Tensor[]>;
export function additiveAttention(
  options?: AdditiveAttentionOptions & { readonly returnAttentionScores?: false | undefined },
): Layer<Values>;
export function additiveAttention(options?: AdditiveAttentionOptions): Layer<Values, Values>;
export function additiveAttention(options: AdditiveAttentionOptions = {}): Layer<Values, Values> {
  checkLayerOptions('additiveAttention', options, scoreAttentionOptionNames(['useScale']));
  const { useScale = true } = options;
  checkFlags('additiveAttention', { useScale });

  return createScoreAttention('additiveAttention', options, (features, key, name) => {
    const scale = useScale ? createVariable(`${name}/scale`, [features], glorotUniform(), key) : undefined;
    return {
      parameters: scale === undefined ? [] : [createParameter(scale, undefined, undefined)],
      scores(query, ownKey) {
        const bent = tanh(pairSums(query, ownKey));
        return sum(scale === undefined ? bent : mul(bent, scale.value), { axis: -1 });
      },
    };
  });
}
