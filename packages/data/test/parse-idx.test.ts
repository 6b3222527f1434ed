import { ArgumentError, DataError } from '@gradkit/core';
import { parseIdx } from '@gradkit/data';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

/** The bytes of an IDX file, written after the description of the format. */
function idxBytes(code: number, shape: readonly number[], elements: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(4 + 4 * shape.length + elements.length);
  bytes.set([0, 0, code, shape.length]);
  const view = new DataView(bytes.buffer);
  shape.forEach((extent, axis) => {
    view.setUint32(4 + 4 * axis, extent);
  });
  bytes.set(elements, 4 + 4 * shape.length);
  return bytes;
}

const product = (shape: readonly number[]): number => shape.reduce((size, extent) => size * extent, 1);

function written(bytes: number, values: readonly number[], set: (view: DataView, at: number, value: number) => void) {
  const view = new DataView(new ArrayBuffer(bytes * values.length));
  values.forEach((value, i) => {
    set(view, bytes * i, value);
  });
  return new Uint8Array(view.buffer);
}

describe('parseIdx', () => {
  it.each([
    [0x08, 'uint8', [0, 127, 255], written(1, [0, 127, 255], (v, at, x) => v.setUint8(at, x))],
    [0x09, 'int32', [-128, -1, 127], written(1, [-128, -1, 127], (v, at, x) => v.setInt8(at, x))],
    [0x0b, 'int32', [-32768, 258, 1], written(2, [-32768, 258, 1], (v, at, x) => v.setInt16(at, x))],
    [0x0c, 'int32', [-(2 ** 31), 16909060, 1], written(4, [-(2 ** 31), 16909060, 1], (v, at, x) => v.setInt32(at, x))],
    [0x0d, 'float32', [-1.5, 1, 2 ** -149], written(4, [-1.5, 1, 2 ** -149], (v, at, x) => v.setFloat32(at, x))],
    [0x0e, 'float64', [0.1, 1e300, 5e-324], written(8, [0.1, 1e300, 5e-324], (v, at, x) => v.setFloat64(at, x))],
  ] as const)('reads type 0x%s as %s', (code, dtype, values, elements) => {
    const read = parseIdx(idxBytes(code, [3], elements));
    expect(read.dtype).toBe(dtype);
    expect([...read.dataSync()]).toEqual(values);
  });

  it('reads any number of axes, from bytes anywhere in a buffer', () => {
    const shapes = fc.array(fc.constantFrom(0, 1, 2, 3, 5), { maxLength: 5 });
    fc.assert(
      fc.property(shapes, fc.nat(5), (shape, offset) => {
        const elements = Uint8Array.from({ length: product(shape) }, (_, i) => i % 251);
        const bytes = idxBytes(8, shape, elements);
        const moved = new Uint8Array(offset + bytes.length + 3);
        moved.set(bytes, offset);
        const read = parseIdx(moved.subarray(offset, offset + bytes.length));
        expect(read.shape).toEqual(shape);
        expect([...read.dataSync()]).toEqual([...elements]);
      }),
    );
  });

  it.each([
    ['nothing', [], /0 bytes are too few/],
    ['half a header', [0, 0, 8], /3 bytes are too few/],
    ['another magic number', [0, 1, 8, 1, 0, 0, 0, 0], /not an IDX file: it starts with 0x00010801/],
    ['an unknown type', [0, 0, 10, 1, 0, 0, 0, 0], /not an IDX file: it starts with 0x00000a01/],
    ['gzip', [0x1f, 0x8b, 8, 0], /compressed with gzip/],
    ['a header that is cut off', [0, 0, 8, 2, 0, 0, 0, 1], /8 bytes are cut off in a header of 12/],
    ['elements that are cut off', [0, 0, 8, 1, 0, 0, 0, 2, 1], /is cut off: \[2\] takes 10 bytes, there are 9/],
    ['bytes after the end', [0, 0, 8, 1, 0, 0, 0, 1, 1, 2], /goes on after the last element/],
    ['four billion elements', [0, 0, 8, 1, 255, 255, 255, 255], /\[4294967295\] has more than 2147483648 elements/],
    [
      'more elements than numbers can count',
      [0, 0, 14, 3, ...new Array<number>(12).fill(255), 1],
      /has more than 2147483648 elements/,
    ],
  ])('refuses %s', (_, bytes, message) => {
    expect(() => parseIdx(Uint8Array.from(bytes))).toThrow(DataError);
    expect(() => parseIdx(Uint8Array.from(bytes))).toThrow(message);
  });

  it('refuses more elements than allowed, and what is not bytes', () => {
    const bytes = idxBytes(8, [2, 3], new Uint8Array(6));
    expect(parseIdx(bytes, { maxElements: 6 }).shape).toEqual([2, 3]);
    expect(() => parseIdx(bytes, { maxElements: 5 })).toThrow(/\[2, 3\] has more than 5 elements/);
    expect(() => parseIdx([0, 0, 8, 0] as never)).toThrow(ArgumentError);
    expect(() => parseIdx(new Float32Array(4) as never)).toThrow(/as Uint8Array/);
    expect(() => parseIdx(bytes, { maxElement: 5 } as object)).toThrow(/Did you mean "maxElements"/);
  });

  it('takes damaged bytes only if they are a file of the same size', () => {
    const original = idxBytes(
      11,
      [2, 3, 5],
      Uint8Array.from({ length: 60 }, (_, i) => i),
    );
    const damage = fc.record({ at: fc.nat(original.length - 1), put: fc.nat(255), cut: fc.nat(original.length) });
    fc.assert(
      fc.property(damage, fc.boolean(), ({ at, put, cut }, whole) => {
        const bytes = whole ? original.slice() : original.slice(0, cut);
        if (at < bytes.length) bytes[at] = put;
        try {
          const read = parseIdx(bytes);
          const width = { int32: [1, 2, 4], float32: [4], float64: [8], uint8: [1] }[read.dtype as 'int32'];
          expect(width.map((w) => w * read.size)).toContain(bytes.length - 4 - 4 * read.rank);
        } catch (error) {
          expect(error).toBeInstanceOf(DataError);
        }
      }),
      { numRuns: 2000 },
    );
  });
});
