import { ArgumentError, describe, formatShape, type Shape, ShapeError, type Tensor } from '@gradkit/core';
import { gatherRows, isTensor, realized } from './column.ts';
import type { MapContext, Sample } from './dataset.ts';
import { permutation } from './permutation.ts';
import type { AnyMap, ViewState } from './view.ts';

/** The rows of a data set in the order of its epoch. */
export function orderOf({ members, seed, epoch }: ViewState): Int32Array {
  return seed === undefined ? members : permuted(members, seed, epoch);
}

export function permuted(rows: Int32Array, seed: number, epoch: number): Int32Array {
  return permutation(rows.length, { seed, epoch }).map((at) => rows[at] as number);
}

/** Stored rows as one batch, through the maps. */
export function drawRows<F extends string>(state: ViewState, rows: Int32Array): Sample<F> {
  const batch = stored(state, rows, [rows.length]);
  return (state.through?.(batch, { epoch: state.epoch, indices: rows }) ?? batch) as Sample<F>;
}

/** One stored row as a sample without batch axis. */
export function drawOne<F extends string>(state: ViewState, row: number): Sample<F> {
  const rows = Int32Array.of(row);
  if (state.maps.length === 0) return stored(state, rows, []) as Sample<F>;
  return single(drawRows<F>(state, rows));
}

/** The sample of a batch of one, without batch axis. */
export function single<F extends string>(batch: Sample<F>): Sample<F> {
  const fields = Object.entries<Tensor>(batch);
  return Object.fromEntries(fields.map(([name, t]) => [name, t.reshape(t.shape.slice(1))])) as Sample<F>;
}

function stored({ columns }: ViewState, rows: Int32Array, leading: Shape): Sample<string> {
  return Object.fromEntries(
    Object.entries(columns).map(([name, column]) => [
      name,
      realized(gatherRows(column, rows), [...leading, ...column.shape], column.dtype),
    ]),
  );
}

/** A batch through the maps, each of which may keep the indices that it gets. */
export function mapped(maps: readonly AnyMap[], batch: Sample<string>, { epoch, indices }: MapContext): Sample<string> {
  return maps.reduce(
    (before, change) => checked(change, indices.length, change(before, { epoch, indices: indices.slice() })),
    batch,
  );
}

function checked(change: AnyMap, samples: number, result: Sample<string>): Sample<string> {
  const where = `map${change.name ? ` (${change.name})` : ''}`;
  const fields: [string, unknown][] = typeof result === 'object' && result !== null ? Object.entries(result) : [];
  if (fields.length === 0 || !fields.every(([, field]) => isTensor(field))) {
    throw new ArgumentError(
      `${where}: the function must return an object of tensors such as { x, y }, got ${describe(result)}.`,
    );
  }
  for (const [name, { shape }] of Object.entries(result)) {
    if (shape[0] === samples) continue;
    throw new ShapeError(
      `${where}: "${name}" came back with shape ${formatShape(shape)} for a batch of ${samples}. ` +
        'The first axis counts samples and must stay.',
    );
  }
  return result;
}
