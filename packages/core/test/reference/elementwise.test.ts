import { describe, expect, it } from 'vitest';
import type { DType } from '../../src/dtype.ts';
import type { Node } from '../../src/graph.ts';
import type { Op } from '../../src/ops/operation.ts';
import { codedNode as node } from '../codes.ts';
import { array, binary, counting, inf, nan, run, unary } from './expressions.ts';

describe('elementwise on one array', () => {
  it.each<[Op, DType, number[], number[]]>([
    ['neg', 'float32', [0, 1.5, -inf], [-0, -1.5, inf]],
    ['neg', 'int32', [1, -2147483648], [-1, -2147483648]],
    ['neg', 'uint32', [0, 1], [0, 4294967295]],
    ['neg', 'uint8', [0, 1, 128], [0, 255, 128]],
    ['abs', 'float64', [-0, -2, nan], [0, 2, nan]],
    ['abs', 'int32', [-3, -2147483648], [3, -2147483648]],
    ['sign', 'float32', [-5, -0, 0, 0.1, nan], [-1, -0, 0, 1, nan]],
    ['sign', 'int32', [-5, 0, 7], [-1, 0, 1]],
    ['floor', 'float32', [-1.5, -0, 2.75, inf], [-2, -0, 2, inf]],
    ['sqrt', 'float32', [0, 4, -1, inf], [0, 2, nan, inf]],
    ['exp', 'float64', [0, -inf, inf, nan], [1, 0, inf, nan]],
    ['expm1', 'float64', [0, -inf, 1e-20], [0, -1, 1e-20]],
    ['log', 'float64', [1, 0, -1, inf], [0, -inf, nan, inf]],
    ['log1p', 'float64', [0, -1, 1e-20], [0, -inf, 1e-20]],
    ['sin', 'float64', [0, inf], [0, nan]],
    ['cos', 'float64', [0, inf], [1, nan]],
    ['tanh', 'float64', [0, inf, -inf, nan], [0, 1, -1, nan]],
    ['sigmoid', 'float64', [0, inf, -inf, nan], [0.5, 1, 0, nan]],
    ['erf', 'float64', [0, inf, -7, nan], [0, 1, -1, nan]],
  ])('%s of %s', (op, dtype, x, expected) => {
    expect(run(node(op as 'neg', [array(x, [x.length], dtype)], {}))).toEqual(expected);
  });

  it('is as precise as float64 where a closed form is known', () => {
    const close = (op: Op, x: number, expected: number): void => {
      const [got] = run(node(op as 'neg', [array([x], [1], 'float64')], {})) as [number];
      expect(Math.abs(got - expected)).toBeLessThanOrEqual(4 * Number.EPSILON * Math.abs(expected));
    };
    close('exp', 1, Math.E);
    close('expm1', Math.LN2, 1);
    close('log', 10, Math.LN10);
    close('log1p', 1, Math.LN2);
    close('sin', Math.PI / 6, 0.5);
    close('cos', Math.PI / 3, 0.5);
    close('tanh', Math.log(2), 3 / 5);
    close('sigmoid', Math.log(3), 3 / 4);
    // Abramowitz & Stegun, table 7.1; and erfc(3) = 2.209049699858544e-5, DLMF 7.22.
    close('erf', 0.5, 0.5204998778130465);
    close('erf', -1, -0.8427007929497149);
    close('erf', 3, 0.9999779095030014);
  });

  it('keeps shape and emptiness', () => {
    expect(unary('neg', 'float32', [])).toEqual([]);
    expect(unary('sqrt', 'float64', [9])).toEqual([3]);
    expect(run(node('neg', [counting([2, 0, 3])], {}))).toEqual([]);
  });
});

