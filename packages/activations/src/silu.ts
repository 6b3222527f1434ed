import { ArgumentError, checkOptions, describe, mul, sigmoid, type Tensor } from '@gradkit/core';

/** Options of {@link silu}. */
export interface SiluOptions {
  /** How steep the gate is; default 1. 0 gives x/2, and large values come near `relu`. */
  readonly beta?: number | undefined;
}

/**
 * The sigmoid linear unit: the input, gated by its own sigmoid. Also called Swish: `swish` is the same function.
 *
 * ```text
 * silu(x) = x · sigmoid(beta · x)
 * ```
 *
 * Any shape in, the same shape out. For `beta` 1 its least value is −0.27846, at −1.27846.
 *
 * @throws ArgumentError when `beta` is not finite
 * @see Elfwing, Uchibe and Doya, Sigmoid-weighted linear units for neural network function approximation in reinforcement
 * learning, Neural Networks 107, 2018; with `beta`: Ramachandran, Zoph and Le, Searching for activation functions, 2017
 * @example
 * ```ts
 * import { silu, swish } from '@gradkit/activations';
 * import { tensor } from '@gradkit/core';
 * console.log(silu(tensor([-1, 0, 1])).toArray()); // [-0.2689…, 0, 0.7310…]
 * console.log(swish(tensor([1]), { beta: 0 }).toArray()); // [0.5]
 * ```
 */
export function silu(x: Tensor, options: SiluOptions = {}): Tensor {
  checkOptions('silu', options, ['beta']);
  const { beta = 1 } = options;
  if (!Number.isFinite(beta)) throw new ArgumentError(`silu: beta must be a finite number, got ${describe(beta)}.`);
  return mul(x, sigmoid(beta === 1 ? x : mul(x, beta)));
}
