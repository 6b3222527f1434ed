import { ArgumentError, describe } from '@gradkit/core';
import type { Awaitable } from '../problem/drive.ts';

/**
 * The m residuals at `x`: returned, or written into `out` and nothing returned; the option `m` then says how many there are.
 * Neither array may be kept. NaN or infinity says that they are not defined at `x`: methods turn back from there.
 */
export type Residuals =
  | ((x: Float64Array, out: Float64Array) => ArrayLike<number>)
  | ((x: Float64Array, out: Float64Array) => void);

/** {@link Residuals} that have to be waited for. */
export type AsyncResiduals =
  | ((x: Float64Array, out: Float64Array) => Promise<ArrayLike<number>>)
  | ((x: Float64Array, out: Float64Array) => Promise<void>);

/**
 * The derivatives of the m residuals by the n variables at `x`: written into `out` row by row, so that that of residual i by
 * variable j is number i·n + j, or returned, in the same order or as a list of rows.
 */
export type ResidualJacobian =
  | ((x: Float64Array, out: Float64Array) => ArrayLike<number>)
  | ((x: Float64Array, out: Float64Array) => ArrayLike<ArrayLike<number>>)
  | ((x: Float64Array, out: Float64Array) => void);

/** {@link ResidualJacobian} that may have to be waited for. */
export type AsyncResidualJacobian =
  | ResidualJacobian
  | ((x: Float64Array, out: Float64Array) => Promise<ArrayLike<number> | ArrayLike<ArrayLike<number>>>)
  | ((x: Float64Array, out: Float64Array) => Promise<void>);

/** How derivatives are had from residuals alone. */
export type Differences = '2-point' | '3-point' | 'refined';

const isList = (value: unknown): value is ArrayLike<unknown> =>
  Array.isArray(value) || (ArrayBuffer.isView(value) && !(value instanceof DataView));

/** How many residuals a first answer has: `m` if that was given. */
export function countOf(where: string, returned: unknown, m: number | undefined): number {
  if (returned === undefined && m !== undefined) return m;
  if (!isList(returned) || returned.length === 0) {
    const way = 'Return them as a list of numbers, or write them into the second argument and give the option m.';
    throw new ArgumentError(`${where}: there are no residuals: the function returned ${describe(returned)}. ${way}`);
  }
  return m ?? returned.length;
}

/** What a function returned, if anything, into `out`. */
export function receive(where: string, what: string, returned: unknown, out: Float64Array, width: number): undefined {
  if (returned === undefined || returned === out) return undefined;
  const count = out.length / width;
  const first = isList(returned) ? returned[0] : undefined;
  const isSized = isList(returned) && (returned.length === out.length || returned.length === count);
  if (!isSized || !(typeof first === 'number' || isList(first))) {
    const rows = width > 1 ? `, or ${count} lists of ${width}` : '';
    throw new ArgumentError(`${where}: ${what} must be ${out.length} numbers${rows}, got ${describe(returned)}.`);
  }
  if (returned.length === out.length && !isList(first)) {
    out.set(returned as ArrayLike<number>);
    return undefined;
  }
  for (let i = 0; i < count; i++) {
    const row = returned[i];
    if (!isList(row) || row.length !== width) {
      throw new ArgumentError(`${where}: row ${i} of ${what} must be ${width} numbers, got ${describe(row)}.`);
    }
    out.set(row as ArrayLike<number>, i * width);
  }
  return undefined;
}

/** Functions of residuals in the one form that the driver calls. */
export interface FitOracle {
  readonly residuals: (x: Float64Array, out: Float64Array) => Awaitable<unknown>;
  readonly jacobian: ((x: Float64Array, out: Float64Array) => Awaitable<unknown>) | undefined;
  readonly differences: Differences;
}

export function fitOracle(where: string, residuals: unknown, jac: unknown): FitOracle {
  if (typeof residuals !== 'function') {
    throw new ArgumentError(`${where}: residuals must be a function (x, out) => …, got ${describe(residuals)}.`);
  }
  const isWord = jac === undefined || jac === '2-point' || jac === '3-point';
  if (!isWord && typeof jac !== 'function') {
    throw new ArgumentError(
      `${where}: jac must be a function (x, out) => …, "2-point" or "3-point", got ${describe(jac)}.`,
    );
  }
  return {
    residuals: residuals as FitOracle['residuals'],
    jacobian: isWord ? undefined : (jac as FitOracle['residuals']),
    differences: isWord ? (jac ?? 'refined') : 'refined',
  };
}
