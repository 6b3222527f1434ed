import type { Parameter, Tensor } from '@gradkit/core';

/** Arrays that a rule keeps for a parameter, of its element type; those it does not need are undefined. */
export type Slots = { readonly [name: string]: Tensor | undefined };

/**
 * How a slot begins: a number fills the shape of the parameter, a tensor has its own, undefined is no slot. A function
 * decides for each parameter.
 */
export type SlotStart = number | undefined | ((parameter: Parameter) => number | Tensor | undefined);

/** Scalars by their names. */
export type Scalars = Readonly<Record<string, Tensor>>;

/** What all parameters share in one step: scalars of the element type of the parameter. */
export interface Hyperparameters {
  readonly learningRate: Tensor;
  /** The number of this step, counted from 1. */
  readonly step: Tensor;
  /** The scalars that the rule keeps, as `advance` left them in this step. */
  readonly shared: Scalars;
}

/** The new content of one parameter and of its slots. `of` says whose they are, for what a rule knows of it from elsewhere. */
export type ParameterUpdate<S extends Slots> = (
  gradient: Tensor,
  parameter: Tensor,
  slots: S,
  of: Parameter,
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
  /** How each slot begins. */
  readonly slots: { readonly [Name in keyof S]: SlotStart };
  readonly update: (hyperparameters: Hyperparameters) => ParameterUpdate<S>;
  /** First values of scalars that all parameters share, such as a running product; default none. They are float64. */
  readonly shared?: Readonly<Record<string, number>>;
  /** The shared scalars of the next step, made before the update, which gets them. `step` is float64. */
  readonly advance?: (shared: Scalars, step: Tensor) => Scalars;
  /** The slot that is an average of the parameter, if there is one. */
  readonly average?: keyof S & string;
  /** The decay of a parameter where it is not the option `weightDecay`. */
  readonly weightDecay?: (parameter: Parameter) => number;
}
