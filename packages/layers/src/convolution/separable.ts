import {
  type CausalPadding,
  separableConv1d as convolve1d,
  separableConv2d as convolve2d,
  type DepthwiseConvOptions,
  foldIn,
  mul,
  type Padding,
  type Shape,
  type Tensor,
  zeros,
} from '@gradkit/core';
import { glorotUniform, type Initializer } from '@gradkit/initializers';
import type { Regularizer } from '@gradkit/regularizers';
import { checkAffineOptions, createAffine } from '../affine.ts';
import { checkCount } from '../check-options.ts';
import type { Layer } from '../layer.ts';
import { type Constraint, createParameter, createVariable } from '../parameter.ts';
import { underName } from '../under-name.ts';
import { createDepthwiseKernel, type DepthwiseConv2dOptions } from './depthwise.ts';
import { channelsOf, slidingNames, slidingOf } from './sliding.ts';

/** Options of {@link separableConv2d}. */
export interface SeparableConv2dOptions<P = Padding> extends DepthwiseConv2dOptions<P> {
  /** Channels of the output: an integer of at least 1. */
  readonly filters: number;
  /** First content of the kernel that mixes channels; default `glorotUniform()`. */
  readonly pointwiseInitializer?: Initializer | undefined;
  /** Penalty of that kernel, added to the loss while training; default: none. */
  readonly pointwiseRegularizer?: Regularizer | undefined;
  /** Applied to that kernel after every update; default: none. */
  readonly pointwiseConstraint?: Constraint | undefined;
}

/** Options of {@link separableConv1d}: those of {@link separableConv2d}, and `padding: 'causal'`. */
export type SeparableConv1dOptions = SeparableConv2dOptions<CausalPadding>;

/**
 * A convolution of sequences in two parts: first every channel on its own, then all channels at every step.
 *
 * ```text
 * z[p, c · depthMultiplier + m] = Σₜ x[p · stride + t · dilation, c] · depthwise[t, c, m]
 * y[p, f] = activation(Σₖ z[p, k] · pointwise[0, k, f] + bias[f])
 * ```
 *
 * `[batch, length, channels]` becomes `[batch, positions, filters]`, with kernels `[kernelSize, channels, depthMultiplier]` and `[1,
 * channels · depthMultiplier, filters]`. Positions are counted as by {@link conv1d}.
 *
 * @throws ArgumentError when an option is out of range
 * @throws ShapeError when an input has other axes or channels than the kernels, or is shorter
 * @see Chollet, Xception: deep learning with depthwise separable convolutions, CVPR 2017
 * @example
 * ```ts
 * import { zeros } from '@gradkit/core';
 * import { separableConv1d, sequential } from '@gradkit/layers';
 *
 * const model = sequential([separableConv1d({ filters: 8, kernelSize: 3 })]);
 * console.log(model.apply(zeros([4, 10, 3])).shape); // [4, 8, 8]
 * ```
 */
export function separableConv1d(options: SeparableConv1dOptions): Layer {
  return separable('separableConv1d', 1, options, separableConv1d, convolve1d);
}

/**
 * A convolution of images in two parts: first every channel on its own, then all channels at every place. It has fewer weights
 * than {@link conv2d}, and fewer products to compute.
 *
 * ```text
 * z[p, q, c · depthMultiplier + m] = Σₛₜ x[p · stride + s · dilation, q · stride + t · dilation, c] · depthwise[s, t, c, m]
 * y[p, q, f] = activation(Σₖ z[p, q, k] · pointwise[0, 0, k, f] + bias[f])
 * ```
 *
 * `[batch, height, width, channels]` becomes `[batch, …positions, filters]`, with kernels `[…kernelSize, channels, depthMultiplier]` and
 * `[1, 1, channels · depthMultiplier, filters]`. Positions are counted as by {@link conv2d}.
 *
 * @throws ArgumentError when an option is out of range
 * @throws ShapeError when an input has other axes or channels than the kernels, or is smaller
 * @see Chollet, Xception: deep learning with depthwise separable convolutions, CVPR 2017
 * @example
 * ```ts
 * import { zeros } from '@gradkit/core';
 * import { separableConv2d, sequential } from '@gradkit/layers';
 *
 * const model = sequential([separableConv2d({ filters: 32, kernelSize: 3, strides: 2, padding: 'same' })]);
 * console.log(model.apply(zeros([4, 28, 28, 16])).shape); // [4, 14, 14, 32]
 * ```
 */
export function separableConv2d(options: SeparableConv2dOptions): Layer {
  return separable('separableConv2d', 2, options, separableConv2d, convolve2d);
}

function separable<P>(
  kind: string,
  rank: number,
  options: SeparableConv2dOptions<P>,
  factory: (options: SeparableConv2dOptions<P>) => Layer,
  convolve: (x: Tensor, depthwise: Tensor, pointwise: Tensor, options: DepthwiseConvOptions<P | 'valid'>) => Tensor,
): Layer {
  checkAffineOptions(kind, options, ['depthwise', 'pointwise'], ['filters', 'depthMultiplier', ...slidingNames]);
  const { filters, depthMultiplier = 1, pointwiseInitializer = glorotUniform() } = options ?? {};
  checkCount(kind, 'filters', filters);
  checkCount(kind, 'depthMultiplier', depthMultiplier);
  const { taps, options: sliding, reach } = slidingOf(kind, rank, options);
  const ones = taps.map(() => 1);
  const shapesFor = (channels: number) => ({
    each: [...taps, channels, depthMultiplier],
    mixing: [...ones, channels * depthMultiplier, filters],
  });
  const shapeOf = (input: Shape, { each, mixing }: ReturnType<typeof shapesFor>): Shape =>
    convolve(zeros(input), zeros(each), zeros(mixing), sliding).shape;
  shapeOf([1, ...reach, 1], shapesFor(1));

  return createAffine(kind, options, factory, (input, key, name) => {
    const shapes = shapesFor(channelsOf(name, input));
    underName(name, () => shapeOf(input, shapes));
    const each = createDepthwiseKernel(`${name}/depthwiseKernel`, shapes.each, options, key);
    const mixing = createParameter(
      createVariable(`${name}/pointwiseKernel`, shapes.mixing, pointwiseInitializer, foldIn(key, 1)),
      options.pointwiseRegularizer,
      options.pointwiseConstraint,
    );
    return {
      kernels: [each, mixing],
      units: filters,
      output: (given) => underName(name, () => shapeOf(given, shapes)),
      product: (x, content) => convolve(x, content(each), content(mixing), sliding),
      scaledBy: (factor) => ({
        depthwiseInitializer: () => each.variable.value,
        pointwiseInitializer: () => mul(mixing.variable.value, factor),
      }),
    };
  });
}
