import { ArgumentError, describe, type Tensor } from '@gradkit/core';

/** A penalty: what a weight costs, as a scalar that is added to the loss. */
export type Regularizer = (value: Tensor) => Tensor;

/** Throws unless the factor is finite and at least 0. */
export function checkFactor(where: string, name: string, factor: unknown): asserts factor is number {
  if (typeof factor !== 'number' || !(factor >= 0 && factor < Infinity)) {
    throw new ArgumentError(`${where}: ${name} must be a finite number of at least 0, got ${describe(factor)}.`);
  }
}
