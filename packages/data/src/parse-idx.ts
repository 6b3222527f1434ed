import {
  ArgumentError,
  checkOptions,
  DataError,
  type DType,
  describe,
  formatShape,
  type Shape,
  type Tensor,
} from '@gradkit/core';
import { realized, zerosOf } from './column.ts';
import { checkInteger } from './permutation.ts';

/** Options of {@link parseIdx}. */
export interface IdxOptions {
  /** Refuses arrays of more elements, before anything is allocated; default 2^31. */
  readonly maxElements?: number;
}

/** An array as an IDX file holds it. */
export interface IdxArray {
  readonly shape: Shape;
  /** Number of elements. */
  readonly size: number;
  /** Element type after reading: 8- and 16-bit signed integers widen to int32. */
  readonly dtype: DType;
  /** Element i in row-major order. */
  readonly read: (i: number) => number;
}

interface IdxType {
  readonly bytes: number;
  readonly dtype: DType;
  readonly read: (view: DataView, at: number) => number;
}

/** The element types, by the code in the third byte. */
const types: { readonly [code: number]: IdxType } = {
  8: { bytes: 1, dtype: 'uint8', read: (view, at) => view.getUint8(at) },
  9: { bytes: 1, dtype: 'int32', read: (view, at) => view.getInt8(at) },
  11: { bytes: 2, dtype: 'int32', read: (view, at) => view.getInt16(at) },
  12: { bytes: 4, dtype: 'int32', read: (view, at) => view.getInt32(at) },
  13: { bytes: 4, dtype: 'float32', read: (view, at) => view.getFloat32(at) },
  14: { bytes: 8, dtype: 'float64', read: (view, at) => view.getFloat64(at) },
};

/**
 * The tensor in the bytes of an IDX file, the format of MNIST: two zero bytes, a type, the number of axes, the extents
 * and the elements, all big-endian.
 *
 * Unsigned bytes become uint8, signed bytes, 16- and 32-bit integers int32, floats float32 and doubles float64. The bytes
 * must be exactly what the header announces.
 *
 * @throws DataError when the bytes are not an IDX file, are cut off or go on after the last element, or hold more than
 * `maxElements`
 * @see Y. LeCun, C. Cortes, C. Burges, "The MNIST database of handwritten digits".
 * @example
 * ```ts
 * import { parseIdx } from '@gradkit/data';
 *
 * const bytes = Uint8Array.of(0, 0, 8, 2, 0, 0, 0, 2, 0, 0, 0, 3, 1, 2, 3, 4, 5, 6);
 * console.log(parseIdx(bytes).toArray()); // [[1, 2, 3], [4, 5, 6]]
 * ```
 */
export function parseIdx(bytes: Uint8Array, options: IdxOptions = {}): Tensor {
  return idxTensor('parseIdx', bytes, options);
}

/** `where` names the function that the user called, and the file. */
export function idxTensor(where: string, bytes: Uint8Array, options: IdxOptions): Tensor {
  const { shape, size, dtype, read } = idxArray(where, bytes, options);
  const values = zerosOf(dtype, size);
  for (let i = 0; i < size; i++) values[i] = read(i);
  return realized(values, shape, dtype);
}

/** Checks everything but allocates nothing. */
export function idxArray(where: string, bytes: Uint8Array, options: IdxOptions): IdxArray {
  checkOptions(where, options, ['maxElements']);
  const { maxElements = 2 ** 31 } = options;
  checkInteger(where, 'maxElements', maxElements, 0, 2 ** 31);
  if (!ArrayBuffer.isView(bytes) || bytes.BYTES_PER_ELEMENT !== 1) {
    throw new ArgumentError(`${where}: expected the bytes of a file as Uint8Array, got ${describe(bytes)}.`);
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const fail = (problem: string): DataError => new DataError(`${where}: ${problem}`);
  if (bytes.length < 4) throw fail(`${bytes.length} bytes are too few for the header of an IDX file.`);
  if (view.getUint16(0) === 0x1f8b) throw fail('the bytes are compressed with gzip. Decompress them first.');
  const type = types[view.getUint8(2)];
  if (view.getUint16(0) !== 0 || type === undefined) {
    throw fail(`not an IDX file: it starts with 0x${view.getUint32(0).toString(16).padStart(8, '0')}.`);
  }
  const header = 4 + 4 * view.getUint8(3);
  if (bytes.length < header) throw fail(`${bytes.length} bytes are cut off in a header of ${header} bytes.`);
  const shape = Array.from({ length: view.getUint8(3) }, (_, axis) => view.getUint32(4 + 4 * axis));
  const size = shape.includes(0) ? 0 : shape.reduce((product, extent) => product * extent, 1);
  if (size > maxElements) throw fail(`${formatShape(shape)} has more than ${maxElements} elements.`);
  const expected = header + size * type.bytes;
  if (bytes.length !== expected) {
    const state = bytes.length < expected ? 'is cut off' : 'goes on after the last element';
    throw fail(`the file ${state}: ${formatShape(shape)} takes ${expected} bytes, there are ${bytes.length}.`);
  }
  return { shape, size, dtype: type.dtype, read: (i) => type.read(view, header + i * type.bytes) };
}
