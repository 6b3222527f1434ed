import {
  type CausalPadding,
  depthwiseConv1d as convolve1d,
  depthwiseConv2d as convolve2d,
  type DepthwiseConvOptions,
  foldIn,
  mul,
  type Padding,
  type Parameter,
  reshape,
  type Shape,
  type Tensor,
  zeros,
} from '@gradkit/core';
import { glorotUniform, type Initializer } from '@gradkit/initializers';
import type { Regularizer } from '@gradkit/regularizers';
import { type BiasOptions, checkAffineOptions, createAffine } from '../affine.ts';
import { checkCount } from '../check-options.ts';
import type { Layer } from '../layer.ts';
import { type Constraint, createParameter, createVariable } from '../parameter.ts';
import { underName } from '../under-name.ts';
import { channelsOf, type SlidingOptions, slidingNames, slidingOf } from './sliding.ts';

/** Options of {@link depthwiseConv2d}. */
export interface DepthwiseConv2dOptions<P = Padding> extends BiasOptions, SlidingOptions<P> {
  /** Kernels for each channel, at least 1; default 1. */
  readonly depthMultiplier?: number | undefined;
  /** First content of the kernel; default `glorotUniform()`. */
  readonly depthwiseInitializer?: Initializer | undefined;
  /** Penalty of the kernel, added to the loss while training; default: none. */
  readonly depthwiseRegularizer?: Regularizer | undefined;
  /** Applied to the kernel after every update; default: none. */
  readonly depthwiseConstraint?: Constraint | undefined;
}

/** Options of {@link depthwiseConv1d}: those of {@link depthwiseConv2d}, and `padding: 'causal'`. */
export type DepthwiseConv1dOptions = DepthwiseConv2dOptions<CausalPadding>;

/**
 * A convolution of every channel of sequences on its own: channels do not mix.
 *
 * ```text
 * y[p, c · depthMultiplier + m] = activation(Σₜ x[p · stride + t · dilation, c] · kernel[t, c, m] + bias[…])
 * ```
 *
 * `[batch, length, channels]` becomes `[batch, positions, channels · depthMultiplier]`, with a kernel `[kernelSize, channels,
 * depthMultiplier]`. Positions are counted as by {@link conv1d}.
 *
 * @throws ArgumentError when an option is out of range
 * @throws ShapeError when an input has other axes or channels than the kernel, or is shorter
 * @see Howard et al., MobileNets: efficient convolutional neural networks for mobile vision applications, arXiv:1704.04861
 * @example
 * ```ts
 * import { zeros } from '@gradkit/core';
 * import { depthwiseConv1d, sequential } from '@gradkit/layers';
 *
 * const model = sequential([depthwiseConv1d({ kernelSize: 3, depthMultiplier: 2 })]);
 * console.log(model.apply(zeros([4, 10, 3])).shape); // [4, 8, 6]
 * ```
 */
export function depthwiseConv1d(options: DepthwiseConv1dOptions): Layer {
  return depthwise('depthwiseConv1d', 1, options, depthwiseConv1d, convolve1d);
}

/**
 * A convolution of every channel of images on its own: channels do not mix.
 *
 * ```text
 * y[p, q, c · depthMultiplier + m] = activation(Σₛₜ x[p · stride + s · dilation, q · stride + t · dilation, c] · kernel[s, t, c, m] + bias[…])
 * ```
 *
 * `[batch, height, width, channels]` becomes `[batch, …positions, channels · depthMultiplier]`, with a kernel `[…kernelSize, channels,
 * depthMultiplier]`. Positions are counted as by {@link conv2d}. Initializers see that shape, as in Keras: their fan-in counts all
 * channels, though an output sees one.
 *
 * @throws ArgumentError when an option is out of range
 * @throws ShapeError when an input has other axes or channels than the kernel, or is smaller
 * @see Howard et al., MobileNets: efficient convolutional neural networks for mobile vision applications, arXiv:1704.04861
 * @example
 * ```ts
 * import { zeros } from '@gradkit/core';
 * import { depthwiseConv2d, sequential } from '@gradkit/layers';
 *
 * const model = sequential([depthwiseConv2d({ kernelSize: 3, padding: 'same' })]);
 * console.log(model.apply(zeros([4, 28, 28, 16])).shape); // [4, 28, 28, 16]
 * ```
 */
export function depthwiseConv2d(options: DepthwiseConv2dOptions): Layer {
  return depthwise('depthwiseConv2d', 2, options, depthwiseConv2d, convolve2d);
}

/** The kernel of every channel on its own, of depthwise layers and of separable ones. */
export function createDepthwiseKernel(
  path: string,
  shape: Shape,
  options: Pick<DepthwiseConv2dOptions, 'depthwiseInitializer' | 'depthwiseRegularizer' | 'depthwiseConstraint'>,
  key: Tensor,
): Parameter {
  const { depthwiseInitializer = glorotUniform(), depthwiseRegularizer, depthwiseConstraint } = options;
  const variable = createVariable(path, shape, depthwiseInitializer, foldIn(key, 0));
  return createParameter(variable, depthwiseRegularizer, depthwiseConstraint);
}

function depthwise<P>(
  kind: string,
  rank: number,
  options: DepthwiseConv2dOptions<P>,
  factory: (options: DepthwiseConv2dOptions<P>) => Layer,
  convolve: (x: Tensor, kernel: Tensor, options: DepthwiseConvOptions<P | 'valid'>) => Tensor,
): Layer {
  checkAffineOptions(kind, options, ['depthwise'], ['depthMultiplier', ...slidingNames]);
  const { depthMultiplier = 1 } = options ?? {};
  checkCount(kind, 'depthMultiplier', depthMultiplier);
  const { taps, options: sliding, reach } = slidingOf(kind, rank, options);
  const shapeOf = (input: Shape, kernel: Shape): Shape => convolve(zeros(input), zeros(kernel), sliding).shape;
  shapeOf([1, ...reach, 1], [...taps, 1, depthMultiplier]);

  return createAffine(kind, options, factory, (input, key, name) => {
    const channels = channelsOf(name, input);
    const shape = [...taps, channels, depthMultiplier];
    underName(name, () => shapeOf(input, shape));
    const kernel = createDepthwiseKernel(`${name}/kernel`, shape, options, key);
    return {
      kernels: [kernel],
      units: channels * depthMultiplier,
      output: (given) => underName(name, () => shapeOf(given, shape)),
      product: (x, content) => convolve(x, content(kernel), sliding),
      scaledBy: (factor) => ({
        depthwiseInitializer: () => mul(kernel.variable.value, reshape(factor, [channels, depthMultiplier])),
      }),
    };
  });
}
