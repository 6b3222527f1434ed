import type { Tensor } from '@gradkit/core';
import { checkLayerOptions } from '../layer.ts';
import type { Values } from '../values.ts';
import { gatedCellOptionNames } from './cell-options.ts';
import { type RecurrentLayer, type RnnOptions, recurrentLayer, rnnOptionNames } from './rnn.ts';
import { type SimpleRnnCellOptions, simpleRnnCellFor } from './simple-rnn-cell.ts';

/** Options of {@link simpleRnn}. */
export interface SimpleRnnOptions extends SimpleRnnCellOptions, RnnOptions {}

/**
 * A fully connected recurrent layer, whose output is fed back at the next step.
 *
 * ```text
 * hₜ = activation(xₜ · kernel + hₜ₋₁ · recurrentKernel + bias)
 * ```
 *
 * Sequences `[batch, time, features]` become the last output, `[batch, units]`, or with `returnSequences` all outputs,
 * `[batch, time, units]`. Further inputs, states, masks and `stateful` are those of `rnn`.
 *
 * @param options `units`, `activation` (tanh), `useBias` (true), initializers (`glorotUniform()`, `orthogonal()`, `zeros()`),
 * regularizers, constraints, `dropout` (0), `recurrentDropout` (0), `seed`, and those of `rnn`
 * @throws ArgumentError when `units` is not a positive integer, or a rate of dropout is outside [0, 1)
 * @throws ShapeError when the input is not `[batch, time, features]` with as many features as the first
 * @see Elman, Finding structure in time, Cognitive Science 14, 1990
 * @example
 * ```ts
 * import { ones } from '@gradkit/core';
 * import { sequential, simpleRnn } from '@gradkit/layers';
 *
 * const model = sequential([simpleRnn({ units: 4, returnSequences: true }), simpleRnn({ units: 2 })]);
 * console.log(model.apply(ones([2, 5, 3])).shape); // [2, 2]
 * ```
 */
export function simpleRnn(
  options: SimpleRnnOptions & { readonly returnState: true },
): RecurrentLayer<readonly Tensor[]>;
export function simpleRnn(options: SimpleRnnOptions & { readonly returnState?: false | undefined }): RecurrentLayer;
export function simpleRnn(options: SimpleRnnOptions): RecurrentLayer<Values>;
export function simpleRnn(options: SimpleRnnOptions): RecurrentLayer<Values> {
  checkLayerOptions('simpleRnn', options, rnnOptionNames(gatedCellOptionNames(['units'])));
  return recurrentLayer('simpleRnn', simpleRnnCellFor('simpleRnn', options), options);
}
