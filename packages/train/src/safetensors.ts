import {
  ArgumentError,
  checkOptions,
  checkShape,
  DataError,
  type DType,
  describe,
  formatShape,
  type Shape,
  sizeOf,
  type TypedArray,
} from '@gradkit/core';
import { type StoredType, storedNames, storedTypes } from './stored-types.ts';
import { fromUtf8, utf8 } from './text.ts';

/** An array as files hold it: elements in row-major order, with their shape and type. */
export interface StoredArray {
  readonly dtype: DType;
  readonly shape: Shape;
  readonly data: TypedArray;
}

/** What a safetensors file holds. */
export interface Safetensors {
  readonly arrays: Readonly<Record<string, StoredArray>>;
  /** Texts by name. */
  readonly metadata: Readonly<Record<string, string>>;
}

/** Options of {@link parseSafetensors}. */
export interface SafetensorsOptions {
  /** Refuses headers that are longer, in bytes; default 10^8, the format's own limit. */
  readonly maxHeaderBytes?: number | undefined;
}

const metadataKey = '__metadata__';

/** Bytes of the header's length. */
const prefix = 8;

const formatLimit = 100_000_000;

/**
 * The bytes of a safetensors file: named arrays, as PyTorch, JAX, NumPy and browsers read them.
 *
 * ```text
 * 8 bytes   length n of the header, little-endian
 * n bytes   the header: JSON with metadata, and the element type, shape and place of every array
 * the rest  the elements, little-endian, without gaps
 * ```
 *
 * Wider types come first, so that all are aligned.
 *
 * @param arrays by name; `data` has as many elements as `shape` says
 * @param metadata texts to keep with them; default none
 * @throws ArgumentError, ShapeError when an array is not what it should be
 * @see Hugging Face, safetensors: format, 2022
 * @example
 * ```ts
 * import { parseSafetensors, toSafetensors } from '@gradkit/train';
 *
 * const bytes = toSafetensors({ w: { dtype: 'float32', shape: [2, 1], data: Float32Array.of(1, 2) } }, { author: 'me' });
 * const { arrays, metadata } = parseSafetensors(bytes);
 * console.log(arrays['w']?.shape, metadata['author']); // [2, 1] me
 * ```
 */
export function toSafetensors(
  arrays: Readonly<Record<string, StoredArray>>,
  metadata: Readonly<Record<string, string>> = {},
): Uint8Array {
  const entries = Object.entries(arrays).map(([name, array]) => {
    checkStored(name, array);
    return { name, array, rank: storedNames.findIndex(([, dtype]) => dtype === array.dtype) };
  });
  entries.sort((a, b) => a.rank - b.rank || (a.name < b.name ? -1 : 1));
  for (const [key, text] of Object.entries(metadata)) {
    if (typeof text !== 'string') {
      throw new ArgumentError(`toSafetensors: metadata "${key}" must be a text, got ${describe(text)}.`);
    }
  }

  let end = 0;
  const rows = entries.map(({ name, rank, array: { shape, data } }) => {
    const begin = end;
    end += data.byteLength;
    return [name, { dtype: storedNames[rank]?.[0], shape, data_offsets: [begin, end] }] as const;
  });
  const texts = Object.keys(metadata).length === 0 ? [] : ([[metadataKey, metadata]] as const);
  const header = utf8(JSON.stringify(Object.fromEntries([...texts, ...rows])));

  const length = Math.ceil(header.length / 8) * 8;
  const bytes = new Uint8Array(prefix + length + end);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(length), true);
  bytes.fill(0x20, prefix, prefix + length);
  bytes.set(header, prefix);
  let at = prefix + length;
  for (const { array } of entries) {
    // Typed arrays are little-endian wherever WebAssembly runs on them.
    const { buffer, byteOffset, byteLength } = array.data;
    bytes.set(new Uint8Array(buffer, byteOffset, byteLength), at);
    at += byteLength;
  }
  return bytes;
}

function checkStored(name: string, array: StoredArray): void {
  const where = `toSafetensors: "${name}"`;
  if (name === metadataKey) throw new ArgumentError(`${where}: the format keeps this name for itself.`);
  if (typeof array !== 'object' || array === null || !ArrayBuffer.isView(array.data)) {
    throw new ArgumentError(`${where}: expected { dtype, shape, data }, got ${describe(array)}.`);
  }
  const { dtype, shape, data } = array;
  if (!storedNames.some(([, ours]) => ours === dtype)) {
    throw new ArgumentError(`${where}: ${describe(dtype)} is not an element type.`);
  }
  checkShape(where, shape);
  const expected = dtype === 'bool' ? 'uint8' : dtype;
  if (data.constructor.name.toLowerCase() !== `${expected}array`) {
    throw new ArgumentError(`${where}: elements of ${dtype} are not in a ${data.constructor.name}.`);
  }
  if (sizeOf(shape) !== data.length) {
    throw new ArgumentError(`${where}: ${data.length} elements do not fill shape ${formatShape(shape)}.`);
  }
}

/**
 * The arrays and texts of a safetensors file, copied out of its bytes.
 *
 * Everything the file says about itself is checked: the header's length and JSON, every type, shape and place, that
 * places neither overlap nor leave gaps, and that the file ends where the last array does. float16, bfloat16 and
 * integers of 8 and 16 bits become the nearest type that holds them exactly; integers of 64 bits become 32 bits if all
 * of them fit.
 *
 * @throws DataError when the bytes are not such a file, or hold a type that gradkit has not; it says what is wrong where
 * @see Hugging Face, safetensors: format, 2022
 * @example
 * ```ts
 * import { parseSafetensors } from '@gradkit/train';
 *
 * try {
 *   parseSafetensors(Uint8Array.of(1, 2, 3));
 * } catch (error) {
 *   console.log(String(error)); // 3 bytes are too few
 * }
 * ```
 */
