import { ArgumentError, checkOptions, DataError } from '@gradkit/core';
import type { BatchSource } from './batch-source.ts';
import { batchesOf } from './batches.ts';
import { countNonFinite, type FieldData } from './column.ts';
import type { BatchOptions, DatasetMethods, FieldInfo, Sample, ShuffleOptions } from './dataset.ts';
import { checkEpoch, checkInteger, checkSeed } from './permutation.ts';
import { drawRows, orderOf } from './rows.ts';
import { columnsOf, storedState } from './stored-state.ts';
import type { ViewState } from './view.ts';

/** What a training loop needs of samples in memory. The fields are also properties, with all samples in one tensor. */
export type SamplesInMemory<F extends string = 'x' | 'y'> = SampleMethods<F> & Sample<F>;

/** The members of {@link SamplesInMemory}, whatever its fields; a {@link Dataset} has them all. */
export interface SampleMethods<F extends string>
  extends Pick<DatasetMethods<F>, 'size' | 'fields' | 'classes' | 'countNonFinite'> {
  /** The samples in an order that depends on the seed and the epoch only. */
  shuffle(options: ShuffleOptions): SamplesInMemory<F>;
  /** The samples as they are in an epoch, from 0: shuffled anew. */
  epoch(epoch: number): SamplesInMemory<F>;
  /** The first `count` samples; all of them if there are fewer. */
  take(count: number): SamplesInMemory<F>;
  /** All but the first `count` samples. */
  skip(count: number): SamplesInMemory<F>;
  /** The samples in groups of `size`; the last is smaller if they do not divide. */
  batch(size: number, options?: BatchOptions): BatchSource<F>;
}

/**
 * Samples in memory from named fields, with no more than a training loop asks for: what `fit` makes of `{ x, y }`. Programs
 * that never split, filter or map their data need not carry the code for it; `dataset` has all of that.
 *
 * @param fields name → tensor, typed array, nested arrays or `{ values, shape }`; the first axis counts samples
 * @param where the function that errors name, of a caller that passes on what it was given
 * @throws DataError when there are no samples or the fields differ in length; ShapeError, DTypeError or ArgumentError when a
 * field is not what it should be
 * @example
 * ```ts
 * import { samplesInMemory } from '@gradkit/data';
 *
 * const points = samplesInMemory({ x: [[0, 0], [0, 1], [1, 0]], y: [0, 1, 1] });
 * for await (const { x } of points.shuffle({ seed: 7 }).batch(2)) console.log(x.shape); // [2, 2] [1, 2]
 * ```
 */
export function samplesInMemory<const Fields extends { readonly [field: string]: FieldData }>(
  fields: Fields,
  where = 'samplesInMemory',
): SamplesInMemory<keyof Fields & string> {
  return samplesOf(storedState(where, columnsOf(where, fields), {}));
}

function samplesOf<F extends string>(state: ViewState): SamplesInMemory<F> {
  const order = orderIn(state);
  const methods: SampleMethods<F> = {
    ...membersOf<F, SamplesInMemory<F>>(state, order, samplesOf),
    batch: (size, options) => batchesOf(methods, drawer(state, order), size, options),
  };
  return withFields(methods, state, order);
}

/** The rows in the order of the epoch, found out when they are first needed. */
export function orderIn(state: ViewState): () => Int32Array {
  let known: Int32Array | undefined;
  return () => {
    known ??= orderOf(state);
    return known;
  };
}

/** The samples at positions from … to − 1, as one batch. */
export function drawer<F extends string>(
  state: ViewState,
  order: () => Int32Array,
): (from: number, to: number) => Sample<F> {
  return (from, to) => drawRows(state, order().subarray(from, to));
}

/** Members that are alike in all views; `view` makes a view of a state. */
export function membersOf<F extends string, View>(
  state: ViewState,
  order: () => Int32Array,
  view: (state: ViewState) => View,
): Omit<SampleMethods<F>, 'batch' | 'shuffle' | 'epoch' | 'take' | 'skip'> & {
  shuffle(options: ShuffleOptions): View;
  epoch(epoch: number): View;
  take(count: number): View;
  skip(count: number): View;
} {
  const { columns, members, epoch, info } = state;
  const part = (rows: Int32Array): View => view({ ...state, members: rows, seed: undefined });
  return {
    size: members.length,
    fields: state.fields as { readonly [Field in F]: FieldInfo },
    classes: info.classes,
    shuffle(options) {
      checkOptions('shuffle', options, ['seed', 'epoch']);
      checkSeed('shuffle', options?.seed);
      const of = options.epoch ?? epoch;
      checkEpoch('shuffle', of);
      return view({ ...state, members: order(), seed: options.seed, epoch: of });
    },
    epoch(of) {
      checkEpoch('epoch', of);
      return view({ ...state, epoch: of });
    },
    take(count) {
      checkInteger('take', 'the number of samples', count, 1, Number.MAX_SAFE_INTEGER);
      return part(order().subarray(0, count));
    },
    skip(count) {
      checkInteger('skip', 'the number of samples', count, 0, Number.MAX_SAFE_INTEGER);
      if (count >= members.length) throw new DataError(`skip: ${count} of ${members.length} samples leaves none.`);
      return part(order().subarray(count));
    },
    countNonFinite: () =>
      Object.fromEntries(Object.entries(columns).map(([name, column]) => [name, countNonFinite(column, members)])),
  };
}

/** A view with its fields as properties, and its state for functions that combine several. */
export function withFields<F extends string, M extends object>(
  methods: M,
  state: ViewState,
  order: () => Int32Array,
): M & Sample<F> {
  let whole: Sample<string> | undefined;
  for (const name of Object.keys(state.fields)) {
    if (name in methods || name === 'state') {
      throw new ArgumentError(`dataset: a field cannot be called "${name}", data sets have a member of that name.`);
    }
    const get = () => {
      whole ??= drawRows(state, order());
      return whole[name];
    };
    Object.defineProperty(methods, name, { get, enumerable: true });
  }
  return Object.defineProperty(methods, 'state', { value: state }) as M & Sample<F>;
}
