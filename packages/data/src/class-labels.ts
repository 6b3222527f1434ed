import { ArgumentError, DataError, ShapeError } from '@gradkit/core';
import type { Column } from './column.ts';

/** The class of each of the rows. Throws unless `y` holds one class id per sample; `purpose` says what they are for. */
export function classLabels(
  where: string,
  purpose: string,
  columns: { readonly [field: string]: Column },
  rows: Int32Array,
): readonly number[] {
  const { y } = columns;
  if (y === undefined) {
    throw new ArgumentError(
      `${where}: ${purpose}, a field "y" of class ids is needed; there is ${Object.keys(columns).join(', ')}.`,
    );
  }
  if (y.shape.length > 0) {
    throw new ShapeError(
      `${where}: ${purpose}, "y" must hold one class id per sample, got samples of shape [${y.shape.join(', ')}].`,
    );
  }
  return Array.from(rows, (row) => {
    const id = y.values[row] as number;
    if (Number.isInteger(id)) return id;
    throw new DataError(`${where}: ${purpose}, "y" must hold class ids, got ${id}.`);
  });
}

/** How many of each there are, in the order of their first appearance. */
export function countLabels(labels: Iterable<number>): Map<number, number> {
  const counts = new Map<number, number>();
  for (const label of labels) counts.set(label, (counts.get(label) ?? 0) + 1);
  return counts;
}
