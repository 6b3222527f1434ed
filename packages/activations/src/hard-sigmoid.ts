import { add, div, type Tensor } from '@gradkit/core';
import { relu6 } from './relu6.ts';

/**
 * The sigmoid in three straight lines, cheap to compute.
 *
 * ```text
 * hardSigmoid(x) = relu6(x + 3) / 6      0 up to −3, x/6 + ½ between, 1 from 3 on
 * ```
 *
 * Any shape in, the same shape out. The derivative is 0 at ±3. Some older libraries use the slope 0.2 instead of 1/6.
 *
 * @see Courbariaux, Bengio and David, BinaryConnect: training deep neural networks with binary weights during
 * propagations, NIPS 2015; with these constants: Howard et al., Searching for MobileNetV3, ICCV 2019
 * @example
 * ```ts
 * import { hardSigmoid } from '@gradkit/activations';
 * import { tensor } from '@gradkit/core';
 * console.log(hardSigmoid(tensor([-4, 0, 1.5, 4])).toArray()); // [0, 0.5, 0.75, 1]
 * ```
 */
export function hardSigmoid(x: Tensor): Tensor {
  return div(relu6(add(x, 3)), 6);
}
