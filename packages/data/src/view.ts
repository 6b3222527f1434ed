import { ArgumentError, checkFlags, checkOptions, DataError, describe } from '@gradkit/core';
import { batchesOf } from './batches.ts';
import { classLabels } from './class-labels.ts';
import type { Column } from './column.ts';
import { concatenated } from './concatenate.ts';
import type { Dataset, DatasetInfo, DatasetMethods, FieldInfo, MapContext, Sample, SplitOptions } from './dataset.ts';
import { checkInteger, checkSeed } from './permutation.ts';
import { drawOne, drawRows, mapped, permuted } from './rows.ts';
import { drawer, membersOf, orderIn, withFields } from './samples-in-memory.ts';
import { splitRows, splitRowsByName } from './split-rows.ts';

/** A function given to `map`, with the names of its fields forgotten. */
export type AnyMap = (batch: Sample<string>, context: MapContext) => Sample<string>;

/** Everything a data set is: stored columns, which rows in which order, and what happens to them on the way out. */
export interface ViewState {
  readonly columns: { readonly [field: string]: Column };
  /** Rows of the columns. Deriving a part fixes them: later epochs reorder members, they never exchange them. */
  readonly members: Int32Array;
  /** Permutes the members anew in every epoch. */
  readonly seed: number | undefined;
  readonly epoch: number;
  readonly maps: readonly AnyMap[];
  /** What the maps make of a batch; what maps brings it, so that data without maps holds nothing of them. */
  readonly through?: AnyMap;
  /** Fields after the maps. */
  readonly fields: { readonly [field: string]: FieldInfo };
  readonly info: DatasetInfo;
}

/** The state behind a data set, for functions that combine several. */
export function stateOf(where: string, dataset: unknown): ViewState {
  const state = typeof dataset === 'object' && dataset !== null && (dataset as { state?: unknown }).state;
  if (!state)
    throw new ArgumentError(`${where}: expected a data set, got ${describe(dataset)}. Make one with dataset().`);
  return state as ViewState;
}

export function viewOf<F extends string>(state: ViewState): Dataset<F> {
  const { columns, members, info } = state;
  const order = orderIn(state);
  const part = (rows: Int32Array): Dataset<F> => viewOf({ ...state, members: rows, seed: undefined });
  const draw = drawer<F>(state, order);
  const rowsAt = (where: string, indices: ArrayLike<number>): Int32Array => {
    const rows = order();
    return Int32Array.from(indices, (index) => {
      checkInteger(where, 'every index', index, 0, rows.length - 1);
      return rows[index] as number;
    });
  };

  const methods: DatasetMethods<F> = {
    ...membersOf<F, Dataset<F>>(state, order, viewOf),
    classNames: info.classNames,
    featureNames: info.featureNames,
    source: info.source,

    split: ((fractions: number | { readonly [part: string]: number }, options: SplitOptions = {}) => {
      checkOptions('split', options, ['seed', 'stratify']);
      const { seed: by, stratify = false } = options;
      checkFlags('split', { stratify });
      if (by !== undefined) checkSeed('split', by);
      const labelsOf = stratify ? (rows: Int32Array) => classLabels('split', 'to stratify', columns, rows) : undefined;
      const rows = by === undefined ? order() : permuted(order(), by, 0);
      if (typeof fractions === 'object' && fractions !== null) {
        const parts = splitRowsByName('split', rows, fractions, labelsOf);
        return Object.fromEntries(Object.entries(parts).map(([name, of]) => [name, part(of)]));
      }
      const [train, test] = splitRows('split', rows, fractions, labelsOf?.(rows));
      return { train: part(train), test: part(test) };
    }) as DatasetMethods<F>['split'],
    filter(keep) {
      if (typeof keep !== 'function') throw new ArgumentError(`filter: expected a function, got ${describe(keep)}.`);
      const rows = order().filter((row, index) => keep(drawOne(state, row), index));
      if (rows.length === 0) throw new DataError(`filter: none of ${members.length} samples is left.`);
      return part(rows);
    },
    select(indices) {
      const rows = rowsAt('select', indices);
      if (rows.length === 0) throw new DataError('select: no indices given. A data set needs at least one sample.');
      return part(rows);
    },
    concat: (other) => viewOf(concatenated(state, stateOf('concat', other))),
    map<G extends string>(change: (batch: Sample<F>, context: MapContext) => Sample<G>) {
      if (typeof change !== 'function') throw new ArgumentError(`map: expected a function, got ${describe(change)}.`);
      const maps = [...state.maps, change as unknown as AnyMap];
      const through: AnyMap = (batch, context) => mapped(maps, batch, context);
      const first = drawRows({ ...state, through }, order().subarray(0, 1));
      const fields = Object.entries(first).map(([name, { shape, dtype }]) => [name, { shape: shape.slice(1), dtype }]);
      return viewOf<G>({ ...state, maps, through, fields: Object.fromEntries(fields) });
    },
    batch: (size, options) => ({
      ...batchesOf(methods, draw, size, options),
      map: (change) => methods.map(change).batch(size, options),
    }),
    gather: (indices) => drawRows(state, rowsAt('gather', indices)),
    *[Symbol.iterator]() {
      for (const row of order()) yield drawOne<F>(state, row);
    },
    async *[Symbol.asyncIterator]() {
      for (const row of order()) yield drawOne<F>(state, row);
    },
  };

  return withFields(methods, state, order);
}
