import { customGradient, rematerialize, vmap } from '@gradkit/autograd';
import {
  add,
  argmax,
  argsort,
  conv1d,
  cumsum,
  matmul,
  mul,
  type Shape,
  scan,
  sin,
  slice,
  stack,
  sum,
  Tensor,
  take,
  tensor,
} from '@gradkit/core';
import { type Attributes, is, type Node, node, type Op, topological } from '@gradkit/core/graph';
import { describe, expect, test } from 'vitest';
import type { batchRules } from '../../src/batching/table.ts';
import {
  choleskyCode,
  definite,
  eighCode,
  lstsqCode,
  qrCode,
  regular,
  solveCode,
  svdCode,
  tall,
  triangularSolveCode,
  wide,
} from '../linalg-operations.ts';
import { filled, float64 } from '../vectors.ts';
import { expectClose } from '../vmap/expect-close.ts';

interface Case {
  readonly of: (...inputs: Tensor[]) => Tensor;
  /** The inputs at one position. */
  readonly at: Tensor[];
}

function apply<O extends Op>(op: O, attributes: Attributes[O], ...at: Tensor[]): Case {
  const of = (...inputs: Tensor[]) =>
    new Tensor(
      node(
        op,
        inputs.map((t) => t.node),
        attributes,
      ),
    );
  return { of, at };
}

function convolution(
  own: Pick<Attributes['conv'], 'strides' | 'dilations' | 'groups'> & Partial<Attributes['conv']>,
  image: Shape,
  kernel: Shape,
): Case {
  const none = own.strides.map(() => 0);
  return apply('conv', { low: none, high: none, code: convCode, ...own }, filled(image), filled(kernel, 1));
}

/** The code that a function of core brings to its nodes. */
function codeFrom<O extends 'recurrence' | 'argmax' | 'argsort' | 'conv' | 'gather' | 'window'>(
  op: O,
  { node: root }: Tensor,
): Attributes[O]['code'] {
  return (topological([root]).find((n) => is(op, n)) as Node<O>).attributes.code;
}
const largestCode = codeFrom('argmax', argmax(tensor([1]), { axis: 0 }));
const argsortCode = codeFrom('argsort', argsort(tensor([1])));
const recurrenceCode = codeFrom('recurrence', cumsum(tensor([1])));
const convCode = codeFrom('conv', conv1d(tensor([[[1]]]), tensor([[[1]]])));
const indexingCode = codeFrom('gather', take(tensor([1]), tensor([0], { dtype: 'int32' })));
const overlapCode = codeFrom('window', slice(filled([4]), [0], [4], [2]));

const shapes: readonly Shape[] = [
  [2, 3],
  [1, 3],
  [2, 1],
  [0, 3],
  [2, 0],
];
const every = (of: (shape: Shape) => readonly Case[]): Case[] => shapes.flatMap(of);
const hard = float64([NaN, -0, 0, 1, NaN, Infinity], [2, 3]);

/** Shapes of one product: batch, left, shared and right extents. */
const products: readonly (readonly [b: Shape, l: Shape, k: Shape, r: Shape])[] = [
  [[], [2], [3], [4]],
  [[], [], [3], [4]],
  [[], [2], [3], []],
  [[], [], [3], []],
  [[], [2], [], [4]],
  [[2], [2, 2], [3], [4]],
  [[2], [3], [3], []],
  [[2], [], [3], [2]],
  [[2, 3], [], [], []],
  [[2], [2], [2, 2], [3, 1]],
  [[], [2], [0], [4]],
  [[], [0], [3], [4]],
  [[1], [2], [1], [0]],
];

const integers = (values: readonly number[], shape: Shape = [values.length]): Tensor =>
  tensor(values, { dtype: 'int32', shape });

/** A product whose derivative is that of a quotient. */
const reversed = customGradient((a: Tensor, b: Tensor) => ({
  value: mul(a, b),
  gradient: (g: Tensor) => [mul(g, a), null],
}));

type Structural = Exclude<keyof typeof batchRules, ElementwiseOp>;
type ElementwiseOp = import('@gradkit/core/graph').ElementwiseOp;