describe('elementwise on two arrays', () => {
  it.each<[Op, DType, [number, number, number][]]>([
    [
      'add',
      'float32',
      [
        [1, 2, 3],
        [inf, -inf, nan],
        [0.1, 0.2, Math.fround(0.1) + Math.fround(0.2)],
      ],
    ],
    ['add', 'int32', [[2147483647, 1, -2147483648]]],
    ['add', 'uint32', [[4294967295, 2, 1]]],
    ['add', 'uint8', [[250, 10, 4]]],
    ['sub', 'float64', [[1, 3, -2]]],
    ['sub', 'uint32', [[0, 1, 4294967295]]],
    ['sub', 'uint8', [[3, 5, 254]]],
    [
      'mul',
      'float32',
      [
        [-2, 3, -6],
        [0, inf, nan],
      ],
    ],
    // 123456789 · 987654321 mod 2^32, and the same as a signed number.
    [
      'mul',
      'uint32',
      [
        [123456789, 987654321, 4227814277],
        [65536, 65536, 0],
      ],
    ],
    ['mul', 'int32', [[123456789, 987654321, -67153019]]],
    ['mul', 'uint8', [[16, 17, 16]]],
    [
      'div',
      'float32',
      [
        [1, 0, inf],
        [0, 0, nan],
        [1, 4, 0.25],
      ],
    ],
    [
      'div',
      'int32',
      [
        [-7, 2, -3],
        [7, -2, -3],
        [5, 0, 0],
        [-2147483648, -1, -2147483648],
      ],
    ],
    [
      'div',
      'uint32',
      [
        [4294967295, 2, 2147483647],
        [9, 0, 0],
      ],
    ],
    [
      'div',
      'uint8',
      [
        [255, 16, 15],
        [1, 0, 0],
      ],
    ],
    [
      'pow',
      'float64',
      [
        [2, 10, 1024],
        [4, 0.5, 2],
        [0, 0, 1],
        [1, nan, 1],
        [nan, 0, 1],
        [-1, inf, 1],
        [-8, 1 / 3, nan],
        [-2, 3, -8],
      ],
    ],
    [
      'max',
      'float32',
      [
        [1, 2, 2],
        [nan, 1, nan],
        [1, nan, nan],
        [-inf, -5, -5],
      ],
    ],
    ['max', 'uint32', [[4294967295, 1, 4294967295]]],
    [
      'max',
      'bool',
      [
        [0, 1, 1],
        [0, 0, 0],
      ],
    ],
    [
      'min',
      'float32',
      [
        [1, 2, 1],
        [nan, 1, nan],
        [1, nan, nan],
      ],
    ],
    ['min', 'int32', [[-1, 1, -1]]],
    [
      'min',
      'bool',
      [
        [0, 1, 0],
        [1, 1, 1],
      ],
    ],
    [
      'rem',
      'float64',
      [
        [7, 3, 1],
        [-7, 3, -1],
        [7, -3, 1],
        [5.5, 2, 1.5],
        [1, 0, nan],
        [3, inf, 3],
      ],
    ],
    [
      'rem',
      'int32',
      [
        [-7, 3, -1],
        [7, -3, 1],
        [7, 0, 0],
        [-2147483648, -1, 0],
        [-4, 2, 0],
      ],
    ],
    ['rem', 'uint32', [[4294967295, 10, 5]]],
    ['rem', 'uint8', [[200, 7, 4]]],
    ['and', 'int32', [[-1, 12, 12]]],
    ['and', 'uint32', [[4294967295, 4026531840, 4026531840]]],
    ['or', 'uint32', [[2147483648, 1, 2147483649]]],
    [
      'or',
      'bool',
      [
        [0, 0, 0],
        [0, 1, 1],
        [1, 1, 1],
      ],
    ],
    ['xor', 'uint8', [[255, 15, 240]]],
    [
      'xor',
      'bool',
      [
        [1, 1, 0],
        [1, 0, 1],
      ],
    ],
    [
      'shl',
      'int32',
      [
        [1, 31, -2147483648],
        [3, 33, 6],
      ],
    ],
    [
      'shl',
      'uint32',
      [
        [1, 31, 2147483648],
        [3, 32, 3],
      ],
    ],
    [
      'shl',
      'uint8',
      [
        [255, 4, 240],
        [1, 9, 2],
      ],
    ],
    [
      'shr',
      'int32',
      [
        [-8, 1, -4],
        [-1, 31, -1],
      ],
    ],
    [
      'shr',
      'uint32',
      [
        [4294967288, 1, 2147483644],
        [5, 32, 5],
      ],
    ],
    [
      'shr',
      'uint8',
      [
        [128, 7, 1],
        [128, 8, 128],
      ],
    ],
    [
      'eq',
      'float32',
      [
        [1, 1, 1],
        [nan, nan, 0],
        [0, -0, 1],
      ],
    ],
    [
      'eq',
      'bool',
      [
        [1, 1, 1],
        [1, 0, 0],
      ],
    ],
    [
      'lt',
      'float32',
      [
        [1, 2, 1],
        [2, 2, 0],
        [nan, 1, 0],
        [1, nan, 0],
      ],
    ],
    ['lt', 'uint32', [[1, 4294967295, 1]]],
    ['lt', 'int32', [[1, -1, 0]]],
    [
      'le',
      'float64',
      [
        [2, 2, 1],
        [3, 2, 0],
        [nan, nan, 0],
      ],
    ],
    [
      'le',
      'bool',
      [
        [0, 1, 1],
        [1, 0, 0],
      ],
    ],
  ])('%s of %s', (op, dtype, rows) => {
    const column = (i: 0 | 1): Node =>
      array(
        rows.map((row) => row[i]),
        [rows.length],
        dtype,
      );
    expect(run(node(op as 'add', [column(0), column(1)], {}))).toEqual(rows.map((row) => row[2]));
  });

  it('keeps emptiness', () => {
    expect(binary('add', 'float32', [], [])).toEqual([]);
    expect(binary('eq', 'uint8', [], [])).toEqual([]);
  });
});

