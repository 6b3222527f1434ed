import type { Tensor } from '@gradkit/core';
import { relu } from './relu.ts';

/**
 * The rectified linear unit limited to 6, which suits arithmetic with few bits.
 *
 * ```text
 * relu6(x) = min(max(x, 0), 6)
 * ```
 *
 * Any shape in, the same shape out. NaN stays NaN. The derivative is 0 at 0 and at 6.
 *
 * @see Krizhevsky, Convolutional deep belief networks on CIFAR-10, 2010
 * @example
 * ```ts
 * import { relu6 } from '@gradkit/activations';
 * import { tensor } from '@gradkit/core';
 * console.log(relu6(tensor([-2, 3, 8])).toArray()); // [0, 3, 6]
 * ```
 */
export function relu6(x: Tensor): Tensor {
  return relu(x, { maxValue: 6 });
}
