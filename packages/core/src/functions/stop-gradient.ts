import { node } from '../graph.ts';
import { Tensor, type TensorLike } from '../tensor.ts';
import { operand } from './operand.ts';

/**
 * The same values, as a constant for derivatives: `f(x) = x` with `∂f/∂x = 0`, in forward and in reverse mode.
 *
 * Any shape and element type. Finite differences see through it: `checkGradients` agrees only where the value of the whole
 * does not depend on what is stopped.
 * @throws ArgumentError when `x` is no tensor or number
 * @example
 * ```ts
 * import { mul, stopGradient, tensor, type Tensor } from '@gradkit/core';
 * const x = tensor([1, 2]);
 * // For derivatives the second factor is a constant: the slope is x, not 2 x.
 * const f = (x: Tensor) => mul(x, stopGradient(x));
 * console.log(f(x).toArray()); // [1, 4]
 * ```
 */
export function stopGradient(x: TensorLike): Tensor {
  return new Tensor(node('stopGradient', [operand('stopGradient', x)], {}));
}
