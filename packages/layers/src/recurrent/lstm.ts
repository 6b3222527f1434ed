import type { Tensor } from '@gradkit/core';
import { checkLayerOptions } from '../layer.ts';
import type { Values } from '../values.ts';
import { gatedCellOptionNames } from './cell-options.ts';
import { type LstmCellOptions, lstmCellFor, memoryOptionNames } from './lstm-cell.ts';
import { type RecurrentLayer, type RnnOptions, recurrentLayer, rnnOptionNames } from './rnn.ts';

/** Options of {@link lstm}. */
export interface LstmOptions extends LstmCellOptions, RnnOptions {}

/**
 * A long short-term memory: a recurrent layer that keeps what it has until a gate forgets it, so that gradients reach far
 * back.
 *
 * ```text
 * [i, f, g, o] = xₜ · kernel + hₜ₋₁ · recurrentKernel + bias
 * cₜ = σ(f) · cₜ₋₁ + σ(i) · activation(g)
 * hₜ = σ(o) · activation(cₜ)                                   σ = recurrentActivation
 * ```
 *
 * Sequences `[batch, time, features]` become the last `h`, `[batch, units]`, or with `returnSequences` all of them,
 * `[batch, time, units]`; the states are `h` and `c`. Further inputs, states, masks and `stateful` are those of `rnn`, the
 * layout of the weights that of `lstmCell`, and Keras'.
 *
 * @param options `units`, `activation` (tanh), `recurrentActivation` (sigmoid), `useBias` (true), `unitForgetBias` (true),
 * initializers (`glorotUniform()`, `orthogonal()`, `zeros()`), regularizers, constraints, `dropout` (0),
 * `recurrentDropout` (0), `seed`, and those of `rnn`
 * @throws ArgumentError when `units` is not a positive integer, or a rate of dropout is outside [0, 1)
 * @throws ShapeError when the input is not `[batch, time, features]` with as many features as the first
 * @see Hochreiter and Schmidhuber, Long short-term memory, Neural Computation 9, 1997
 * @example
 * ```ts
 * import { key, ones } from '@gradkit/core';
 * import { lstm } from '@gradkit/layers';
 *
 * const layer = lstm({ units: 4, returnSequences: true, returnState: true });
 * layer.build([2, 5, 3], key(0));
 * const [all, h, c] = layer.apply(ones([2, 5, 3]), { training: false });
 * console.log(all?.shape, h?.shape, c?.shape); // [2, 5, 4] [2, 4] [2, 4]
 * ```
 */
export function lstm(options: LstmOptions & { readonly returnState: true }): RecurrentLayer<readonly Tensor[]>;
export function lstm(options: LstmOptions & { readonly returnState?: false | undefined }): RecurrentLayer;
export function lstm(options: LstmOptions): RecurrentLayer<Values>;
export function lstm(options: LstmOptions): RecurrentLayer<Values> {
  checkLayerOptions('lstm', options, rnnOptionNames(gatedCellOptionNames([...memoryOptionNames(), 'units'])));
  return recurrentLayer('lstm', lstmCellFor('lstm', options), options);
}
