import { describe, expect, it } from 'vitest';
import { called } from '../../src/brought/call.ts';
import { customized } from '../../src/brought/custom.ts';
import { looped } from '../../src/brought/scan/loop.ts';
import { scanCode } from '../../src/brought/scan/scan.ts';
import { valueNode } from '../../src/constant.ts';
import { type DType, dtypes, isFloat, type TypedArray } from '../../src/dtype.ts';
import { realize } from '../../src/execute.ts';
import { literal, type Node } from '../../src/graph.ts';
import type { BinaryOp, CompareOp, UnaryOp } from '../../src/ops/elementwise.ts';
import type { Op } from '../../src/ops/operation.ts';
import type { FoldOp } from '../../src/ops/reduce.ts';
import { operations } from '../../src/ops/table.ts';
import { type Shape, sizeOf } from '../../src/shape.ts';
import { parametersOf } from '../../src/subgraph.ts';
import { codedNode as node } from '../codes.ts';
import { compare } from './compare.ts';
import { layouts } from './layouts.ts';
import { extents } from './leaves.ts';
import { conditioned } from './linear-algebra-operands.ts';

/** Arrays of the shape: the first operand, the second, … */
type Operands = (shape: Shape, dtype: DType, which?: number) => Node;

/** Every way to apply an operation to an array of this shape and element type. */
type Applications = (operand: Operands, shape: Shape, dtype: DType) => Node[];

const everyType = Object.keys(dtypes) as DType[];

const shapes: readonly Shape[] = [
  [],
  ...extents.map((n) => [n]),
  ...extents.map((n, i) => [n, extents[i + 1] ?? 17]),
  [2, 3, 1, 5],
];

const unary =
  (op: UnaryOp): Applications =>
  (operand, shape, dtype) => [node(op, [operand(shape, dtype)], {})];

const binary =
  (op: BinaryOp | CompareOp): Applications =>
  (operand, shape, dtype) => [node(op, [operand(shape, dtype), operand(shape, dtype, 1)], {})];

const fold =
  (op: FoldOp): Applications =>
  (operand, shape, dtype) => [
    ...shape.map((_, axis) => node(op, [operand(shape, dtype)], { axes: [axis] })),
    node(op, [operand(shape, dtype)], { axes: shape.map((_, axis) => axis) }),
    node(op, [operand(shape, dtype)], { axes: shape.map((_, axis) => axis).filter((axis) => axis !== 1) }),
  ];

/** Positions along an axis, also before the first and after the last. */
function positions(shape: Shape, extent: number): Node {
  const list = Int32Array.from({ length: sizeOf(shape) }, (_, i) => ((i * 5) % (extent + 3)) - 1);
  return valueNode(list, shape, 'int32');
}

const indexed = (
  shape: Shape,
  apply: (indices: Node, attributes: { batch: number; axis: number }, result: Shape) => Node,
): Node[] =>
  shape.flatMap((extent, axis) =>
    [[], axis === 0 ? [3] : [2, 2]].flatMap((own) =>
      [...new Set([0, axis])].flatMap((batch) => {
        const result = [...shape.slice(0, axis), ...own, ...shape.slice(axis + 1)];
        if (extent === 0 && sizeOf(result) > 0) return [];
        return [apply(positions([...shape.slice(0, batch), ...own], extent), { batch, axis }, result)];
      }),
    ),
  );

/** Applications to matrices that are as wide and as tall as the shape says, or square of its last extent with two columns. */
const matrices =
  (apply: (a: Node) => Node[]): Applications =>
  (operand, shape, dtype) =>
    shape.length < 2 ? [] : apply(conditioned(operand(shape, dtype)));

const square =
  (apply: (a: Node, b: Node) => Node[]): Applications =>
  (operand, shape, dtype) => {
    const n = shape.at(-1);
    if (n === undefined) return [];
    const lead = shape.slice(0, -2);
    return apply(conditioned(operand([...lead, n, n], dtype)), operand([...lead, n, 2], dtype, 1));
  };

