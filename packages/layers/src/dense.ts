import { formatShape, matmul, mul, ShapeError } from '@gradkit/core';
import { checkAffineOptions, createAffine, createKernel, featuresOf, type KernelOptions } from './affine.ts';
import { checkCount } from './check-options.ts';
import { keepMask, type Layer } from './layer.ts';

/** Options of {@link dense}. */
export interface DenseOptions extends KernelOptions {
  /** Extent of the output's last axis: an integer of at least 1. */
  readonly units: number;
}

/**
 * A fully connected layer: every output sees every feature.
 *
 * ```text
 * y = activation(x · kernel + bias)
 * ```
 *
 * On the last axis: `[…, features]` becomes `[…, units]`, with a kernel `[features, units]` and a bias `[units]`.
 *
 * @throws ArgumentError when `units` is not a positive integer
 * @throws ShapeError when an input's last axis has another extent than the first input's
 * @see Rosenblatt, The perceptron: a probabilistic model for information storage and organization in the brain, 1958
 * @example
 * ```ts
 * import { relu } from '@gradkit/activations';
 * import { key, tensor } from '@gradkit/core';
 * import { dense } from '@gradkit/layers';
 *
 * const layer = dense({ units: 4, activation: relu });
 * console.log(layer.build([2, 3], key(0))); // [2, 4]
 * console.log(layer.apply(tensor([[1, 2, 3], [4, 5, 6]]), { training: false }).shape); // [2, 4]
 * ```
 */
export function dense(options: DenseOptions): Layer {
  checkAffineOptions('dense', options, ['kernel'], ['units']);
  const { units } = options ?? {};
  checkCount('dense', 'units', units);

  return createAffine(
    'dense',
    options,
    dense,
    (input, key, name) => {
      const features = featuresOf(name, input);
      const kernel = createKernel(name, [features, units], options, key);
      return {
        kernels: [kernel],
        units,
        output(shape) {
          if (featuresOf(name, shape) !== features) {
            throw new ShapeError(`${name}: expected last axis ${features}, got ${formatShape(shape)}.`);
          }
          return [...shape.slice(0, -1), units];
        },
        product: (x, content) => matmul(x, content(kernel)),
        linear: { windows: undefined },
        scaledBy: (factor) => ({ kernelInitializer: () => mul(kernel.variable.value, factor) }),
      };
    },
    { outputMask: keepMask },
  );
}
