import { ArgumentError, DataError, describe, ShapeError } from '@gradkit/core';
import type { Column } from './column.ts';

/**
 * Deals rows, in their order, into a first part of round(fraction · n) rows and the rest. With `classes`, each class is
 * dealt so: its share of the first part is fraction · n_class up to less than one row, by largest remainders.
 */
export function splitRows(
  where: string,
  rows: Int32Array,
  fraction: number,
  classes: Column | undefined,
): [Int32Array, Int32Array] {
  if (typeof fraction !== 'number' || !(fraction > 0 && fraction < 1)) {
    throw new ArgumentError(`${where}: the fraction must lie between 0 and 1, got ${describe(fraction)}.`);
  }
  const count = Math.round(fraction * rows.length);
  if (count === 0 || count === rows.length) {
    throw new DataError(
      `${where}: ${fraction} of ${rows.length} samples leaves ${count === 0 ? 'the first' : 'the second'} part empty.`,
    );
  }
  if (classes === undefined) return [rows.slice(0, count), rows.slice(count)];

  const quota = quotas(where, rows, classes, fraction, count);
  const first = new Int32Array(count);
  const second = new Int32Array(rows.length - count);
  let atFirst = 0;
  let atSecond = 0;
  for (const row of rows) {
    const id = classes.values[row] as number;
    const left = quota.get(id) as number;
    quota.set(id, left - 1);
    if (left > 0) first[atFirst++] = row;
    else second[atSecond++] = row;
  }
  return [first, second];
}

/** How many rows of each class go into the first part: floors first, then one more by largest remainder. */
function quotas(
  where: string,
  rows: Int32Array,
  classes: Column,
  fraction: number,
  count: number,
): Map<number, number> {
  if (classes.shape.length > 0) {
    throw new ShapeError(
      `${where}: to stratify, "y" must hold one class id per sample, got samples of shape [${classes.shape.join(', ')}].`,
    );
  }
  const sizes = new Map<number, number>();
  for (const row of rows) {
    const id = classes.values[row] as number;
    if (!Number.isInteger(id)) {
      throw new DataError(
        `${where}: to stratify, "y" must hold class ids, got ${id}. Leave stratify out for regression.`,
      );
    }
    sizes.set(id, (sizes.get(id) ?? 0) + 1);
  }
  const shares = [...sizes].map(([id, size]) => {
    const whole = Math.floor(fraction * size);
    return { id, whole, remainder: fraction * size - whole };
  });
  let missing = count - shares.reduce((total, { whole }) => total + whole, 0);
  shares.sort((a, b) => b.remainder - a.remainder || a.id - b.id);
  return new Map(shares.map(({ id, whole }) => [id, missing-- > 0 ? whole + 1 : whole]));
}