export function parseSafetensors(bytes: Uint8Array, options: SafetensorsOptions = {}): Safetensors {
  checkOptions('parseSafetensors', options, ['maxHeaderBytes']);
  return readSafetensors('parseSafetensors', bytes, options.maxHeaderBytes);
}

/** As {@link parseSafetensors}, in the name of another function. */
export function readSafetensors(where: string, bytes: Uint8Array, maxHeaderBytes: number = formatLimit): Safetensors {
  if (!(bytes instanceof Uint8Array)) throw new ArgumentError(`${where}: expected bytes, got ${describe(bytes)}.`);
  const fail = (what: string): DataError => new DataError(`${where}: ${what}.`);
  if (bytes.length < prefix) {
    throw fail(`${bytes.length} bytes are too few: a safetensors file begins with 8 that tell the header's length`);
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const stated = view.getBigUint64(0, true);
  if (stated > BigInt(maxHeaderBytes)) {
    throw fail(
      `the header should have ${stated} bytes, more than maxHeaderBytes, ${maxHeaderBytes}. Is it a safetensors file?`,
    );
  }
  const length = Number(stated);
  if (prefix + length > bytes.length) {
    throw fail(
      `the header should have ${length} bytes, but only ${bytes.length - prefix} follow. Is the file cut off?`,
    );
  }

  const { [metadataKey]: metadata = {}, ...rows } = parseHeader(bytes.subarray(prefix, prefix + length), fail);
  if (!isRecord(metadata) || !Object.values(metadata).every((text) => typeof text === 'string')) {
    throw fail(`${metadataKey} must be an object of texts, got ${describe(metadata)}`);
  }
  const body = bytes.subarray(prefix + length);
  const places = Object.entries(rows).map(([name, row]) => placeOf(name, row, body.length, fail));
  checkPlaces(places, body.length, fail);
  const arrays = places.map(({ name, shape, type, begin, end }) => {
    const own = new Uint8Array(end - begin);
    own.set(body.subarray(begin, end));
    try {
      return [name, { dtype: type.dtype, shape, data: type.read(own.buffer) }] as const;
    } catch (error) {
      throw fail(`"${name}": ${error instanceof Error ? error.message : String(error)}`);
    }
  });
  return { arrays: Object.fromEntries(arrays), metadata: metadata as Record<string, string> };
}

function parseHeader(bytes: Uint8Array, fail: (what: string) => DataError): Record<string, unknown> {
  let header: unknown;
  try {
    header = JSON.parse(fromUtf8(bytes));
  } catch (error) {
    throw fail(`the header is not JSON in UTF-8: ${error instanceof Error ? error.message : String(error)}`);
  }
  if (!isRecord(header)) throw fail(`the header must be an object, got ${describe(header)}`);
  return header;
}

interface Place {
  readonly name: string;
  readonly type: StoredType;
  readonly shape: Shape;
  readonly begin: number;
  readonly end: number;
}

function placeOf(name: string, row: unknown, bytes: number, fail: (what: string) => DataError): Place {
  if (!isRecord(row)) throw fail(`"${name}" must be { dtype, shape, data_offsets }, got ${describe(row)}`);
  const { dtype, shape, data_offsets: offsets } = row;
  const type = typeof dtype === 'string' && Object.hasOwn(storedTypes, dtype) ? storedTypes[dtype] : undefined;
  if (type === undefined) {
    throw fail(`"${name}" has the type ${describe(dtype)}. Known are ${Object.keys(storedTypes).join(', ')}`);
  }
  if (!Array.isArray(shape) || !shape.every(isCount)) throw fail(`"${name}" has no valid shape`);
  const size = shape.reduce((product, extent) => product * extent, 1) * type.bytes;
  if (!Array.isArray(offsets) || offsets.length !== 2 || !offsets.every(isCount)) {
    throw fail(`"${name}" has no valid data_offsets`);
  }
  const [begin, end] = offsets as [number, number];
  if (end < begin || end > bytes) {
    throw fail(
      `"${name}" is said to be at bytes ${begin} to ${end} of the data, which has ${bytes}. Is the file cut off?`,
    );
  }
  if (end - begin !== size) {
    throw fail(
      `"${name}" of type ${dtype} and shape ${formatShape(shape)} needs ${size} bytes, but has ${end - begin}`,
    );
  }
  return { name, type, shape, begin, end };
}

/** Throws unless every byte of the data belongs to one array. */
function checkPlaces(places: readonly Place[], bytes: number, fail: (what: string) => DataError): void {
  let end = 0;
  let last = 'the header';
  for (const place of [...places].sort((a, b) => a.begin - b.begin || a.end - b.end)) {
    if (place.begin < end) throw fail(`"${place.name}" overlaps ${last} at byte ${place.begin} of the data`);
    if (place.begin > end)
      throw fail(`bytes ${end} to ${place.begin} of the data, before "${place.name}", are no array's`);
    end = place.end;
    last = `"${place.name}"`;
  }
  if (end !== bytes) throw fail(`${bytes - end} bytes follow after the last array`);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}