/** Operations for which an axis more is more than an axis more: one without a row does not compile. */
const cases: { readonly [O in Structural]: readonly Case[] | 'brought' } = {
  reduceSum: every((shape) => [[0], [1], [0, 1], []].map((axes) => apply('reduceSum', { axes }, filled(shape)))),
  reduceProd: every((shape) => [[0], [1], [0, 1]].map((axes) => apply('reduceProd', { axes }, filled(shape)))),
  reduceMax: [[0], [1], [0, 1]].flatMap((axes) => [
    apply('reduceMax', { axes }, hard),
    apply('reduceMax', { axes }, filled([0, 3])),
  ]),
  reduceMin: [[0], [1], [0, 1]].flatMap((axes) => [apply('reduceMin', { axes }, hard)]),
  argmax: [0, 1].map((axis) => apply('argmax', { axis, code: largestCode }, hard)),
  fold: [
    apply('fold', { axis: 0, dilation: 1, extent: 4, code: overlapCode }, filled([3, 2])),
    apply('fold', { axis: 1, dilation: 2, extent: 9, code: overlapCode }, filled([2, 3, 2])),
    apply('fold', { axis: 0, dilation: 1, extent: 2, code: overlapCode }, filled([0, 2])),
  ],
  dot: products.map(([b, l, k, r]) =>
    apply('dot', { batch: b.length, contract: k.length }, filled([...b, ...l, ...k]), filled([...b, ...k, ...r], 1)),
  ),
  conv: [
    convolution({ strides: [1], dilations: [2], groups: 1 }, [2, 5, 2], [2, 2, 3]),
    convolution({ strides: [2, 1], dilations: [1, 1], groups: 2 }, [2, 4, 3, 4], [2, 3, 2, 6]),
    convolution({ strides: [1], dilations: [1], groups: 3 }, [1, 4, 3], [2, 1, 6]),
    convolution({ strides: [2], dilations: [1], groups: 1, low: [1], high: [2] }, [2, 4, 2], [3, 2, 3]),
    convolution({ strides: [], dilations: [], groups: 1 }, [2, 3], [3, 2]),
    convolution({ strides: [1], dilations: [1], groups: 1 }, [0, 4, 2], [2, 2, 3]),
    convolution({ strides: [1], dilations: [1], groups: 1 }, [1, 2, 2], [3, 2, 3]),
  ],
  broadcast: every((shape) => [
    apply('broadcast', { shape: [3, shape[0] as number, 2, shape[1] as number], axes: [1, 3] }, filled(shape)),
  ]),
  reshape: every((shape) => [apply('reshape', { shape: [shape[1] as number, shape[0] as number] }, filled(shape))]),
  permute: every((shape) => [apply('permute', { axes: [1, 0] }, filled(shape))]),
  slice: [apply('slice', { start: [1, 0], stop: [2, 3] }, hard), apply('slice', { start: [1, 2], stop: [1, 2] }, hard)],
  pad: every((shape) => [apply('pad', { low: [1, 0], high: [0, 2], value: -7 }, filled(shape))]),
  reverse: every((shape) => [[0], [1], [0, 1]].flatMap((axes) => apply('reverse', { axes }, filled(shape)))),
  concat: [
    apply('concat', { axis: 1 }, filled([2, 3]), filled([2, 0], 1), filled([2, 2], 2)),
    apply('concat', { axis: 0 }, filled([1, 3]), filled([2, 3])),
    apply('concat', { axis: 0 }, filled([1, 3])),
  ],
  window: [
    apply('window', { axis: 0, size: 2, stride: 2, dilation: 2, code: overlapCode }, filled([7, 2])),
    apply('window', { axis: 1, size: 3, stride: 1, dilation: 1, code: overlapCode }, filled([2, 3])),
    apply('window', { axis: 0, size: 3, stride: 1, dilation: 1, code: overlapCode }, filled([2])),
  ],
  gather: [
    apply('gather', { batch: 0, axis: 0, code: indexingCode }, filled([3, 2]), integers([2, 0, -1, 7])),
    apply('gather', { batch: 0, axis: 1, code: indexingCode }, filled([2, 3]), integers([2, 0, 1, 1], [2, 2])),
    apply('gather', { batch: 0, axis: 1, code: indexingCode }, filled([2, 3]), integers([2], [])),
    apply('gather', { batch: 1, axis: 1, code: indexingCode }, filled([2, 3]), integers([2, 0, 1, 1], [2, 2])),
    apply('gather', { batch: 1, axis: 2, code: indexingCode }, filled([2, 2, 3]), integers([2, 0])),
    apply('gather', { batch: 0, axis: 0, code: indexingCode }, filled([3, 0]), integers([1, 1])),
    apply('gather', { batch: 0, axis: 0, code: indexingCode }, filled([0, 2]), integers([])),
  ],
  scatterAdd: [
    scatter(0, 0, [3, 2], integers([2, 0, -1, 7]), [4, 2]),
    scatter(0, 1, [2, 3], integers([2, 0, 1, 1], [2, 2]), [2, 2, 2]),
    scatter(1, 1, [2, 3], integers([2, 0, 1, 1], [2, 2]), [2, 2]),
    scatter(1, 2, [2, 2, 3], integers([2, 0]), [2, 2]),
    scatter(0, 0, [3, 0], integers([1, 1]), [2, 0]),
    scatter(0, 0, [3, 2], integers([]), [0, 2]),
  ],
  argsort: every((shape) => [
    apply('argsort', { axis: 0, descending: false, code: argsortCode }, filled(shape)),
    apply('argsort', { axis: 1, descending: true, code: argsortCode }, filled(shape)),
  ]).concat(apply('argsort', { axis: 1, descending: false, code: argsortCode }, hard)),
  recurrence: every((shape) => [
    apply('recurrence', { axis: 0, reverse: false, code: recurrenceCode }, filled(shape), filled(shape, 1)),
    apply('recurrence', { axis: 1, reverse: true, code: recurrenceCode }, filled(shape), filled(shape, 1)),
  ]),
  cholesky: [apply('cholesky', { code: choleskyCode }, definite)],
  triangularSolve: [
    apply(
      'triangularSolve',
      { lower: true, transpose: false, unitDiagonal: false, code: triangularSolveCode },
      regular,
      filled([3, 2]),
    ),
  ],
  qr: [wide, tall].map((a) => apply('qr', { complete: false, pivoting: true, code: qrCode }, a)),
  eigh: [apply('eigh', { code: eighCode }, definite)],
  svd: [wide, tall].map((a) => apply('svd', { code: svdCode }, a)),
  solve: [apply('solve', { transpose: true, code: solveCode }, regular, filled([3, 2]))],
  lstsq: [apply('lstsq', { transpose: false, tolerance: 1e-10, code: lstsqCode }, tall, filled([3, 2]))],
  stopGradient: [apply('stopGradient', {}, hard)],
  barrier: [apply('barrier', {}, hard, filled([2]))],
  call: [{ of: rematerialize((a: Tensor, b: Tensor) => mul(sum(a), sin(b))), at: [filled([2, 3]), filled([0, 2], 1)] }],
  custom: [{ of: reversed, at: [filled([2]), filled([2], 1)] }],
  scan: [
    // The carry depends on the slices and on the constant, what is kept on all three.
    {
      at: [filled([3]), filled([4, 2]), filled([3, 2], 1)],
      of: (initial, xs, weights) =>
        scan((h: Tensor, x: Tensor) => [add(mul(h, 0.5), matmul(weights, x)), mul(h, 2)], initial, xs)[1],
    },
    // One carry takes over from another, and one stays the same at every position.
    {
      at: [filled([2]), filled([2], 1)],
      of: (a, b) =>
        scan(
          ([x, y, z]: [Tensor, Tensor, Tensor]) => [[add(x, 1), add(x, y), mul(z, 2)], undefined],
          [a, b, filled([2], 2)],
          undefined,
          { length: 3 },
        )[0].reduce(add),
    },
    { at: [filled([2]), filled([0, 2])], of: (a, xs) => scan((x: Tensor, y: Tensor) => [add(x, y), y], a, xs)[0] },
  ],
};

