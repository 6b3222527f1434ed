import { ArgumentError, describe, type Parameter } from '@gradkit/core';

/**
 * A penalty: what a weight costs, as a scalar that is added to the loss. Any function from a tensor to a scalar is one.
 *
 * One that carries `proximal(value, learningRate)` acts by that function instead of by its gradient: the optimizer
 * replaces the weight by it after every update, with the learning rate of the step.
 */
export type Regularizer = NonNullable<Parameter['regularizer']>;

/** Throws unless the factor is finite and at least 0. */
export function checkFactor(where: string, name: string, factor: unknown): asserts factor is number {
  if (typeof factor !== 'number' || !(factor >= 0 && factor < Infinity)) {
    throw new ArgumentError(`${where}: ${name} must be a finite number of at least 0, got ${describe(factor)}.`);
  }
}
