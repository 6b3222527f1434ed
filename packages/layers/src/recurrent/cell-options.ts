import type { Activation } from '@gradkit/activations';
import { ArgumentError, checkFlags, checkOptions, describe } from '@gradkit/core';
import type { Initializer } from '@gradkit/initializers';
import type { Constraint, Regularizer } from '@gradkit/regularizers';
import { checkWeightOptions } from '../check-options.ts';
import { checkRate } from '../check-rate.ts';

/** Options that all cells with gates share. */
export interface GatedCellOptions {
  /** Applied to what a step proposes; default `tanh`. */
  readonly activation?: Activation | undefined;
  /** Whether to add a bias; default true. */
  readonly useBias?: boolean | undefined;
  /** First content of the kernel, for the inputs; default `glorotUniform()`. */
  readonly kernelInitializer?: Initializer | undefined;
  /** First content of the recurrent kernel, for the state; default `orthogonal()`. */
  readonly recurrentInitializer?: Initializer | undefined;
  /** First content of the bias; default `zeros()`. */
  readonly biasInitializer?: Initializer | undefined;
  /** Penalty of the kernel, added to the loss while training; default: none. */
  readonly kernelRegularizer?: Regularizer | undefined;
  /** Penalty of the recurrent kernel; default: none. */
  readonly recurrentRegularizer?: Regularizer | undefined;
  /** Penalty of the bias; default: none. */
  readonly biasRegularizer?: Regularizer | undefined;
  /** Applied to the kernel after every update; default: none. */
  readonly kernelConstraint?: Constraint | undefined;
  /** Applied to the recurrent kernel after every update; default: none. */
  readonly recurrentConstraint?: Constraint | undefined;
  /** Applied to the bias after every update; default: none. */
  readonly biasConstraint?: Constraint | undefined;
  /** The share of the inputs' features that is dropped in training, the same in all steps: 0 to less than 1, default 0. */
  readonly dropout?: number | undefined;
  /** The share of the state that the recurrent product does not see in training, the same in all steps; default 0. */
  readonly recurrentDropout?: number | undefined;
  /** Makes the dropped features independent of the model's seed; default: derived from the model's. */
  readonly seed?: number | undefined;
}

/** Options of cells of units. */
export interface UnitCellOptions extends GatedCellOptions {
  /** Extent of the output's last axis: an integer of at least 1. */
  readonly units: number;
}

/** The names of {@link GatedCellOptions}, and those of options that one cell has besides. */
export function gatedCellOptionNames(own: readonly string[]): readonly string[] {
  return [
    'activation',
    'useBias',
    'kernelInitializer',
    'recurrentInitializer',
    'biasInitializer',
    'kernelRegularizer',
    'recurrentRegularizer',
    'biasRegularizer',
    'kernelConstraint',
    'recurrentConstraint',
    'biasConstraint',
    'dropout',
    'recurrentDropout',
    'seed',
  ].concat(own);
}

/** Throws when an option is unknown. */
export function checkCellNames(where: string, options: object | undefined, own: readonly string[]): void {
  checkOptions(where, options ?? {}, gatedCellOptionNames(own));
}

/** Throws when the value of an option that cells with gates share is none. */
export function checkCellValues(where: string, options: GatedCellOptions): void {
  const { useBias = true, dropout = 0, recurrentDropout = 0 } = options;
  checkFlags(where, { useBias });
  checkActivations(where, options);
  checkWeightOptions(where, options, ['kernel', 'recurrent', 'bias']);
  checkRate(where, 'dropout', dropout);
  checkRate(where, 'recurrentDropout', recurrentDropout);
}

/** Throws unless what is to be applied to gates and candidates are functions. */
function checkActivations(where: string, options: GatedCellOptions & { readonly recurrentActivation?: unknown }): void {
  const { activation, recurrentActivation } = options;
  for (const [name, value] of Object.entries({ activation, recurrentActivation })) {
    if (value === undefined || typeof value === 'function') continue;
    throw new ArgumentError(`${where}: ${name} is a function such as tanh, got ${describe(value)}.`);
  }
}
