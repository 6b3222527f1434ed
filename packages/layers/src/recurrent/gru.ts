import type { Tensor } from '@gradkit/core';
import { checkLayerOptions } from '../layer.ts';
import type { Values } from '../values.ts';
import { gatedCellOptionNames } from './cell-options.ts';
import { type GruCellOptions, gruCellFor, gruCellOptionNames } from './gru-cell.ts';
import { type RecurrentLayer, type RnnOptions, recurrentLayer, rnnOptionNames } from './rnn.ts';

/** Options of {@link gru}. */
export interface GruOptions extends GruCellOptions, RnnOptions {}

/**
 * A layer of gated recurrent units: simpler than a long short-term memory, with one state and two gates.
 *
 * ```text
 * [z, r, n] = xₜ · kernel + bias₀            [z′, r′, n′] = hₜ₋₁ · recurrentKernel + bias₁
 * candidate = activation(n + σ(r + r′) · n′)                            with resetAfter
 *             activation(n + (σ(r + r′) · hₜ₋₁) · recurrentKernel_n)    without, and without bias₁
 * hₜ = σ(z + z′) · hₜ₋₁ + (1 − σ(z + z′)) · candidate                    σ = recurrentActivation
 * ```
 *
 * Sequences `[batch, time, features]` become the last state, `[batch, units]`, or with `returnSequences` all of them,
 * `[batch, time, units]`. Further inputs, states, masks and `stateful` are those of `rnn`, the layout of the weights that
 * of `gruCell`, and Keras'.
 *
 * @param options `units`, `activation` (tanh), `recurrentActivation` (sigmoid), `useBias` (true), `resetAfter` (true),
 * initializers (`glorotUniform()`, `orthogonal()`, `zeros()`), regularizers, constraints, `dropout` (0),
 * `recurrentDropout` (0), `seed`, and those of `rnn`
 * @throws ArgumentError when `units` is not a positive integer, or a rate of dropout is outside [0, 1)
 * @throws ShapeError when the input is not `[batch, time, features]` with as many features as the first
 * @see Cho et al., Learning phrase representations using RNN encoder–decoder for statistical machine translation, EMNLP
 * 2014
 * @example
 * ```ts
 * import { ones } from '@gradkit/core';
 * import { gru, sequential } from '@gradkit/layers';
 *
 * const model = sequential([gru({ units: 4 })]);
 * console.log(model.apply(ones([2, 5, 3])).shape); // [2, 4]
 * ```
 */
export function gru(options: GruOptions & { readonly returnState: true }): RecurrentLayer<readonly Tensor[]>;
export function gru(options: GruOptions & { readonly returnState?: false | undefined }): RecurrentLayer;
export function gru(options: GruOptions): RecurrentLayer<Values>;
export function gru(options: GruOptions): RecurrentLayer<Values> {
  checkLayerOptions('gru', options, rnnOptionNames(gatedCellOptionNames([...gruCellOptionNames(), 'units'])));
  return recurrentLayer('gru', gruCellFor('gru', options), options);
}
