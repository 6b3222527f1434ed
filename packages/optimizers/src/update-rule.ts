import type { Tensor } from '@gradkit/core';

/** Arrays that a rule keeps for a parameter, each of the parameter's shape; those it does not need are undefined. */
export type Slots = { readonly [name: string]: Tensor | undefined };

/** What all parameters share in one step: scalars of the element type of the parameter. */
export interface Hyperparameters {
  readonly learningRate: Tensor;
  /** The number of this step, counted from 1. */
  readonly step: Tensor;
}

/** The new content of one parameter and of its slots. */
export type ParameterUpdate<S extends Slots> = (
  gradient: Tensor,
  parameter: Tensor,
  slots: S,
) => { readonly parameter: Tensor; readonly slots: S };

/**
 * An optimization method, as formulas only: nothing here holds state or assigns. `createOptimizer` does the rest.
 *
 * The first call of `update` builds what does not depend on the parameter, once for all of them; the second should work
 * element by element, so that the updates of all parameters fuse.
 */
export interface UpdateRule<S extends Slots> {
  /** Shown in errors and in the names of slots. */
  readonly name: string;
  /** The value each slot is filled with at first; undefined for slots that are not needed. */
  readonly slots: { readonly [Name in keyof S]: number | undefined };
  readonly update: (hyperparameters: Hyperparameters) => ParameterUpdate<S>;
}
