import { type ArrayOf, DataError, type DType } from '@gradkit/core';

/** How an element type of a file becomes one of ours. */
export interface StoredType {
  readonly dtype: DType;
  /** Bytes of an element in the file. */
  readonly bytes: 1 | 2 | 4 | 8;
  /** The elements of a buffer of their own. Throws a `DataError` when one has no meaning in our type. */
  read(buffer: ArrayBuffer): ArrayOf[DType];
}

/**
 * The element types of safetensors files that can be read. Those that JavaScript has no array for, or gradkit no type,
 * become the nearest type that holds their values exactly.
 */
export const storedTypes: Readonly<Record<string, StoredType>> = {
  BOOL: { dtype: 'bool', bytes: 1, read: (buffer) => truths(new Uint8Array(buffer)) },
  U8: { dtype: 'uint8', bytes: 1, read: (buffer) => new Uint8Array(buffer) },
  I8: { dtype: 'int32', bytes: 1, read: (buffer) => Int32Array.from(new Int8Array(buffer)) },
  I16: { dtype: 'int32', bytes: 2, read: (buffer) => Int32Array.from(new Int16Array(buffer)) },
  U16: { dtype: 'int32', bytes: 2, read: (buffer) => Int32Array.from(new Uint16Array(buffer)) },
  F16: { dtype: 'float32', bytes: 2, read: (buffer) => Float32Array.from(new Uint16Array(buffer), halfValue) },
  BF16: { dtype: 'float32', bytes: 2, read: (buffer) => brainFloats(new Uint16Array(buffer)) },
  I32: { dtype: 'int32', bytes: 4, read: (buffer) => new Int32Array(buffer) },
  U32: { dtype: 'uint32', bytes: 4, read: (buffer) => new Uint32Array(buffer) },
  F32: { dtype: 'float32', bytes: 4, read: (buffer) => new Float32Array(buffer) },
  F64: { dtype: 'float64', bytes: 8, read: (buffer) => new Float64Array(buffer) },
  I64: { dtype: 'int32', bytes: 8, read: (buffer) => narrowed(new BigInt64Array(buffer), new Int32Array(1)) },
  U64: { dtype: 'uint32', bytes: 8, read: (buffer) => narrowed(new BigUint64Array(buffer), new Uint32Array(1)) },
};

/** Our element types by their names in files, in the order in which the format's own library stores them. */
export const storedNames: readonly (readonly [name: string, dtype: DType])[] = [
  ['F64', 'float64'],
  ['F32', 'float32'],
  ['U32', 'uint32'],
  ['I32', 'int32'],
  ['U8', 'uint8'],
  ['BOOL', 'bool'],
];

function truths(bytes: Uint8Array): Uint8Array {
  const at = bytes.findIndex((byte) => byte > 1);
  if (at >= 0) throw new DataError(`element ${at} is ${bytes[at]}, and a bool is 0 or 1`);
  return bytes;
}

/** IEEE 754 half precision: 1 bit of sign, 5 of exponent, 10 of fraction. */
function halfValue(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 31;
  const fraction = bits & 1023;
  if (exponent === 31) return fraction === 0 ? sign * Infinity : Number.NaN;
  return sign * (exponent === 0 ? fraction * 2 ** -24 : (1024 + fraction) * 2 ** (exponent - 25));
}

/** The upper halves of float32 numbers. */
function brainFloats(halves: Uint16Array): Float32Array {
  return new Float32Array(Uint32Array.from(halves, (half) => half << 16).buffer);
}

/** Integers of 64 bits that fit the kind of array given. */
function narrowed(wide: BigInt64Array | BigUint64Array, probe: Int32Array | Uint32Array): Int32Array | Uint32Array {
  const Elements = probe.constructor as new (length: number) => Int32Array | Uint32Array;
  const narrow = new Elements(wide.length);
  for (let i = 0; i < wide.length; i++) {
    narrow[i] = Number(wide[i]);
    if (BigInt(narrow[i] as number) !== wide[i]) {
      throw new DataError(`element ${i} is ${wide[i]}, too large for 32 bits`);
    }
  }
  return narrow;
}
