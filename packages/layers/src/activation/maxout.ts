import { ArgumentError, formatShape, matmul, max, reshape, ShapeError, type Tensor } from '@gradkit/core';
import { checkAffineOptions, createAffine, createKernel, featuresOf, type KernelOptions } from '../affine.ts';
import { checkCount } from '../check-options.ts';
import { keepMask, type Layer } from '../layer.ts';

/** Options of {@link maxout}. */
export interface MaxoutOptions extends Omit<KernelOptions, 'activation'> {
  /** Extent of the output's last axis: an integer of at least 1. */
  readonly units: number;
  /** Linear maps that each unit takes the largest of: an integer of at least 1; default 2. */
  readonly pieces?: number | undefined;
}

/**
 * A fully connected layer whose units are the largest of several linear maps: it learns its activation, convex and made of
 * straight pieces.
 *
 * ```text
 * y[k] = max(w₁ᵀx + b₁, …, wₘᵀx + bₘ)      m = pieces, maps of unit k alone
 * ```
 *
 * On the last axis: `[…, features]` becomes `[…, units]`, with a kernel `[features, units · pieces]` and a bias `[units · pieces]`, whose
 * columns `k · pieces …` belong to unit k. Equal largest maps share the derivative.
 *
 * @throws ArgumentError when `units` or `pieces` is not a positive integer
 * @throws ShapeError when an input's last axis has another extent than the first input's
 * @see Goodfellow, Warde-Farley, Mirza, Courville and Bengio, Maxout networks, ICML 2013
 * @example
 * ```ts
 * import { tensor } from '@gradkit/core';
 * import { maxout, sequential } from '@gradkit/layers';
 *
 * const absolute = maxout({ units: 1, kernelInitializer: () => tensor([[1, -1]]) });
 * console.log(sequential([absolute]).apply(tensor([[-3], [2]])).toArray()); // [[3], [2]]
 * ```
 */
export function maxout(options: MaxoutOptions): Layer {
  checkAffineOptions('maxout', options, ['kernel'], ['units', 'pieces']);
  const { units, pieces = 2 } = options ?? {};
  checkCount('maxout', 'units', units);
  checkCount('maxout', 'pieces', pieces);
  if (options !== undefined && 'activation' in options) {
    throw new ArgumentError('maxout: has no option activation. The largest of the pieces is its activation.');
  }
  const largest = (x: Tensor): Tensor => max(reshape(x, [...x.shape.slice(0, -1), units, pieces]), { axis: -1 });

  return createAffine(
    'maxout',
    { ...options, activation: largest },
    maxout,
    (input, key, name) => {
      const features = featuresOf(name, input);
      const kernel = createKernel(name, [features, units * pieces], options, key);
      return {
        kernels: [kernel],
        units: units * pieces,
        output(shape) {
          if (featuresOf(name, shape) !== features) {
            throw new ShapeError(`${name}: expected last axis ${features}, got ${formatShape(shape)}.`);
          }
          return [...shape.slice(0, -1), units];
        },
        product: (x, content) => matmul(x, content(kernel)),
      };
    },
    { outputMask: keepMask },
  );
}
