import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseSafetensors, type StoredArray, toSafetensors } from '../src/index.ts';

interface Row {
  readonly name: string;
  readonly dtype: string;
  readonly shape: readonly number[];
  readonly values: readonly string[];
}

const golden = JSON.parse(readFileSync(new URL('golden/safetensors.json', import.meta.url), 'utf8')) as {
  readonly files: readonly {
    readonly name: string;
    readonly metadata: Record<string, string>;
    readonly arrays: readonly Row[];
    readonly file: string;
  }[];
  readonly converted: readonly { readonly arrays: readonly Row[]; readonly file: string }[];
};

const bytesOf = (base64: string): Uint8Array => new Uint8Array(Buffer.from(base64, 'base64'));

const numbersOf = ({ values }: Row): number[] =>
  values.map((value) => (value === 'nan' ? Number.NaN : Number(value.replace('inf', 'Infinity'))));

const kinds = {
  float64: Float64Array,
  float32: Float32Array,
  int32: Int32Array,
  uint32: Uint32Array,
  uint8: Uint8Array,
  bool: Uint8Array,
} as const;

const stored = (row: Row): StoredArray => {
  const dtype = row.dtype as StoredArray['dtype'];
  return { dtype, shape: row.shape, data: kinds[dtype].from(numbersOf(row)) };
};

/** A file with any header, followed by any bytes. */
function fileOf(header: unknown, data: Uint8Array = new Uint8Array(0), stated?: bigint): Uint8Array {
  const text = new TextEncoder().encode(typeof header === 'string' ? header : JSON.stringify(header));
  const bytes = new Uint8Array(8 + text.length + data.length);
  new DataView(bytes.buffer).setBigUint64(0, stated ?? BigInt(text.length), true);
  bytes.set(text, 8);
  bytes.set(data, 8 + text.length);
  return bytes;
}

describe('safetensors', () => {
  it.each(golden.files)('are read as their own library writes them: $name', ({ arrays, metadata, file }) => {
    const parsed = parseSafetensors(bytesOf(file));
    expect(parsed.metadata).toEqual(metadata);
    expect(parsed.arrays).toEqual(Object.fromEntries(arrays.map((row) => [row.name, stored(row)])));
  });

  it.each(golden.files)('are written byte by byte as their own library does: $name', ({ arrays, metadata, file }) => {
    const bytes = toSafetensors(Object.fromEntries(arrays.map((row) => [row.name, stored(row)])), metadata);
    expect(Buffer.from(bytes).toString('base64')).toBe(file);
  });

  it('of other element types become the nearest that holds their values', () => {
    const [{ arrays, file }] = golden.converted as [(typeof golden.converted)[0]];
    const parsed = parseSafetensors(bytesOf(file)).arrays;
    const expected = { float16: 'float32', uint64: 'uint32' } as Record<string, string>;
    for (const row of arrays) {
      expect(parsed[row.name]?.dtype).toBe(expected[row.dtype] ?? 'int32');
      expect([...(parsed[row.name]?.data ?? [])]).toEqual(numbersOf(row));
    }
    const brain = fileOf(
      { b: { dtype: 'BF16', shape: [2], data_offsets: [0, 4] } },
      Uint8Array.of(0x80, 0x3f, 0x20, 0xc0),
    );
    expect(parseSafetensors(brain).arrays['b']?.data).toEqual(Float32Array.of(1, -2.5));
  });

  it('hold what was put into them, whatever the names, shapes, texts and bits', () => {
    const array = fc
      .record({
        dtype: fc.constantFrom(...(Object.keys(kinds) as StoredArray['dtype'][])),
        shape: fc.array(fc.integer({ min: 0, max: 4 }), { maxLength: 3 }),
        seed: fc.integer({ min: 1, max: 255 }),
      })
      .map(({ dtype, shape, seed }): StoredArray => {
        const Elements = kinds[dtype];
        const size = shape.reduce((product, extent) => product * extent, 1);
        const bits = Uint8Array.from({ length: size * Elements.BYTES_PER_ELEMENT }, (_, i) => (seed * (i + 1)) & 255);
        return { dtype, shape, data: new Elements(dtype === 'bool' ? bits.map((bit) => bit & 1).buffer : bits.buffer) };
      });
    const name = fc.string({ unit: 'binary' }).filter((text) => text !== '__metadata__');
    fc.assert(
      fc.property(fc.dictionary(name, array), fc.dictionary(name, name), (arrays, metadata) => {
        const bytes = toSafetensors(arrays, metadata);
        // A view into a larger buffer, at an odd place.
        const shifted = new Uint8Array(bytes.length + 5).subarray(3, 3 + bytes.length);
        shifted.set(bytes);
        const parsed = parseSafetensors(shifted);
        expect({ ...parsed.metadata }).toEqual({ ...metadata });
        expect(Object.keys(parsed.arrays).sort()).toEqual(Object.keys(arrays).sort());
        for (const [key, { dtype, shape, data }] of Object.entries(arrays)) {
          const read = parsed.arrays[key] as StoredArray;
          expect([read.dtype, read.shape]).toEqual([dtype, shape]);
          expect(Buffer.from(read.data.buffer)).toEqual(Buffer.from(data.buffer));
        }
      }),
    );
  });
});

