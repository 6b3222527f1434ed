/** A named array that contestants start from. */
export interface StartArray {
  readonly name: string;
  readonly shape: readonly number[];
  readonly data: Float32Array | Int32Array;
}

/** Arrays begin at multiples of this many bytes, so that they can be read where they lie. */
const alignment = 64;

const aligned = (bytes: number): number => Math.ceil(bytes / alignment) * alignment;

/**
 * Arrays as one file: a line of JSON that is filled up with spaces, then the numbers, little-endian, one array after the
 * other. Readable in a few lines in any language.
 */
export function packArrays(arrays: readonly StartArray[]): Uint8Array {
  let offset = 0;
  const header = arrays.map(({ name, shape, data }) => {
    const entry = { name, shape, type: data instanceof Int32Array ? 'int32' : 'float32', offset };
    offset += aligned(data.byteLength);
    return entry;
  });
  const text = new TextEncoder().encode(JSON.stringify(header));
  const start = aligned(text.length + 1);
  const file = new Uint8Array(start + offset).fill(0x20, 0, start);
  file.set(text);
  file[start - 1] = 0x0a;
  arrays.forEach(({ data }, i) => {
    file.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), start + (header[i]?.offset ?? 0));
  });
  return file;
}

/** The inverse of {@link packArrays}: arrays by name. */
export function unpackArrays(file: ArrayBuffer): Map<string, StartArray> {
  const bytes = new Uint8Array(file);
  const start = bytes.indexOf(0x0a) + 1;
  const header = JSON.parse(new TextDecoder().decode(bytes.subarray(0, start))) as {
    readonly name: string;
    readonly shape: readonly number[];
    readonly type: string;
    readonly offset: number;
  }[];
  return new Map(
    header.map(({ name, shape, type, offset }) => {
      const length = shape.reduce((a, b) => a * b, 1);
      const data = new (type === 'int32' ? Int32Array : Float32Array)(file, start + offset, length);
      return [name, { name, shape, data }];
    }),
  );
}
