import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { convert, type DType, dtypeOfArray, dtypes, isDType, isFloat } from '../src/dtype.ts';

const names = Object.keys(dtypes) as DType[];

describe('dtypes', () => {
  it('allocate zeros of the right width, and view memory', () => {
    for (const name of names) {
      const { bytes, allocate, view } = dtypes[name];
      const array = allocate(3);
      expect([...array]).toEqual([0, 0, 0]);
      expect(array.BYTES_PER_ELEMENT).toBe(bytes);
      const seen = view(array.buffer, bytes, 2);
      seen[0] = 1;
      expect(array[1]).toBe(1);
      expect(seen.length).toBe(2);
    }
  });

  it('hold their own limits', () => {
    for (const name of names) {
      const { allocate, lowest, highest } = dtypes[name];
      const array = allocate(2);
      array.set([lowest, highest]);
      expect([...array]).toEqual([lowest, highest]);
    }
  });

  it('wrap as their typed arrays store', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('float32', 'int32', 'uint32', 'uint8') as fc.Arbitrary<DType>,
        fc.double(),
        (name, x) => {
          const array = dtypes[name].allocate(1);
          array[0] = x;
          expect(dtypes[name].wrap(x)).toBe(array[0]);
        },
      ),
    );
  });

  it('wrap to truth values', () => {
    expect([0, -0, 2, -1, Number.NaN].map(dtypes.bool.wrap)).toEqual([0, 0, 1, 1, 1]);
  });
});

describe('isDType, isFloat', () => {
  it('know the six names', () => {
    expect(names.every(isDType)).toBe(true);
    for (const other of ['float16', 'toString', '', 1, null, undefined]) expect(isDType(other)).toBe(false);
    expect(names.filter(isFloat)).toEqual(['float32', 'float64']);
  });
});

describe('convert', () => {
  it('truncates and saturates floats into integers', () => {
    expect(convert(2.9, 'float32', 'int32')).toBe(2);
    expect(convert(-2.9, 'float64', 'int32')).toBe(-2);
    expect(convert(1e10, 'float64', 'int32')).toBe(2147483647);
    expect(convert(-1, 'float32', 'uint8')).toBe(0);
    expect(convert(Infinity, 'float32', 'uint32')).toBe(4294967295);
    expect(convert(Number.NaN, 'float32', 'int32')).toBe(0);
  });

  it('wraps integers into integers', () => {
    expect(convert(-1, 'int32', 'uint32')).toBe(4294967295);
    expect(convert(257, 'int32', 'uint8')).toBe(1);
    expect(convert(1, 'bool', 'uint8')).toBe(1);
  });

  it('asks whether a number is zero for bool', () => {
    expect([0, 0.1, Number.NaN].map((x) => convert(x, 'float64', 'bool'))).toEqual([0, 1, 1]);
  });
});

describe('dtypeOfArray', () => {
  it('tells typed arrays apart', () => {
    expect(dtypeOfArray(new Float32Array(1))).toBe('float32');
    expect(dtypeOfArray(new Float64Array(1))).toBe('float64');
    expect(dtypeOfArray(new Int32Array(1))).toBe('int32');
    expect(dtypeOfArray(new Uint32Array(1))).toBe('uint32');
    expect(dtypeOfArray(new Uint8Array(1))).toBe('uint8');
    expect(dtypeOfArray(new Uint8ClampedArray(1))).toBe('uint8');
  });

  it('does not know the others', () => {
    for (const other of [new Int8Array(1), new Int16Array(1), new BigInt64Array(1), new DataView(new ArrayBuffer(1))]) {
      expect(dtypeOfArray(other)).toBeUndefined();
    }
  });
});
