import {
  ArgumentError,
  type ArrayOf,
  DataError,
  type DType,
  DTypeError,
  describe,
  type NestedArray,
  type Shape,
  ShapeError,
  sizeOf,
  Tensor,
  type TypedArray,
  tensor,
} from '@gradkit/core';
import { node } from '@gradkit/core/graph';

/** One field of all samples, one sample after the other. The values are never written again. */
export interface Column {
  readonly values: TypedArray;
  /** Shape of one sample. */
  readonly shape: Shape;
  readonly dtype: DType;
}

/**
 * What a field of a data set may be made of; the first axis counts samples. A typed array holds one number per sample
 * unless it comes with the `shape` of the whole.
 */
export type FieldData = Tensor | TypedArray | NestedArray | { readonly values: TypedArray; readonly shape: Shape };

/** Checks and copies user data. */
export function toColumn(where: string, name: string, data: FieldData): Column {
  const given = toTensor(where, name, data);
  if (given.rank === 0) {
    throw new ShapeError(
      `${where}: field "${name}" is a single number. Give one entry per sample along the first axis.`,
    );
  }
  const [samples, ...shape] = given.shape;
  if (samples === 0) throw new DataError(`${where}: field "${name}" has no samples. A data set needs at least one.`);
  if (sizeOf(shape) === 0) {
    throw new DataError(
      `${where}: the samples of field "${name}" have shape [${shape.join(', ')}], which has no elements.`,
    );
  }
  return { values: given.dataSync(), shape, dtype: given.dtype };
}

/** Checks and copies user data that is one sample: a single number is one, too. */
export function toSampleColumn(where: string, name: string, data: FieldData): Column {
  const isElement = typeof data === 'number' || typeof data === 'boolean';
  const given = isElement ? tensor(data) : toTensor(where, name, data);
  return { values: given.dataSync(), shape: given.shape, dtype: given.dtype };
}

function toTensor(where: string, name: string, data: FieldData): Tensor {
  if (isTensor(data)) return data;
  if (ArrayBuffer.isView(data) || Array.isArray(data)) return tensor(data as TypedArray | NestedArray);
  const { values, shape } = (data ?? {}) as { readonly values?: unknown; readonly shape: Shape };
  if (ArrayBuffer.isView(values)) return tensor(values as TypedArray, { shape });
  throw new ArgumentError(
    `${where}: field "${name}" must be a tensor, nested arrays, a typed array or { values, shape }, got ${describe(data)}.` +
      (where === 'dataset' ? ' Options such as classNames go into the second argument.' : ''),
  );
}

/** Tensors of other copies of core are tensors too. */
export function isTensor(value: unknown): value is Tensor {
  return typeof value === 'object' && value !== null && 'dataSync' in value && 'node' in value;
}

/** Number of samples. */
export function rowsOf(column: Column): number {
  return column.values.length / sizeOf(column.shape);
}

/** A tensor of values that exist: kept, not copied, because nobody writes to them again. */
export function realized(values: TypedArray, shape: Shape, dtype: DType): Tensor {
  const made = node('input', [], { source: { kind: 'value', values }, shape, dtype });
  made.values = values;
  return new Tensor(made);
}

interface ArrayConstructor<A> {
  new (length: number): A;
  new (values: ArrayLike<number>): A;
}

const arrays: { readonly [T in DType]: ArrayConstructor<ArrayOf[T]> } = {
  float32: Float32Array,
  float64: Float64Array,
  int32: Int32Array,
  uint32: Uint32Array,
  uint8: Uint8Array,
  bool: Uint8Array,
};

export function zerosOf(dtype: DType, length: number): TypedArray {
  return new arrays[dtype](length);
}

/** A column of numbers that fit the element type. */
export function columnFrom(values: ArrayLike<number>, shape: Shape, dtype: DType): Column {
  return { values: new arrays[dtype](values), shape, dtype };
}

/** Throws unless `dtype` is one of the allowed element types, or of all where none are named. */
export function checkDType(where: string, dtype: unknown, allowed: readonly string[] = Object.keys(arrays)): void {
  if (!allowed.includes(dtype as string)) {
    throw new DTypeError(`${where}: dtype must be one of ${allowed.join(', ')}, got ${describe(dtype)}.`);
  }
}

/** Zeros in the same kind of typed array. */
export function emptyLike(values: TypedArray, length: number): TypedArray {
  return new (values.constructor as new (length: number) => TypedArray)(length);
}

/** Below this many elements a loop is faster than a view and a block copy. */
const smallCopy = 32;

/** Rows in the given order: neighbours that stay neighbours are copied as one block, the whole is not copied at all. */
export function gatherRows({ values, shape }: Column, rows: Int32Array): TypedArray {
  const size = sizeOf(shape);
  if (rows.length * size === values.length && rows.every((row, i) => row === i)) return values;
  const result = emptyLike(values, rows.length * size);
  for (let from = 0; from < rows.length; ) {
    const first = rows[from] as number;
    let to = from + 1;
    while (to < rows.length && rows[to] === first + to - from) to++;
    const source = first * size;
    const target = from * size;
    const length = (to - from) * size;
    if (length > smallCopy) {
      result.set(values.subarray(source, source + length), target);
    } else {
      for (let i = 0; i < length; i++) result[target + i] = values[source + i] as number;
    }
    from = to;
  }
  return result;
}

/** How many elements of the given rows are NaN or infinite. */
export function countNonFinite({ values, shape, dtype }: Column, rows: Int32Array): number {
  if (dtype !== 'float32' && dtype !== 'float64') return 0;
  const size = sizeOf(shape);
  let count = 0;
  for (const row of rows) {
    for (let i = row * size; i < (row + 1) * size; i++) if (!Number.isFinite(values[i])) count++;
  }
  return count;
}

/** Class ids as int32. Throws a `DataError` that names the first label outside 0 … classes − 1. */
export function toClassIds(where: string, name: string, column: Column, classes: number): Column {
  const { values, shape, dtype } = column;
  if (shape.length > 0) {
    throw new ShapeError(
      `${where}: with classes, field "${name}" holds one class id per sample, got samples of shape [${shape.join(', ')}].`,
    );
  }
  if (dtype === 'bool')
    throw new DTypeError(`${where}: field "${name}" is bool; class ids are integers. Cast it to int32.`);
  const wrong = values.findIndex((id: number) => !Number.isInteger(id) || id < 0 || id >= classes);
  if (wrong >= 0) {
    throw new DataError(
      `${where}: ${name}[${wrong}] is ${values[wrong]}, but with ${classes} classes ids are the integers 0 to ${classes - 1}.`,
    );
  }
  return { values: dtype === 'int32' ? values : Int32Array.from(values), shape, dtype: 'int32' };
}