const applications: { readonly [O in Op]: Applications } = {
  literal: (_, shape, dtype) => [literal(isFloat(dtype) ? 0.1 : 1, dtype, shape)],
  input: (operand, shape, dtype) => [operand(shape, dtype)],
  iota: (_, shape, dtype) => shape.map((_, axis) => node('iota', [], { axis, shape, dtype })),
  neg: unary('neg'),
  abs: unary('abs'),
  sign: unary('sign'),
  floor: unary('floor'),
  exp: unary('exp'),
  expm1: unary('expm1'),
  log: unary('log'),
  log1p: unary('log1p'),
  sqrt: unary('sqrt'),
  sin: unary('sin'),
  cos: unary('cos'),
  tanh: unary('tanh'),
  sigmoid: unary('sigmoid'),
  erf: unary('erf'),
  normalProbability: unary('normalProbability'),
  cast: (operand, shape, from) => everyType.map((dtype) => node('cast', [operand(shape, from)], { dtype })),
  bitcast: (operand, shape, from) =>
    (['float32', 'int32', 'uint32'] as const).map((dtype) => node('bitcast', [operand(shape, from)], { dtype })),
  add: binary('add'),
  sub: binary('sub'),
  mul: binary('mul'),
  div: binary('div'),
  pow: binary('pow'),
  max: binary('max'),
  min: binary('min'),
  rem: binary('rem'),
  and: binary('and'),
  or: binary('or'),
  xor: binary('xor'),
  shl: binary('shl'),
  shr: binary('shr'),
  eq: binary('eq'),
  lt: binary('lt'),
  le: binary('le'),
  select: (operand, shape, bool) =>
    everyType.map((dtype) =>
      node('select', [operand(shape, bool), operand(shape, dtype, 1), operand(shape, dtype, 2)], {}),
    ),
  randomBits: (operand, shape, dtype) =>
    ([0, 1, 'xor'] as const).map((word) =>
      node(
        'randomBits',
        [0, 1, 2, 3].map((which) => operand(shape, dtype, which)),
        { word },
      ),
    ),
  reduceSum: fold('reduceSum'),
  reduceProd: fold('reduceProd'),
  reduceMax: fold('reduceMax'),
  reduceMin: fold('reduceMin'),
  argmax: (operand, shape, dtype) => shape.map((_, axis) => node('argmax', [operand(shape, dtype)], { axis })),
  dot: (operand, shape, dtype) => {
    const left = operand(shape, dtype);
    const right = (other: Shape): Node => operand(other, dtype, 1);
    if (shape.length === 0) return [node('dot', [left, right([3])], { batch: 0, contract: 0 })];
    const inner = shape.at(-1) as number;
    const columns = [[], [1], [8], [17]];
    return [
      ...columns.map((last) => node('dot', [left, right([inner, ...last])], { batch: 0, contract: 1 })),
      node('dot', [left, right(shape)], { batch: 0, contract: shape.length }),
      node('dot', [left, right(shape)], { batch: shape.length, contract: 0 }),
      ...(shape.length > 1
        ? [node('dot', [left, right([...shape.slice(0, 1), inner, 5])], { batch: 1, contract: 1 })]
        : []),
    ];
  },
  // The shape is that of the input; the kernel has two elements along each spatial axis, then three, then one.
  conv: (operand, shape, dtype) => {
    const rank = shape.length - 2;
    const channels = shape.at(-1) as number;
    if (rank < 0) return [];
    return [
      { taps: 2, strides: 1, dilations: 1, groups: 1, filters: 5 },
      { taps: 3, strides: 2, dilations: 1, groups: 1, filters: 8 },
      { taps: 2, strides: 1, dilations: 2, groups: channels, filters: 2 * channels },
      { taps: 1, strides: 3, dilations: 1, groups: channels % 2 === 0 ? 2 : 1, filters: 6 },
    ].flatMap(({ taps, strides, dilations, groups, filters }) => {
      if (groups === 0) return [];
      const kernel = operand([...Array<number>(rank).fill(taps), channels / groups, filters], dtype, 1);
      const each = (n: number): number[] => Array<number>(rank).fill(n);
      const steps = { strides: each(strides), dilations: each(dilations), low: each(taps - 1), high: each(groups - 1) };
      return [node('conv', [operand(shape, dtype), kernel], { ...steps, groups })];
    });
  },
  broadcast: (operand, shape, dtype) => {
    const axes = shape.map((_, i) => i);
    return [0, 3].flatMap((extent) => [
      node('broadcast', [operand(shape, dtype)], { shape: [extent, ...shape], axes: axes.map((i) => i + 1) }),
      node('broadcast', [operand(shape, dtype)], { shape: [...shape, extent], axes }),
    ]);
  },
  reshape: (operand, shape, dtype) =>
    [[sizeOf(shape)], shape.toReversed(), [1, ...shape, 1]].map((to) =>
      node('reshape', [operand(shape, dtype)], { shape: to }),
    ),
  permute: (operand, shape, dtype) => {
    const axes = shape.map((_, i) => i);
    return [axes, axes.toReversed(), [...axes.slice(1), ...axes.slice(0, 1)]].map((order) =>
      node('permute', [operand(shape, dtype)], { axes: order }),
    );
  },
  slice: (operand, shape, dtype) => [
    node('slice', [operand(shape, dtype)], { start: shape.map((n) => Math.min(1, n)), stop: shape }),
    node('slice', [operand(shape, dtype)], { start: shape.map(() => 0), stop: shape.map((n) => Math.max(0, n - 1)) }),
    node('slice', [operand(shape, dtype)], { start: shape, stop: shape }),
  ],
  pad: (operand, shape, dtype) =>
    [0, 1, dtypes[dtype].lowest].map((value, i) =>
      node('pad', [operand(shape, dtype)], { low: shape.map(() => i), high: shape.map((_, axis) => axis + 1), value }),
    ),
  reverse: (operand, shape, dtype) =>
    [...shape.map((_, axis) => [axis]), shape.map((_, axis) => axis)].map((axes) =>
      node('reverse', [operand(shape, dtype)], { axes }),
    ),
  concat: (operand, shape, dtype) =>
    shape.flatMap((_, axis) => {
      const other = operand(
        shape.map((extent, i) => (i === axis ? 2 : extent)),
        dtype,
        1,
      );
      const own = operand(shape, dtype);
      return [[own], [own, other], [other, own, own]].map((parts) => node('concat', parts, { axis }));
    }),
  window: (operand, shape, dtype) =>
    shape.flatMap((extent, axis) =>
      [
        { size: 1, stride: 2, dilation: 1 },
        { size: 3, stride: 1, dilation: 1 },
        { size: 2, stride: 2, dilation: 2 },
        { size: extent + 1, stride: 1, dilation: 1 },
      ].map((attributes) => node('window', [operand(shape, dtype)], { axis, ...attributes })),
    ),
  fold: (operand, shape, dtype) =>
    shape.slice(1).flatMap((size, axis) => {
      if (size === 0) return [];
      const extent = (shape[axis] as number) + size;
      return [
        node('fold', [operand(shape, dtype)], { axis, dilation: 1, extent }),
        node('fold', [operand(shape, dtype)], { axis, dilation: 2, extent: extent + size }),
      ];
    }),
  stopGradient: (operand, shape, dtype) => [node('stopGradient', [operand(shape, dtype)], {})],
  barrier: (operand, shape, dtype) => [node('barrier', [operand(shape, dtype), operand([2], dtype, 1)], {})],
  call: (operand, shape, dtype) => {
    const inputs = [operand(shape, dtype), operand(shape, dtype, 1)];
    const parameters = parametersOf(inputs);
    const [a, b] = parameters as [Node, Node];
    return called(parameters, [node('max', [a, b], {}), b], inputs);
  },
  custom: (operand, shape, dtype) => {
    const inputs = [operand(shape, dtype), operand(shape, dtype, 1)];
    const parameters = parametersOf(inputs);
    const values = [node('min', parameters, {})];
    const cotangents = parametersOf(values);
    return customized({ inputs, parameters, values, cotangents, pulled: [cotangents[0], undefined] });
  },
  scan: (operand, shape, dtype) =>
    [1, 3].flatMap((length) => {
      const initial = operand(shape, dtype);
      const values = operand([length, ...shape], dtype, 1);
      const [carry, slice] = parametersOf([initial, initial]) as [Node, Node];
      const next = node('max', [carry, slice], {});
      const carries = [{ initial, parameter: carry, next }];
      const slices = [{ values, parameter: slice }];
      const { carried, stacked } = looped({ length, reverse: length > 1, carries, slices, stacks: [carry] }, scanCode);
      return [...carried, ...(stacked as Node[])];
    }),
  gather: (operand, shape, dtype) =>
    indexed(shape, (indices, attributes) => node('gather', [operand(shape, dtype), indices], attributes)),
  scatterAdd: (operand, shape, dtype) =>
    indexed(shape, (indices, attributes, updated) =>
      node('scatterAdd', [operand(shape, dtype), indices, operand(updated, dtype, 1)], attributes),
    ),
  recurrence: (operand, shape, dtype) =>
    shape.flatMap((_, axis) =>
      [false, true].flatMap((reverse) => [
        node('recurrence', [operand(shape, dtype), operand(shape, dtype, 1)], { axis, reverse }),
        node('recurrence', [literal(1, dtype, shape), operand(shape, dtype, 1)], { axis, reverse }),
      ]),
    ),
  argsort: (operand, shape, dtype) =>
    shape.flatMap((_, axis) =>
      [false, true].map((descending) => node('argsort', [operand(shape, dtype)], { axis, descending })),
    ),
  cholesky: square((a) => [node('cholesky', [a], {})]),
  triangularSolve: square((a, b) =>
    [0, 1, 2, 3].map((bits) =>
      node('triangularSolve', [a, b], {
        lower: bits % 2 === 1,
        transpose: bits > 1,
        unitDiagonal: false,
      }),
    ),
  ),
  qr: matrices((a) => [0, 1, 2, 3].map((bits) => node('qr', [a], { complete: bits % 2 === 1, pivoting: bits > 1 }))),
  eigh: square((a) => [node('eigh', [a], {})]),
  svd: matrices((a) => [node('svd', [a], {})]),
  solve: square((a, b) => [false, true].map((transpose) => node('solve', [a, b], { transpose }))),
  lstsq: (operand, shape, dtype) =>
    matrices((a) =>
      [false, true].map((transpose) => {
        const [rows, columns] = a.shape.slice(-2) as [number, number];
        const b = operand([...a.shape.slice(0, -2), transpose ? columns : rows, 2], dtype, 1);
        return node('lstsq', [a, b], { transpose, tolerance: 1e-6 });
      }),
    )(operand, shape, dtype),
};

