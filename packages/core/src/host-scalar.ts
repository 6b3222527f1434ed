import { checkDType } from './constant.ts';
import type { DType } from './dtype.ts';
import { ArgumentError, checkOptions, describe } from './errors.ts';
import { node } from './graph.ts';
import { Tensor } from './tensor.ts';

/** Options of {@link hostScalar}. */
export interface HostScalarOptions {
  /** Element type; default `float32`. */
  readonly dtype?: DType | undefined;
}

/**
 * A scalar that JavaScript computes anew at every run of a program that uses it, such as a scheduled learning rate.
 *
 * A `jit` function uses it without being recorded again when the number changes. What is computed from it outside the
 * function is computed once: make it, and calculate with it, inside.
 * @param evaluate returns the number; called once in each run
 * @throws ArgumentError when `evaluate` is not a function
 * @example
 * ```ts
 * import { hostScalar, jit, mul, tensor, type Tensor } from '@gradkit/core';
 * let rate = 1;
 * const scaled = jit((x: Tensor) => mul(x, hostScalar(() => rate)));
 * console.log(scaled(tensor([2])).toArray()); // [2]
 * rate = 0.5;
 * console.log(scaled(tensor([2])).toArray()); // [1]
 * ```
 */
export function hostScalar(evaluate: () => number, options: HostScalarOptions = {}): Tensor {
  checkOptions('hostScalar', options, ['dtype']);
  const { dtype = 'float32' } = options;
  checkDType('hostScalar', dtype);
  if (typeof evaluate !== 'function') {
    throw new ArgumentError(`hostScalar: expected a function that returns a number, got ${describe(evaluate)}.`);
  }
  return new Tensor(node('input', [], { source: { kind: 'host', evaluate }, shape: [], dtype }));
}
