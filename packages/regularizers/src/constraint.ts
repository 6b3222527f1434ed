import { ArgumentError, describe, norm, normalizeAxes, type Parameter, type Tensor } from '@gradkit/core';

/** Brings a weight back to what it may be, after every update: any function from a tensor to one of the same shape. */
export type Constraint = NonNullable<Parameter['constraint']>;

/** The option that all constraints of lengths share. */
export interface NormConstraintOptions {
  /** The axis or axes along which the vectors lie whose lengths count, negative from the end; default 0. */
  readonly axis?: number | readonly number[] | undefined;
}

/** The lengths of the vectors of a weight, with axes of extent 1 where they lie. */
export function lengthsOf(where: string, value: Tensor, axis: number | readonly number[]): Tensor {
  return norm(value, { axis: normalizeAxes(where, axis, value.shape.length), keepDims: true });
}

/** Throws unless all the named numbers are finite and in the range. */
export function checkBound(
  where: string,
  range: 'above 0' | 'at least 0',
  values: Readonly<Record<string, unknown>>,
): void {
  for (const [name, value] of Object.entries(values)) {
    if (typeof value === 'number' && value < Infinity && (range === 'above 0' ? value > 0 : value >= 0)) continue;
    throw new ArgumentError(
      `${where}: ${name} must be a finite number ${range === 'above 0' ? '' : 'of '}${range}, got ${describe(value)}.`,
    );
  }
}
