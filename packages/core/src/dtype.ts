/** Element types. `bool` is stored as one byte, 0 or 1. */
export type DType = 'float32' | 'float64' | 'int32' | 'uint32' | 'uint8' | 'bool';

/** The typed arrays that hold elements, one per element type. */
export interface ArrayOf {
  float32: Float32Array;
  float64: Float64Array;
  int32: Int32Array;
  uint32: Uint32Array;
  uint8: Uint8Array;
  bool: Uint8Array;
}

export type TypedArray = ArrayOf[DType];

interface DTypeRow {
  readonly Elements: ArrayClass;
  readonly bytes: 1 | 4 | 8;
  readonly float: boolean;
  readonly integer: boolean;
  /** Allocates zeros. */
  readonly allocate: (length: number) => TypedArray;
  /** A view of memory. */
  readonly view: (buffer: ArrayBufferLike, byteOffset: number, length: number) => TypedArray;
  /** Brings any number to the nearest meaning in this type: rounding, wrapping, truth. */
  readonly wrap: (value: number) => number;
  readonly lowest: number;
  readonly highest: number;
}

interface ArrayClass {
  new (length: number): TypedArray;
  new (buffer: ArrayBufferLike, byteOffset: number, length: number): TypedArray;
  readonly BYTES_PER_ELEMENT: number;
}

const row = (
  Elements: ArrayClass,
  kind: 'float' | 'integer' | 'truth',
  wrap: DTypeRow['wrap'],
  lowest: number,
  highest: number,
): DTypeRow => ({
  Elements,
  bytes: Elements.BYTES_PER_ELEMENT as DTypeRow['bytes'],
  float: kind === 'float',
  integer: kind === 'integer',
  allocate: (n) => new Elements(n),
  view: (b, o, n) => new Elements(b, o, n),
  wrap,
  lowest,
  highest,
});

/** One row per element type. */
export const dtypes: Readonly<Record<DType, DTypeRow>> = {
  float32: row(Float32Array, 'float', Math.fround, -Infinity, Infinity),
  float64: row(Float64Array, 'float', (x) => x, -Infinity, Infinity),
  int32: row(Int32Array, 'integer', (x) => x | 0, -2147483648, 2147483647),
  uint32: row(Uint32Array, 'integer', (x) => x >>> 0, 0, 4294967295),
  uint8: row(Uint8Array, 'integer', (x) => x & 255, 0, 255),
  bool: row(Uint8Array, 'truth', (x) => (x === 0 ? 0 : 1), 0, 1),
};

export function isDType(value: unknown): value is DType {
  return typeof value === 'string' && Object.hasOwn(dtypes, value);
}

export function isFloat(dtype: DType): dtype is 'float32' | 'float64' {
  return dtypes[dtype].float;
}

/** Conversion between element types: floats truncate and saturate into integers (NaN becomes 0), integers wrap. */
export function convert(value: number, from: DType, to: DType): number {
  if (to === 'bool') return value === 0 ? 0 : 1;
  const { integer, lowest, highest, wrap } = dtypes[to];
  if (integer && dtypes[from].float) {
    if (Number.isNaN(value)) return 0;
    return Math.min(highest, Math.max(lowest, Math.trunc(value)));
  }
  return wrap(value);
}

/** The element type of a typed array, where it has one here. */
export function dtypeOfArray(array: ArrayBufferView): DType | undefined {
  if (array instanceof Uint8ClampedArray) return 'uint8';
  return (Object.keys(dtypes) as DType[]).find((dtype) => array instanceof dtypes[dtype].Elements);
}
