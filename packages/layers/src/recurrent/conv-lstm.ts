import {
  type ConvOptions,
  conv1d,
  conv2d,
  conv3d,
  formatShape,
  type Padding,
  reshape,
  type Shape,
  ShapeError,
  sizeOf,
  type Tensor,
  zeros,
} from '@gradkit/core';
import { checkCount } from '../check-options.ts';
import { channelsOf, type SlidingOptions, slidingNames, slidingOf } from '../convolution/sliding.ts';
import { checkLayerOptions } from '../layer.ts';
import { underName } from '../under-name.ts';
import type { Values } from '../values.ts';
import { type GatedCellOptions, gatedCellOptionNames } from './cell-options.ts';
import { createGatedCell } from './gated-cell.ts';
import { type MemoryOptions, memoryGates, memoryOptionNames } from './lstm-cell.ts';
import { type RecurrentLayer, type RnnOptions, recurrentLayer, rnnOptionNames } from './rnn.ts';

/** Options of {@link convLstm2d} and its like. */
export interface ConvLstmOptions extends GatedCellOptions, MemoryOptions, SlidingOptions<Padding>, RnnOptions {
  /** Channels of the states and of the output: an integer of at least 1. */
  readonly filters: number;
}

/** With which the result is a list. */
type WithState = ConvLstmOptions & { readonly returnState: true };
/** With which it is one tensor. */
type WithoutState = ConvLstmOptions & { readonly returnState?: false | undefined };

/**
 * A long short-term memory of sequences of sequences: `convLstm2d` with one spatial axis.
 *
 * ```text
 * [i, f, g, o] = xₜ ⋆ kernel + hₜ₋₁ ⋆ recurrentKernel + bias
 * cₜ = σ(f) · cₜ₋₁ + σ(i) · activation(g)      hₜ = σ(o) · activation(cₜ)
 * ```
 *
 * `[batch, time, length, channels]` becomes the last `h`, `[batch, positions, filters]`, or with `returnSequences` all of them.
 *
 * @param options those of `convLstm2d`
 * @throws ArgumentError when an option is out of range
 * @throws ShapeError when an input has other axes or channels than the kernel
 * @see Shi et al., Convolutional LSTM network: a machine learning approach for precipitation nowcasting, NIPS 2015
 * @example
 * ```ts
 * import { zeros } from '@gradkit/core';
 * import { convLstm1d, sequential } from '@gradkit/layers';
 *
 * const model = sequential([convLstm1d({ filters: 4, kernelSize: 3, padding: 'same' })]);
 * console.log(model.apply(zeros([2, 5, 16, 3])).shape); // [2, 16, 4]
 * ```
 */
export function convLstm1d(options: WithState): RecurrentLayer<readonly Tensor[]>;
export function convLstm1d(options: WithoutState): RecurrentLayer;
export function convLstm1d(options: ConvLstmOptions): RecurrentLayer<Values>;
export function convLstm1d(options: ConvLstmOptions): RecurrentLayer<Values> {
  return convLstm('convLstm1d', 1, options, conv1d);
}

/**
 * A long short-term memory of films: at every place one that sees its neighbourhood, with the same weights everywhere.
 *
 * ```text
 * [i, f, g, o] = xₜ ⋆ kernel + hₜ₋₁ ⋆ recurrentKernel + bias                  ⋆ a convolution
 * cₜ = σ(f) · cₜ₋₁ + σ(i) · activation(g)
 * hₜ = σ(o) · activation(cₜ)                                   σ = recurrentActivation
 * ```
 *
 * `[batch, time, height, width, channels]` becomes the last `h`, `[batch, …positions, filters]`, or with `returnSequences` all of
 * them, `[batch, time, …positions, filters]`; the states are `h` and `c`. Strides, padding and dilation are those of the inputs'
 * convolution; the state's has none, and pads to keep its shape. The kernels are `[…kernelSize, channels, 4·filters]` and
 * `[…kernelSize, filters, 4·filters]`, with gates in the order of `lstmCell`, and of Keras.
 *
 * @param options `filters`, `kernelSize`, `strides` (1), `padding` (valid), `dilationRate` (1), and those of `lstm` but `units`
 * @throws ArgumentError when an option is out of range
 * @throws ShapeError when an input has other axes or channels than the kernel, or is smaller
 * @see Shi et al., Convolutional LSTM network: a machine learning approach for precipitation nowcasting, NIPS 2015
 * @example
 * ```ts
 * import { zeros } from '@gradkit/core';
 * import { convLstm2d, sequential } from '@gradkit/layers';
 *
 * const model = sequential([convLstm2d({ filters: 4, kernelSize: 3, padding: 'same', returnSequences: true })]);
 * console.log(model.apply(zeros([2, 5, 8, 8, 3])).shape); // [2, 5, 8, 8, 4]
 * ```
 */
