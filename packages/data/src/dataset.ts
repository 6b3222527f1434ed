import { ArgumentError, checkOptions, type DType, describe, type Shape, type Tensor } from '@gradkit/core';
import type { Batches } from './batches.ts';
import { type Column, type FieldData, toClassIds } from './column.ts';
import type { DataSource } from './data-source.ts';
import { checkInteger } from './permutation.ts';
import { columnsOf, storedState } from './stored-state.ts';
import { viewOf } from './view.ts';

/** One sample, or a batch of samples with an additional first axis: a tensor for every field. */
export type Sample<F extends string = 'x' | 'y'> = { readonly [Field in F]: Tensor };

/** Shape of one sample and element type. */
export interface FieldInfo {
  readonly shape: Shape;
  readonly dtype: DType;
}

/** What is known about a data set besides its numbers. */
export interface DatasetInfo {
  /** Number of classes, where `y` holds class ids. */
  readonly classes?: number | undefined;
  /** Name of every class id. */
  readonly classNames?: readonly string[] | undefined;
  /** Names of the columns of `x`. */
  readonly featureNames?: readonly string[] | undefined;
  /** Origin, authors and licence. */
  readonly source?: DataSource | undefined;
}

/** Options of {@link Dataset.split}. */
export interface SplitOptions {
  /** Shuffles before dealing, by any safe integer; default: in order, no shuffling. */
  readonly seed?: number;
  /** Gives each class the same fraction, up to less than one sample; classes are the values of `y`. Default false. */
  readonly stratify?: boolean;
}

/** Options of {@link Dataset.shuffle}. */
export interface ShuffleOptions {
  /** Any safe integer. */
  readonly seed: number;
  /** The epoch whose order it is, from 0; default that of the data set. */
  readonly epoch?: number;
}

/** Options of {@link Dataset.batch}. */
export interface BatchOptions {
  /** Leaves out the last batch if it is smaller than the others; default false. */
  readonly dropRemainder?: boolean;
}

/** What a mapped function learns about its batch besides the tensors. */
export interface MapContext {
  /** The epoch that the batch is drawn for. */
  readonly epoch: number;
  /** Where each sample of the batch is stored: it identifies the sample through shuffling, splitting and batching. */
  readonly indices: Int32Array;
}

/**
 * A collection of samples in a fixed order: an immutable description, nothing is drawn before it is asked for. The
 * fields are also properties, with all samples in one tensor: `dataset.x`, `dataset.y`.
 */
export type Dataset<F extends string = 'x' | 'y'> = DatasetMethods<F> & Sample<F>;

/** The members of every data set, whatever its fields. */
export interface DatasetMethods<F extends string> extends Iterable<Sample<F>>, AsyncIterable<Sample<F>> {
  /** Number of samples; at least one. */
  readonly size: number;
  /** Shape per sample and element type of every field. */
  readonly fields: { readonly [Field in F]: FieldInfo };
  readonly classes: number | undefined;
  readonly classNames: readonly string[] | undefined;
  readonly featureNames: readonly string[] | undefined;
  readonly source: DataSource | undefined;

  /**
   * The first round(fraction · size) samples as `train`, the others as `test`; shuffled before by `seed`, if given. The
   * parts keep their members for ever: a later {@link epoch} never moves a sample from one to the other.
   */
  split(fraction: number, options?: SplitOptions): { readonly train: Dataset<F>; readonly test: Dataset<F> };
  /** Several parts by name, such as `{ train: 0.7, validation: 0.15, test: 0.15 }`; the fractions sum to 1. */
  split<Part extends string>(
    fractions: { readonly [Name in Part]: number },
    options?: SplitOptions,
  ): { readonly [Name in Part]: Dataset<F> };
  /**
   * The samples in an order that depends on the seed and the epoch only. Drawing twice gives the same order twice; a
   * loop over epochs draws from `epoch(0)`, `epoch(1)`, …, each with an order of its own.
   */
  shuffle(options: ShuffleOptions): Dataset<F>;
  /** The data set as it is in an epoch, from 0: shuffled anew, and with that epoch in the context of mapped functions. */
  epoch(epoch: number): Dataset<F>;
  /** The first `count` samples; all of them if there are fewer. */
  take(count: number): Dataset<F>;
  /** All but the first `count` samples. */
  skip(count: number): Dataset<F>;
  /** The samples for which `keep` holds. */
  filter(keep: (sample: Sample<F>, index: number) => boolean): Dataset<F>;
  /** The samples at the given positions, in that order; a position may come more than once. */
  select(indices: ArrayLike<number>): Dataset<F>;
  /** These samples, then those of `other`, which has the same fields, shapes and element types. */
  concat(other: Dataset<F>): Dataset<F>;
  /**
   * A data set whose batches went through `change`, whenever they are drawn. `change` gets and returns tensors whose
   * first axis counts samples, and must treat each sample alone: how samples are grouped is not its business. It is
   * called once at the start, to learn the new shapes.
   */
  map<G extends string>(change: (batch: Sample<F>, context: MapContext) => Sample<G>): Dataset<G>;
  /** The samples in groups of `size`; the last is smaller if they do not divide. */
  batch(size: number, options?: BatchOptions): Batches<F>;
  /** The samples at the given positions as one batch: fields of shape [indices.length, …]. */
  gather(indices: ArrayLike<number>): Sample<F>;
  /** How many stored elements are NaN or infinite, by field, before any mapping. */
  countNonFinite(): { readonly [field: string]: number };
}

