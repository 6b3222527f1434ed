import { ArgumentError, describe } from '@gradkit/core';

/** What each weight may have, as its options are named: `kernelInitializer`, …; with an example of each. */
const roles = { Initializer: 'heNormal()', Regularizer: 'l2(0.01)', Constraint: 'nonNeg()' };

/** The names of the options that weights have: `kernelInitializer`, `kernelRegularizer`, `kernelConstraint`, …. */
export function weightOptions(weights: readonly string[]): readonly string[] {
  return weights.flatMap((weight) => Object.keys(roles).map((role) => weight + role));
}

/** Throws unless the options that weights have are functions. */
export function checkWeightOptions(where: string, options: object, weights: readonly string[]): void {
  const given = new Map<string, unknown>(Object.entries(options));
  for (const weight of weights) {
    for (const [role, example] of Object.entries(roles)) {
      const value = given.get(weight + role);
      if (value === undefined || typeof value === 'function') continue;
      throw new ArgumentError(`${where}: ${weight}${role} is a function such as ${example}, got ${describe(value)}.`);
    }
  }
}

/** Throws unless a number of units, filters and so on is a positive integer. */
export function checkCount(where: string, name: string, value: unknown): void {
  if (!Number.isInteger(value) || (value as number) < 1) {
    throw new ArgumentError(`${where}: ${name} is a positive integer, got ${describe(value)}.`);
  }
}