describe('choice, conversion and random bits', () => {
  it('select takes from the first where the condition holds, else from the second', () => {
    const pick = (dtype: DType, a: number[], b: number[]): number[] =>
      run(node('select', [array([1, 0, 1], [3], 'bool'), array(a, [3], dtype), array(b, [3], dtype)], {}));
    expect(pick('float32', [1, 2, nan], [10, nan, 30])).toEqual([1, nan, nan]);
    expect(pick('uint32', [4294967295, 0, 7], [0, 4294967294, 0])).toEqual([4294967295, 4294967294, 7]);
    expect(pick('bool', [1, 1, 0], [0, 0, 1])).toEqual([1, 0, 0]);
  });

  it.each<[DType, DType, number[], number[]]>([
    ['float32', 'int32', [1.9, -1.9, nan, inf, -3e9], [1, -1, 0, 2147483647, -2147483648]],
    ['float32', 'uint32', [1.9, -1.9, 5e9], [1, 0, 4294967295]],
    ['float64', 'uint8', [255.9, -1, 300, nan], [255, 0, 255, 0]],
    ['float32', 'bool', [0, -0, 0.5, nan], [0, 0, 1, 1]],
    ['int32', 'uint8', [257, -1], [1, 255]],
    ['int32', 'uint32', [-1], [4294967295]],
    ['uint32', 'int32', [4294967295], [-1]],
    ['int32', 'float64', [-2147483648], [-2147483648]],
    ['uint8', 'bool', [0, 1, 200], [0, 1, 1]],
    ['bool', 'float32', [0, 1], [0, 1]],
    ['bool', 'int32', [0, 1], [0, 1]],
  ])('cast %s to %s', (from, to, x, expected) => {
    expect(run(node('cast', [array(x, [x.length], from)], { dtype: to }))).toEqual(expected);
  });

  it('cast to float32 does not round in the oracle', () => {
    expect(run(node('cast', [array([0.1], [1], 'float64')], { dtype: 'float32' }))).toEqual([0.1]);
  });

  it('bitcast reads the same 32 bits as another type', () => {
    const bits = node('bitcast', [array([1, -2, -0, inf])], { dtype: 'uint32' });
    expect(run(bits)).toEqual([0x3f800000, 0xc0000000, 0x80000000, 0x7f800000]);
    expect(run(node('bitcast', [bits], { dtype: 'float32' }))).toEqual([1, -2, -0, inf]);
    expect(run(node('bitcast', [array([-1], [1], 'int32')], { dtype: 'uint32' }))).toEqual([4294967295]);
  });

  it('randomBits is Threefry-2x32-20: the known answers of Random123', () => {
    // kat_vectors of Random123 1.14: "threefry2x32 20" with counter, key and result of 0, of all ones, and of pi.
    const ask = (word: 0 | 1 | 'xor', ...columns: number[][]): number[] =>
      run(
        node(
          'randomBits',
          columns.map((x) => array(x, [x.length], 'uint32')),
          { word },
        ),
      );
    const inputs = [
      [0, 0xffffffff, 0x13198a2e],
      [0, 0xffffffff, 0x03707344],
      [0, 0xffffffff, 0x243f6a88],
      [0, 0xffffffff, 0x85a308d3],
    ];
    const first = [0x6b200159, 0x1cb996fc, 0xc4923a9c];
    const second = [0x99ba4efe, 0xbb002be7, 0x483df7a0];
    expect(ask(0, ...inputs)).toEqual(first);
    expect(ask(1, ...inputs)).toEqual(second);
    expect(ask('xor', ...inputs)).toEqual(first.map((x, i) => (x ^ (second[i] as number)) >>> 0));
  });
});
