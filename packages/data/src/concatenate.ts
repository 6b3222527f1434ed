import { ArgumentError, DataError, DTypeError, formatShape, ShapeError } from '@gradkit/core';
import { type Column, emptyLike, gatherRows } from './column.ts';
import { orderOf } from './rows.ts';
import type { ViewState } from './view.ts';

/** The samples of one data set, then those of the other. Parts of one data set share its columns, others are copied. */
export function concatenated(first: ViewState, second: ViewState): ViewState {
  const names = Object.keys(first.columns);
  if (names.length !== Object.keys(second.columns).length || !names.every((name) => name in second.columns)) {
    throw new ArgumentError(
      `concat: fields differ: ${names.join(', ')} and ${Object.keys(second.columns).join(', ')}.`,
    );
  }
  if (first.maps.length !== second.maps.length || first.maps.some((change, i) => change !== second.maps[i])) {
    throw new ArgumentError('concat: the data sets are mapped differently. Concatenate first, then map.');
  }
  checkClasses(first, second);
  const rows = [orderOf(first), orderOf(second)] as const;
  const joined = joinArrays(...rows) as Int32Array;
  const shared = names.every((name) => first.columns[name] === second.columns[name]);
  if (shared) return { ...first, members: joined, seed: undefined };
  return {
    ...first,
    columns: Object.fromEntries(
      names.map((name) => [
        name,
        joinColumns(name, first.columns[name] as Column, second.columns[name] as Column, rows),
      ]),
    ),
    members: joined.map((_, i) => i),
    seed: undefined,
    info: first.info.source === second.info.source ? first.info : { ...first.info, source: undefined },
  };
}

function checkClasses({ info: a }: ViewState, { info: b }: ViewState): void {
  if (a.classes === b.classes && String(a.classNames) === String(b.classNames)) return;
  throw new DataError(
    `concat: the classes differ: ${a.classNames ?? a.classes ?? 'none'} and ${b.classNames ?? b.classes ?? 'none'}.`,
  );
}

function joinColumns(name: string, a: Column, b: Column, rows: readonly [Int32Array, Int32Array]): Column {
  if (formatShape(a.shape) !== formatShape(b.shape)) {
    throw new ShapeError(
      `concat: samples of "${name}" have shapes ${formatShape(a.shape)} and ${formatShape(b.shape)}.`,
    );
  }
  if (a.dtype !== b.dtype)
    throw new DTypeError(`concat: "${name}" is ${a.dtype} in one data set and ${b.dtype} in the other.`);
  return { ...a, values: joinArrays(gatherRows(a, rows[0]), gatherRows(b, rows[1])) };
}

function joinArrays<A extends Column['values']>(a: A, b: A): A {
  const joined = emptyLike(a, a.length + b.length);
  joined.set(a);
  joined.set(b, a.length);
  return joined as A;
}
