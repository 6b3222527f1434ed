import { ArgumentError, DataError, describe } from '@gradkit/core';
import { type Column, type FieldData, rowsOf, toColumn } from './column.ts';
import type { DatasetInfo } from './dataset.ts';
import type { ViewState } from './view.ts';

/** Columns of a user's fields, checked one by one and copied. */
export function columnsOf(
  where: string,
  fields: { readonly [field: string]: FieldData },
): { readonly [field: string]: Column } {
  if (typeof fields !== 'object' || fields === null || Object.keys(fields).length === 0) {
    throw new ArgumentError(`${where}: expected fields such as { x, y }, got ${describe(fields)}.`);
  }
  return Object.fromEntries(Object.entries(fields).map(([name, data]) => [name, toColumn(where, name, data)]));
}

/** All rows of columns in their order. Throws unless the columns have equally many. */
export function storedState(
  where: string,
  columns: { readonly [field: string]: Column },
  info: DatasetInfo,
): ViewState {
  const [[first, column], ...others] = Object.entries(columns) as [[string, Column], ...[string, Column][]];
  const size = rowsOf(column);
  for (const [name, other] of others) {
    const rows = rowsOf(other);
    if (rows !== size) {
      throw new DataError(
        `${where}: "${first}" has ${size} samples, but "${name}" has ${rows}. Each sample needs all fields.`,
      );
    }
  }
  return {
    columns,
    members: Int32Array.from({ length: size }, (_, i) => i),
    info,
    seed: undefined,
    epoch: 0,
    maps: [],
    fields: Object.fromEntries(Object.entries(columns).map(([name, { shape, dtype }]) => [name, { shape, dtype }])),
  };
}