/**
 * A data set in memory from named fields of equally many samples: `x` are inputs and `y` targets, `sampleWeight` says how
 * much each sample counts in training, and a model with several inputs has fields with their names.
 *
 * @param fields name → tensor, typed array, nested arrays or `{ values, shape }`; the first axis counts samples. Plain
 * numbers become float32, typed arrays keep their type, and everything is copied.
 * @param options `classes` (number of classes) and `classNames` say that `y` holds class ids from 0: they are checked and
 * become int32. `featureNames` and `source` are kept for the reader.
 * @throws DataError when there are no samples, the fields differ in length or a label is outside the classes; ShapeError,
 * DTypeError or ArgumentError when a field or option is not what it should be
 * @example
 * ```ts
 * import { dataset } from '@gradkit/data';
 *
 * const points = dataset({ x: [[0, 0], [0, 1], [1, 0], [1, 1]], y: [0, 1, 1, 0] }, { classNames: ['same', 'different'] });
 * console.log(points.size, points.fields.x.shape, points.y.dtype); // 4 [2] int32
 * for (const { x, y } of points.shuffle({ seed: 7 }).batch(2)) console.log(x.toArray(), y.toArray());
 * ```
 */
export function dataset<const Fields extends { readonly [field: string]: FieldData }>(
  fields: Fields,
  options: DatasetInfo = {},
): Dataset<keyof Fields & string> {
  checkOptions('dataset', options, ['classes', 'classNames', 'featureNames', 'source']);
  return datasetOf('dataset', columnsOf('dataset', fields), options);
}

/** A data set of columns that are checked one by one, but not against each other; they are kept, not copied. */
export function datasetOf<F extends string>(
  where: string,
  columns: { readonly [Field in F]: Column },
  info: DatasetInfo,
): Dataset<F> {
  const state = storedState(where, columns, info);
  const classes = classCount(where, info);
  if (classes === undefined) return viewOf(state);
  const { y } = state.columns;
  if (y === undefined) {
    throw new ArgumentError(`${where}: classes are the values of field "y", which is missing.`);
  }
  const ids = toClassIds(where, 'y', y, classes);
  return viewOf(storedState(where, { ...columns, y: ids }, { ...info, classes }));
}

/** The number of classes that options say, if any. */
export function classCount(where: string, { classes, classNames }: DatasetInfo): number | undefined {
  if (classes !== undefined) checkInteger(where, 'classes', classes, 1, 2 ** 31 - 1);
  if (classNames === undefined) return classes;
  if (!Array.isArray(classNames) || classNames.length === 0 || !classNames.every((name) => typeof name === 'string')) {
    throw new ArgumentError(`${where}: classNames must be an array of names, got ${describe(classNames)}.`);
  }
  const twice = classNames.find((name, id) => classNames.indexOf(name) !== id);
  if (twice !== undefined) throw new ArgumentError(`${where}: classNames has ${describe(twice)} twice.`);
  if (classes !== undefined && classes !== classNames.length) {
    throw new ArgumentError(
      `${where}: ${classes} classes have ${classNames.length} classNames. Leave one of the two out.`,
    );
  }
  return classNames.length;
}
