import { ArgumentError, DataError, describe } from '@gradkit/core';
import { countLabels } from './class-labels.ts';

/**
 * Deals rows into parts, in their order: the first gets its fraction of all, each of the others its fraction of the rest.
 * `labelsOf` returns the classes of rows, which are then dealt one by one.
 */
export function splitRowsByName(
  where: string,
  rows: Int32Array,
  fractions: { readonly [part: string]: number },
  labelsOf: ((rows: Int32Array) => readonly number[]) | undefined,
): { [part: string]: Int32Array } {
  const entries = Object.entries(fractions);
  const total = entries.reduce((sum, [, fraction]) => sum + fraction, 0);
  if (entries.length < 2 || !entries.every(([, fraction]) => fraction > 0) || !(Math.abs(total - 1) < 1e-9)) {
    throw new ArgumentError(
      `${where}: the fractions of at least two parts must be positive and sum to 1, got ` +
        `${entries.map(([name, fraction]) => `${name}: ${describe(fraction)}`).join(', ')}.`,
    );
  }
  const parts: { [part: string]: Int32Array } = {};
  let rest = rows;
  let left = 1;
  for (const [name, fraction] of entries.slice(0, -1)) {
    const [part, others] = splitRows(where, rest, fraction / left, labelsOf?.(rest));
    parts[name] = part;
    rest = others;
    left -= fraction;
  }
  parts[(entries.at(-1) as [string, number])[0]] = rest;
  return parts;
}

/**
 * Deals rows, in their order, into a first part of round(fraction · n) rows and the rest. With `labels`, each class is
 * dealt so: its share of the first part is fraction · n_class up to less than one row, by largest remainders.
 */
export function splitRows(
  where: string,
  rows: Int32Array,
  fraction: number,
  labels: readonly number[] | undefined,
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
  if (labels === undefined) return [rows.slice(0, count), rows.slice(count)];

  const quota = quotas(labels, fraction, count);
  const first = new Int32Array(count);
  const second = new Int32Array(rows.length - count);
  let atFirst = 0;
  let atSecond = 0;
  rows.forEach((row, at) => {
    const id = labels[at] as number;
    const left = quota.get(id) as number;
    quota.set(id, left - 1);
    if (left > 0) first[atFirst++] = row;
    else second[atSecond++] = row;
  });
  return [first, second];
}

/** How many rows of each class go into the first part: floors first, then one more by largest remainder. */
function quotas(labels: readonly number[], fraction: number, count: number): Map<number, number> {
  const shares = [...countLabels(labels)].map(([id, size]) => {
    const whole = Math.floor(fraction * size);
    return { id, whole, remainder: fraction * size - whole };
  });
  let missing = count - shares.reduce((total, { whole }) => total + whole, 0);
  shares.sort((a, b) => b.remainder - a.remainder || a.id - b.id);
  return new Map(shares.map(({ id, whole }) => [id, missing-- > 0 ? whole + 1 : whole]));
}