/** One NaN makes a whole sum or maximum NaN: there finite elements say more, and special ones still something. */
const isSpecial = (op: Op): readonly boolean[] => {
  const { family } = operations[op];
  const mixes = family === 'reduce' || family === 'contract' || family === 'linear algebra' || op === 'recurrence';
  return mixes ? [false, true] : [op !== 'scatterAdd'];
};

describe.each(Object.keys(applications) as Op[])('%s', (op) => {
  it.each(operations[op].dtypes)('of %s', (dtype) => {
    for (const special of isSpecial(op)) {
      for (const [name, layout] of Object.entries(layouts(special))) {
        const operand: Operands = (shape, of, which = 0) => layout(shape, of, which);
        const outputs = shapes.flatMap((shape) => applications[op](operand, shape, dtype));
        realize(outputs);
        const actual = outputs.map((n) => n.values as TypedArray);
        expect(() => compare(outputs, actual), `${name} operands`).not.toThrow();
      }
    }
  });
});

/** The enclosures do not follow the sign of zero, so it is asked for here. */
describe.each(['float32', 'float64'] as const)('the sign of zero in %s', (dtype) => {
  const array = (...values: number[]): Node => {
    const typed = dtypes[dtype].allocate(values.length);
    typed.set(values);
    return valueNode(typed, [values.length], dtype);
  };
  const zeros = array(0, -0);
  const values = (n: Node): number[] => {
    realize([n]);
    return [...(n.values as TypedArray)];
  };

  it.each(['floor', 'sqrt', 'sin', 'tanh', 'erf', 'expm1', 'log1p', 'sign'] as const)('%s keeps it', (op) => {
    expect(values(node(op, [zeros], {}))).toEqual([0, -0]);
  });

  it('neg turns it, abs removes it', () => {
    expect(values(node('neg', [zeros], {}))).toEqual([-0, 0]);
    expect(values(node('abs', [zeros], {}))).toEqual([0, 0]);
  });

  it('mul and div multiply it, rem takes that of the dividend', () => {
    expect(values(node('mul', [zeros, array(-1, -1)], {}))).toEqual([-0, 0]);
    expect(values(node('div', [zeros, array(-1, -1)], {}))).toEqual([-0, 0]);
    expect(values(node('div', [array(1, 1), zeros], {}))).toEqual([Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]);
    expect(values(node('rem', [zeros, array(-3, 3)], {}))).toEqual([0, -0]);
    expect(values(node('rem', [array(4, -4), array(2, 2)], {}))).toEqual([0, -0]);
  });

  it('add keeps it only between equals', () => {
    expect(values(node('add', [zeros, zeros], {}))).toEqual([0, -0]);
    expect(values(node('add', [zeros, array(0, 0)], {}))).toEqual([0, 0]);
    expect(values(node('sub', [array(1, -1), array(1, -1)], {}))).toEqual([0, 0]);
  });

  it('cast keeps it, and moves do', () => {
    expect(values(node('cast', [zeros], { dtype: dtype === 'float32' ? 'float64' : 'float32' }))).toEqual([0, -0]);
    expect(values(node('reverse', [zeros], { axes: [0] }))).toEqual([-0, 0]);
    expect(values(node('pad', [array(-0)], { low: [1], high: [0], value: -0 }))).toEqual([-0, -0]);
  });
});
