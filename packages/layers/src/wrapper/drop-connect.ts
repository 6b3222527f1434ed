import { ArgumentError, foldIn } from '@gradkit/core';
import { checkRate } from '../check-rate.ts';
import type { Layer } from '../layer.ts';
import { drop } from '../noise/dropout.ts';
import { type WrapperOptions, wrapLayer } from './wrap.ts';

/** Options of {@link dropConnect}. */
export interface DropConnectOptions extends WrapperOptions {
  /** The share of connections that is dropped: at least 0, less than 1. */
  readonly rate: number;
}

/**
 * Drops connections instead of units: at every step of training a random share of a layer's weights is zero.
 *
 * ```text
 * training   y = layer(x) with the kernel w ∘ m / (1 − rate),  m = 0 with probability rate, else 1
 * otherwise  y = layer(x)
 * ```
 *
 * For layers with kernels: `dense`, convolutions of all kinds, and models of such layers, where every layer drops its own. Biases
 * stay. All samples of a batch have the same mask, drawn anew at every step; the paper draws one for each sample, which takes as
 * many kernels as there are samples.
 *
 * @param layer the layer, which has its variables as if it stood alone
 * @throws ArgumentError when `rate` is outside [0, 1), or the layer has no kernel
 * @see Wan, Zeiler, Zhang, LeCun and Fergus, Regularization of neural networks using DropConnect, ICML 2013
 * @example
 * ```ts
 * import { ones } from '@gradkit/core';
 * import { ones as allOnes } from '@gradkit/initializers';
 * import { dense, dropConnect, sequential } from '@gradkit/layers';
 *
 * const model = sequential([dropConnect(dense({ units: 2, kernelInitializer: allOnes() }), { rate: 0.5 })], { seed: 1 });
 * console.log(model.apply(ones([1, 100])).toArray()); // [[100, 100]]
 * console.log(model.apply(ones([1, 100]), { training: true }).toArray()); // two numbers around 100
 * ```
 */
export function dropConnect(layer: Layer, options: DropConnectOptions): Layer {
  const { rate } = options ?? {};
  checkRate('dropConnect', 'rate', rate);
  return wrapLayer('dropConnect', layer, options, ['rate'], {
    random: rate > 0,
    change({ training, key }, name) {
      if (!training || rate === 0) return undefined;
      if (key === undefined) throw new ArgumentError(`${name}: training needs a random key. Put it into a model.`);
      return (value, _kernel, index) => drop(value, foldIn(key, index), rate, value.shape);
    },
  });
}
