import { mul, type Tensor } from '@gradkit/core';
import { hardSigmoid } from './hard-sigmoid.ts';

/**
 * The sigmoid linear unit with the hard sigmoid as its gate. Also called hard Swish: `hardSwish` is the same function.
 *
 * ```text
 * hardSilu(x) = x · hardSigmoid(x)      0 up to −3, x·(x + 3)/6 between, x from 3 on
 * ```
 *
 * Any shape in, the same shape out. Its least value is −0.375, at −1.5. The derivative is 0 at −3 and 1 at 3.
 *
 * @see Howard et al., Searching for MobileNetV3, ICCV 2019
 * @example
 * ```ts
 * import { hardSilu } from '@gradkit/activations';
 * import { tensor } from '@gradkit/core';
 * console.log(hardSilu(tensor([-1.5, 0, 3, 4])).toArray()); // [-0.375, 0, 3, 4]
 * ```
 */
export function hardSilu(x: Tensor): Tensor {
  return mul(x, hardSigmoid(x));
}