export function convLstm2d(options: WithState): RecurrentLayer<readonly Tensor[]>;
export function convLstm2d(options: WithoutState): RecurrentLayer;
export function convLstm2d(options: ConvLstmOptions): RecurrentLayer<Values>;
export function convLstm2d(options: ConvLstmOptions): RecurrentLayer<Values> {
  return convLstm('convLstm2d', 2, options, conv2d);
}

/**
 * A long short-term memory of sequences of volumes: `convLstm2d` with three spatial axes.
 *
 * ```text
 * [i, f, g, o] = xₜ ⋆ kernel + hₜ₋₁ ⋆ recurrentKernel + bias
 * cₜ = σ(f) · cₜ₋₁ + σ(i) · activation(g)      hₜ = σ(o) · activation(cₜ)
 * ```
 *
 * `[batch, time, depth, height, width, channels]` becomes the last `h`, `[batch, …positions, filters]`, or with `returnSequences`
 * all of them.
 *
 * @param options those of `convLstm2d`
 * @throws ArgumentError when an option is out of range
 * @throws ShapeError when an input has other axes or channels than the kernel
 * @see Shi et al., Convolutional LSTM network: a machine learning approach for precipitation nowcasting, NIPS 2015
 * @example
 * ```ts
 * import { zeros } from '@gradkit/core';
 * import { convLstm3d, sequential } from '@gradkit/layers';
 *
 * const model = sequential([convLstm3d({ filters: 2, kernelSize: 2 })]);
 * console.log(model.apply(zeros([1, 3, 4, 4, 4, 1])).shape); // [1, 3, 3, 3, 2]
 * ```
 */
export function convLstm3d(options: WithState): RecurrentLayer<readonly Tensor[]>;
export function convLstm3d(options: WithoutState): RecurrentLayer;
export function convLstm3d(options: ConvLstmOptions): RecurrentLayer<Values>;
export function convLstm3d(options: ConvLstmOptions): RecurrentLayer<Values> {
  return convLstm('convLstm3d', 3, options, conv3d);
}

function convLstm(
  kind: string,
  rank: number,
  options: ConvLstmOptions,
  convolve: (x: Tensor, kernel: Tensor, options: ConvOptions) => Tensor,
): RecurrentLayer<Values> {
  const own = ['filters', ...slidingNames, ...memoryOptionNames()];
  checkLayerOptions(kind, options, rnnOptionNames(gatedCellOptionNames(own)));
  const { filters } = options ?? {};
  checkCount(kind, 'filters', filters);
  const sliding = slidingOf(kind, rank, options);

  const cell = createGatedCell(kind, options, filters, memoryGates(filters, options), (input, name) => {
    const channels = channelsOf(name, input);
    const kernel = [...sliding.taps, channels];
    return {
      kernel,
      recurrentKernel: [...sliding.taps, filters],
      stateShape(shape) {
        if (shape.length !== rank + 2 || shape.at(-1) !== channels) {
          throw new ShapeError(
            `${name}: every step takes a batch, ${rank} spatial axes and ${channels} channels, got ${formatShape(shape)}.`,
          );
        }
        return underName(name, () => convolve(zeros(shape), zeros([...kernel, filters]), sliding.options).shape);
      },
      ofInputs(x, weights) {
        const lead: Shape = x.shape.slice(0, -(rank + 1));
        const y = convolve(reshape(x, [sizeOf(lead), ...x.shape.slice(-(rank + 1))]), weights, sliding.options);
        return reshape(y, [...lead, ...y.shape.slice(1)]);
      },
      ofState: (state, weights) => convolve(state, weights, { padding: 'same' }),
    };
  });
  return recurrentLayer(kind, cell, options);
}