function scatter(batch: number, axis: number, operand: Shape, indices: Tensor, updates: Shape): Case {
  return apply('scatterAdd', { batch, axis, code: indexingCode }, filled(operand), indices, filled(updates, 1));
}

/** Another input for every position. */
function variant(t: Tensor, position: number): Tensor {
  const values = t.dataSync();
  const shifted = values.map((x, i) => values[(i + position) % values.length] ?? x);
  return tensor(t.dtype === 'int32' ? shifted : shifted.map((x) => x * (1 - position / 8)), {
    shape: t.shape,
    dtype: t.dtype,
  });
}

const rows = Object.entries(cases).flatMap(([op, list]) =>
  list === 'brought' ? [] : list.map((row, i) => ({ name: `${op} ${i}`, ...row })),
);

describe('every operation for all positions at once equals a loop', () => {
  test.each(rows)('$name', ({ of, at }) => {
    for (let bits = 1; bits < 2 ** at.length; bits++) {
      const isMapped = at.map((_, k) => ((bits >> k) & 1) === 1);
      for (const size of [1, 3]) {
        const input = (k: number, i: number): Tensor => {
          const t = at[k] as Tensor;
          return isMapped[k] === true ? variant(t, i) : t;
        };
        const loop = Array.from({ length: size }, (_, i) => of(...at.map((_, k) => input(k, i))));
        const stacked = at.map((t, k) =>
          isMapped[k] === true ? stack(Array.from({ length: size }, (_, i) => input(k, i))) : t,
        );
        const inAxes = isMapped.map((is) => (is ? 0 : null));
        expectClose(vmap(of, { inAxes })(...stacked), stack(loop));
      }
    }
  });

  test.each(rows)('$name: of no positions', ({ of, at }) => {
    const none = at.map((t) => tensor([], { shape: [0, ...t.shape], dtype: t.dtype }));
    const { shape, dtype } = of(...at);
    const result = vmap(of)(...none);
    expect([result.shape, result.dtype, result.dataSync().length]).toEqual([[0, ...shape], dtype, 0]);
  });
});
