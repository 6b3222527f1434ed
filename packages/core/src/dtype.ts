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

/** One row per element type. */
export const dtypes: Readonly<Record<DType, DTypeRow>> = {
  float32: {
    bytes: 4,
    float: true,
    integer: false,
    allocate: (n) => new Float32Array(n),
    view: (b, o, n) => new Float32Array(b, o, n),
    wrap: Math.fround,
    lowest: -Infinity,
    highest: Infinity,
  },
  float64: {
    bytes: 8,
    float: true,
    integer: false,
    allocate: (n) => new Float64Array(n),
    view: (b, o, n) => new Float64Array(b, o, n),
    wrap: (x) => x,
    lowest: -Infinity,
    highest: Infinity,
  },
  int32: {
    bytes: 4,
    float: false,
    integer: true,
    allocate: (n) => new Int32Array(n),
    view: (b, o, n) => new Int32Array(b, o, n),
    wrap: (x) => x | 0,
    lowest: -2147483648,
    highest: 2147483647,
  },
  uint32: {
    bytes: 4,
    float: false,
    integer: true,
    allocate: (n) => new Uint32Array(n),
    view: (b, o, n) => new Uint32Array(b, o, n),
    wrap: (x) => x >>> 0,
    lowest: 0,
    highest: 4294967295,
  },
  uint8: {
    bytes: 1,
    float: false,
    integer: true,
    allocate: (n) => new Uint8Array(n),
    view: (b, o, n) => new Uint8Array(b, o, n),
    wrap: (x) => x & 255,
    lowest: 0,
    highest: 255,
  },
  bool: {
    bytes: 1,
    float: false,
    integer: false,
    allocate: (n) => new Uint8Array(n),
    view: (b, o, n) => new Uint8Array(b, o, n),
    wrap: (x) => (x === 0 ? 0 : 1),
    lowest: 0,
    highest: 1,
  },
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
  const row = dtypes[to];
  if (row.integer && dtypes[from].float) {
    if (Number.isNaN(value)) return 0;
    return Math.min(row.highest, Math.max(row.lowest, Math.trunc(value)));
  }
  return row.wrap(value);
}

/** The element type of a typed array, where it has one here. */
export function dtypeOfArray(array: ArrayBufferView): DType | undefined {
  if (array instanceof Float32Array) return 'float32';
  if (array instanceof Float64Array) return 'float64';
  if (array instanceof Int32Array) return 'int32';
  if (array instanceof Uint32Array) return 'uint32';
  if (array instanceof Uint8Array || array instanceof Uint8ClampedArray) return 'uint8';
  return undefined;
}