describe('toSafetensors rejects', () => {
  const one = { dtype: 'float32', shape: [1], data: Float32Array.of(1) };
  it.each<[string, unknown, unknown, string]>([
    ['a reserved name', { __metadata__: one }, {}, 'the format keeps this name for itself'],
    ['numbers without a shape', { a: [1, 2] }, {}, 'toSafetensors: "a": expected { dtype, shape, data }'],
    ['an unknown type', { a: { ...one, dtype: 'float16' } }, {}, '"float16" is not an element type'],
    ['elements in another array', { a: { ...one, dtype: 'int32' } }, {}, 'elements of int32 are not in a Float32Array'],
    ['too few elements', { a: { ...one, shape: [2] } }, {}, '1 elements do not fill shape [2]'],
    ['an extent that is none', { a: { ...one, shape: [-1] } }, {}, 'toSafetensors: "a"'],
    ['metadata that is no text', {}, { a: 1 }, 'metadata "a" must be a text, got 1'],
  ])('%s', (_, arrays, metadata, message) => {
    expect(() => toSafetensors(arrays as never, metadata as never)).toThrow(message);
  });
});

describe('parseSafetensors rejects', () => {
  const row = (change: object = {}) => ({ dtype: 'F32', shape: [2], data_offsets: [0, 8], ...change });
  const eight = new Uint8Array(8);
  const sixteen = new Uint8Array(16);

  it.each<[string, unknown, string]>([
    ['what is no bytes', 'text', 'expected bytes, got "text"'],
    ['too few bytes', Uint8Array.of(1, 2), '2 bytes are too few'],
    ['a header that is too long', fileOf('{}', eight, 2n ** 63n), 'more than maxHeaderBytes, 100000000'],
    ['a header that is cut off', fileOf('{}', undefined, 9n), 'the header should have 9 bytes, but only 2 follow'],
    ['no JSON', fileOf('{"a":'), 'the header is not JSON in UTF-8'],
    ['no UTF-8', fileOf('x', undefined).fill(0xff, 8), 'the header is not JSON in UTF-8'],
    ['a header that is no object', fileOf('[]'), 'the header must be an object, got an array of length 0'],
    ['metadata that is no text', fileOf({ __metadata__: { a: 1 } }), '__metadata__ must be an object of texts'],
    ['metadata that is none', fileOf({ __metadata__: 'a' }), '__metadata__ must be an object of texts, got "a"'],
    ['an array that is none', fileOf({ a: 3 }), '"a" must be { dtype, shape, data_offsets }, got 3'],
    ['an unknown type', fileOf({ a: row({ dtype: 'F8_E4M3' }) }, eight), '"a" has the type "F8_E4M3". Known are BOOL'],
    ['a type that objects inherit', fileOf({ a: row({ dtype: 'toString' }) }, eight), 'has the type "toString"'],
    ['a shape that is none', fileOf({ a: row({ shape: [-2] }) }, eight), '"a" has no valid shape'],
    ['places that are none', fileOf({ a: row({ data_offsets: [0] }) }, eight), '"a" has no valid data_offsets'],
    ['a fraction of a place', fileOf({ a: row({ data_offsets: [0, 7.5] }) }, eight), 'no valid data_offsets'],
    ['a place beyond the end', fileOf({ a: row() }, eight.subarray(1)), 'at bytes 0 to 8 of the data, which has 7'],
    ['a place that ends before it begins', fileOf({ a: row({ data_offsets: [8, 0] }) }, eight), 'at bytes 8 to 0'],
    ['a shape of another size', fileOf({ a: row({ shape: [3] }) }, eight), 'shape [3] needs 12 bytes, but has 8'],
    ['a shape beyond all sizes', fileOf({ a: row({ shape: [2 ** 52, 2 ** 52] }) }, eight), 'bytes, but has 8'],
    [
      'arrays that overlap',
      fileOf({ a: row(), b: row({ data_offsets: [4, 12] }) }, sixteen),
      '"b" overlaps "a" at byte 4',
    ],
    [
      'a gap',
      fileOf({ a: row({ data_offsets: [8, 16] }) }, sixteen),
      'bytes 0 to 8 of the data, before "a", are no array',
    ],
    ['bytes at the end', fileOf({ a: row() }, sixteen), '8 bytes follow after the last array'],
    [
      'a bool of 2',
      fileOf({ a: { dtype: 'BOOL', shape: [1], data_offsets: [0, 1] } }, Uint8Array.of(2)),
      'a bool is 0 or 1',
    ],
    [
      'an integer beyond 32 bits',
      fileOf({ a: { dtype: 'I64', shape: [1], data_offsets: [0, 8] } }, Uint8Array.of(0, 0, 0, 0, 1, 0, 0, 0)),
      '"a": element 0 is 4294967296, too large for 32 bits',
    ],
  ])('%s', (_, bytes, message) => {
    expect(() => parseSafetensors(bytes as Uint8Array)).toThrow(message);
  });

  it('headers beyond the limit that one sets', () => {
    expect(() => parseSafetensors(fileOf({ a: row() }, eight), { maxHeaderBytes: 10 })).toThrow('maxHeaderBytes, 10');
    expect(() => parseSafetensors(eight, { maxBytes: 10 } as never)).toThrow('unknown option "maxBytes"');
  });

  it('every file that is cut off', () => {
    const [{ file }] = golden.files as [(typeof golden.files)[0]];
    const bytes = bytesOf(file);
    for (let length = 0; length < bytes.length; length++) {
      expect(() => parseSafetensors(bytes.subarray(0, length))).toThrow('parseSafetensors: ');
    }
  });
});
