import { checkGradients, customGradient, jvp, rematerialize, vjp } from '@gradkit/autograd';
import {
  add,
  conv1d,
  cos,
  cumsum,
  erf,
  exp,
  expm1,
  log,
  log1p,
  matmul,
  mul,
  normalProbability,
  pow,
  remainder,
  scan,
  sigmoid,
  sin,
  slidingWindow,
  sum,
  Tensor,
  take,
  tanh,
  tensor,
} from '@gradkit/core';
import { type Attributes, is, type Node, node, type Op, topological } from '@gradkit/core/graph';
import { describe, expect, test } from 'vitest';
import { zero } from '../../src/rule.ts';
import { rules } from '../../src/rules/table.ts';
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
import { filled, float64, inner, length } from '../vectors.ts';

interface Case {
  /** The inputs to differentiate by. */
  readonly at: Tensor[];
  readonly of: (...inputs: Tensor[]) => Tensor;
}

function apply<O extends Op>(op: O, attributes: Attributes[O], ...fixed: Tensor[]): (...inputs: Tensor[]) => Tensor {
  return (...inputs) => {
    const all: readonly Node[] = [...inputs, ...fixed].map((t) => t.node);
    return new Tensor(node(op, all, attributes));
  };
}

function convolution(
  own: Pick<Attributes['conv'], 'strides' | 'dilations' | 'groups'> & Partial<Attributes['conv']>,
): (...inputs: Tensor[]) => Tensor {
  return (...inputs) => {
    const none = own.strides.map(() => 0);
    return apply('conv', { low: none, high: none, code: convolutionCode, ...own })(...inputs);
  };
}

/** The code that a function of core brings to its nodes. */
function codeFrom<O extends 'recurrence' | 'rem' | 'gather' | 'conv' | 'window'>(
  op: O,
  { node: root }: Tensor,
): Attributes[O]['code'] {
  return (topological([root]).find((n) => is(op, n)) as Node<O>).attributes.code;
}
const remainderCode = codeFrom('rem', remainder(tensor(5), 3));
const recurrenceCode = codeFrom('recurrence', cumsum(tensor([1])));
const convolutionCode = codeFrom('conv', conv1d(tensor([[[1]]]), tensor([[[1]]])));
const overlapCode = codeFrom('window', slidingWindow(tensor([1, 2]), 2));
const indexingCode = codeFrom('gather', take(tensor([1]), tensor([0], { dtype: 'int32' })));

const anywhere = float64([-2.5, -0.7, -0.1, 0.2, 0.9, 3.1]);
const positive = float64([0.05, 0.4, 1, 1.7, 12]);
const matrix = filled([3, 5], 1);
const box = filled([2, 3, 4], 2);
const distinct = float64([3, -1, 4, 1.5, -5, 9, 2.6, 5.3, -5.8, 0.9, 7, -9.3], [3, 4]);

const unary = (op: Op, x: Tensor): Case[] => [{ at: [x], of: apply(op, {} as Attributes[typeof op]) }];
const binary = (op: Op, a: Tensor, b: Tensor): Case[] => [{ at: [a, b], of: apply(op, {} as Attributes[typeof op]) }];

/** Where each operation is checked; `'zero'` for those that propagate nothing. An operation without a row does not compile. */
const cases: { readonly [O in Op]: readonly Case[] | 'zero' } = {
  literal: 'zero',
  input: 'zero',
  iota: 'zero',

  neg: unary('neg', anywhere),
  abs: unary('abs', anywhere),
  sign: 'zero',
  floor: 'zero',
  exp: [{ at: [anywhere], of: exp }],
  expm1: [{ at: [anywhere], of: expm1 }],
  log: [{ at: [positive], of: log }],
  log1p: [{ at: [float64([-0.8, -0.1, 1e-9, 0.5, 20])], of: log1p }],
  sqrt: unary('sqrt', positive),
  sin: [{ at: [anywhere], of: sin }],
  cos: [{ at: [anywhere], of: cos }],
  tanh: [{ at: [anywhere], of: tanh }],
  sigmoid: [{ at: [anywhere], of: sigmoid }],
  erf: [{ at: [anywhere], of: erf }],
  normalProbability: [{ at: [anywhere], of: normalProbability }],
  cast: [{ at: [anywhere], of: (x) => apply('cast', { dtype: 'float64' })(x) }],
  bitcast: 'zero',

  add: binary('add', matrix, filled([3, 5], 3)),
  sub: binary('sub', matrix, filled([3, 5], 3)),
  mul: binary('mul', matrix, filled([3, 5], 3)),
  div: binary('div', float64([1, -2, 3, 0]), float64([0.5, 2, -4, 3])),
  pow: [
    { at: [float64([0.3, 1, 2, 5]), float64([2, -1.5, 0.5, 0])], of: pow },
    { at: [float64([-2, 3, -0.5])], of: (x) => pow(x, float64([3, 2, -2])) },
  ],
  max: binary('max', float64([1, 2, -3]), float64([2, 1, -4])),
  min: binary('min', float64([1, 2, -3]), float64([2, 1, -4])),
  rem: [{ at: [float64([7.5, -7.5, 7.5, 0.3]), float64([2, 2, -2, 5])], of: apply('rem', { code: remainderCode }) }],
  and: 'zero',
  or: 'zero',
  xor: 'zero',
  shl: 'zero',
  shr: 'zero',
  eq: 'zero',
  lt: 'zero',
  le: 'zero',
  select: [
    {
      at: [float64([1, 2, 3]), float64([4, 5, 6])],
      of: (a, b) => new Tensor(node('select', [tensor([true, false, true]).node, a.node, b.node], {})),
    },
  ],

  reduceSum: [
    { at: [box], of: apply('reduceSum', { axes: [0, 2] }) },
    { at: [box], of: apply('reduceSum', { axes: [] }) },
  ],
  reduceProd: [
    { at: [box], of: apply('reduceProd', { axes: [0, 2] }) },
    { at: [box], of: apply('reduceProd', { axes: [1] }) },
    { at: [float64([2, 0, 3, -1, 5])], of: apply('reduceProd', { axes: [0] }) },
    { at: [float64([2, 0, 3, 0, 5, 1])], of: apply('reduceProd', { axes: [0] }) },
    { at: [float64([0, 0, 0, 4])], of: apply('reduceProd', { axes: [0] }) },
  ],
  reduceMax: [
    { at: [distinct], of: apply('reduceMax', { axes: [0] }) },
    { at: [distinct], of: apply('reduceMax', { axes: [0, 1] }) },
  ],
  reduceMin: [
    { at: [distinct], of: apply('reduceMin', { axes: [1] }) },
    { at: [distinct], of: apply('reduceMin', { axes: [0, 1] }) },
  ],
  argmax: 'zero',
  fold: [
    { at: [box], of: apply('fold', { axis: 0, dilation: 1, extent: 4, code: overlapCode }) },
    { at: [box], of: apply('fold', { axis: 1, dilation: 2, extent: 11, code: overlapCode }) },
  ],
  stopGradient: 'zero',
  scan: [
    {
      at: [filled([2, 3]), filled([4, 3], 1), filled([3, 3], 2)],
      of: (initial, xs, weights) =>
        scan((h: Tensor, x: Tensor) => [tanh(add(matmul(h, weights), x)), mul(h, x)], initial, xs)[1],
    },
    {
      at: [filled([2]), filled([5, 2], 1)],
      of: (initial, xs) =>
        scan(
          ([a, b]: [Tensor, Tensor], x: Tensor): [[Tensor, Tensor], undefined] => [[b, mul(a, sin(x))], undefined],
          [initial, sin(initial)],
          xs,
          { reverse: true },
        )[0][1],
    },
  ],
  barrier: [{ at: [matrix], of: apply('barrier', {}, box) }],
  call: [
    { at: [matrix, filled([5], 1)], of: rematerialize((a: Tensor, b: Tensor) => mul(sin(a), exp(b))) },
    // Captured tensors are differentiated like arguments.
    { at: [matrix, box], of: (a, b) => rematerialize((x: Tensor) => mul(tanh(x), sum(a)))(b) },
  ],
  custom: [
    {
      at: [matrix, filled([3, 5], 1)],
      of: customGradient((a: Tensor, b: Tensor) => ({
        value: mul(sin(a), b),
        gradient: (g) => [mul(g, mul(cos(a), b)), mul(g, sin(a))],
      })),
    },
  ],
  window: [
    { at: [filled([2, 9], 1)], of: apply('window', { axis: 1, size: 3, stride: 1, dilation: 1, code: overlapCode }) },
    { at: [filled([9, 2], 1)], of: apply('window', { axis: 0, size: 3, stride: 2, dilation: 1, code: overlapCode }) },
    { at: [filled([2, 11], 1)], of: apply('window', { axis: 1, size: 2, stride: 3, dilation: 2, code: overlapCode }) },
    { at: [filled([12], 1)], of: apply('window', { axis: 0, size: 3, stride: 2, dilation: 3, code: overlapCode }) },
  ],

  dot: [
    { at: [filled([2, 3]), filled([3, 4], 1)], of: apply('dot', { batch: 0, contract: 1 }) },
    { at: [filled([2, 3, 4]), filled([2, 4, 2], 1)], of: apply('dot', { batch: 1, contract: 1 }) },
    { at: [filled([2, 3, 2, 2]), filled([2, 2, 2, 3, 1], 1)], of: apply('dot', { batch: 1, contract: 2 }) },
    { at: [filled([3]), filled([4], 1)], of: apply('dot', { batch: 0, contract: 0 }) },
    { at: [filled([2, 3]), filled([2, 3], 1)], of: apply('dot', { batch: 2, contract: 0 }) },
    { at: [filled([3]), filled([3], 1)], of: apply('dot', { batch: 0, contract: 1 }) },
  ],

  conv: [
    { at: [filled([2, 5, 2]), filled([3, 2, 3], 1)], of: convolution({ strides: [1], dilations: [1], groups: 1 }) },
    {
      at: [filled([1, 4, 5, 2]), filled([2, 3, 2, 2], 1)],
      of: convolution({ strides: [2, 1], dilations: [1, 1], groups: 1 }),
    },
    {
      at: [filled([1, 6, 5, 1]), filled([2, 3, 1, 2], 1)],
      of: convolution({ strides: [2, 3], dilations: [2, 1], groups: 1 }),
    },
    { at: [filled([2, 5, 4]), filled([2, 2, 6], 1)], of: convolution({ strides: [2], dilations: [1], groups: 2 }) },
    {
      at: [filled([1, 4, 3, 2]), filled([2, 2, 1, 4], 1)],
      of: convolution({ strides: [1, 1], dilations: [2, 1], groups: 2 }),
    },
    { at: [filled([2, 4, 3]), filled([3, 1, 3], 1)], of: convolution({ strides: [3], dilations: [1], groups: 3 }) },
    { at: [filled([2, 4, 4]), filled([1, 2, 2], 1)], of: convolution({ strides: [3], dilations: [1], groups: 2 }) },
    { at: [filled([2, 3]), filled([3, 2], 1)], of: convolution({ strides: [], dilations: [], groups: 1 }) },
    { at: [filled([1, 2, 2]), filled([3, 2, 2], 1)], of: convolution({ strides: [1], dilations: [1], groups: 1 }) },
    {
      at: [filled([1, 3, 4, 2]), filled([2, 3, 2, 2], 1)],
      of: convolution({ strides: [2, 1], dilations: [1, 2], groups: 1, low: [1, 3], high: [3, 0] }),
    },
    {
      at: [filled([2, 3, 2]), filled([2, 1, 2], 1)],
      of: convolution({ strides: [3], dilations: [1], groups: 2, low: [4], high: [2] }),
    },
  ],
  broadcast: [{ at: [filled([2, 3])], of: apply('broadcast', { shape: [4, 2, 1, 3], axes: [1, 3] }) }],
  reshape: [{ at: [box], of: apply('reshape', { shape: [6, 4] }) }],
  permute: [{ at: [box], of: apply('permute', { axes: [2, 0, 1] }) }],
  slice: [{ at: [matrix], of: apply('slice', { start: [1, 0], stop: [3, 4] }) }],
  pad: [{ at: [matrix], of: apply('pad', { low: [1, 0], high: [0, 2], value: 7 }) }],
  reverse: [{ at: [box], of: apply('reverse', { axes: [0, 2] }) }],
  concat: [
    { at: [filled([2, 3]), filled([2, 1], 1), filled([2, 2], 2)], of: apply('concat', { axis: 1 }) },
    { at: [filled([2, 3])], of: (x) => new Tensor(node('concat', [filled([1, 3], 1).node, x.node], { axis: 0 })) },
  ],

  gather: [
    {
      at: [matrix],
      of: apply('gather', { batch: 0, axis: 0, code: indexingCode }, tensor([2, 0, 2, 2], { dtype: 'int32' })),
    },
    {
      at: [matrix],
      of: apply(
        'gather',
        { batch: 1, axis: 1, code: indexingCode },
        tensor(
          [
            [4, 4],
            [0, 1],
            [3, 2],
          ],
          { dtype: 'int32' },
        ),
      ),
    },
    // Outside the extent, the nearest element is read.
    {
      at: [filled([3])],
      of: apply('gather', { batch: 0, axis: 0, code: indexingCode }, tensor([-1, 1, 5], { dtype: 'int32' })),
    },
  ],
  scatterAdd: [
    {
      at: [matrix, filled([4, 5], 4)],
      of: (operand, updates) => scatter(operand, tensor([2, 0, 2, 2], { dtype: 'int32' }), updates),
    },
    {
      at: [filled([3]), filled([3], 1)],
      of: (operand, updates) => scatter(operand, tensor([-1, 1, 5], { dtype: 'int32' }), updates),
    },
  ],
  argsort: 'zero',
  recurrence: [
    { at: [matrix, filled([3, 5], 3)], of: apply('recurrence', { axis: 1, reverse: false, code: recurrenceCode }) },
    { at: [box, filled([2, 3, 4], 3)], of: apply('recurrence', { axis: 1, reverse: true, code: recurrenceCode }) },
    {
      at: [float64([2, 0, 3, 0, 5]), filled([5])],
      of: apply('recurrence', { axis: 0, reverse: true, code: recurrenceCode }),
    },
    {
      at: [filled([1, 2]), filled([1, 2], 1)],
      of: apply('recurrence', { axis: 0, reverse: false, code: recurrenceCode }),
    },
    {
      at: [matrix],
      of: (b) => apply('recurrence', { axis: 0, reverse: false, code: recurrenceCode })(filled([3, 5], 2), b),
    },
    { at: [matrix], of: apply('recurrence', { axis: 0, reverse: true, code: recurrenceCode }, filled([3, 5], 2)) },
  ],
  cholesky: [{ at: [definite], of: apply('cholesky', { code: choleskyCode }) }],
  triangularSolve: [0, 1, 2, 3].map((bits) => ({
    at: [regular, filled([3, 2])],
    of: apply('triangularSolve', {
      lower: bits % 2 === 1,
      transpose: bits > 1,
      unitDiagonal: bits === 2,
      code: triangularSolveCode,
    }),
  })),
  qr: [regular, wide, tall].flatMap((a) =>
    [false, true].map((pivoting) => ({
      at: [a],
      of: apply('qr', { complete: false, pivoting, code: qrCode }),
    })),
  ),
  eigh: [{ at: [definite], of: apply('eigh', { code: eighCode }) }],
  svd: [regular, wide, tall].map((a) => ({ at: [a], of: apply('svd', { code: svdCode }) })),
  solve: [false, true].map((transpose) => ({
    at: [regular, filled([3, 2])],
    of: apply('solve', { transpose, code: solveCode }),
  })),
  lstsq: [regular, wide, tall].flatMap((a) =>
    [false, true].map((transpose) => ({
      at: [a, filled([a.shape[transpose ? 1 : 0] as number, 2])],
      of: apply('lstsq', { transpose, tolerance: 1e-10, code: lstsqCode }),
    })),
  ),
  randomBits: 'zero',
};

function scatter(operand: Tensor, indices: Tensor, updates: Tensor): Tensor {
  return new Tensor(
    node('scatterAdd', [operand.node, indices.node, updates.node], { batch: 0, axis: 0, code: indexingCode }),
  );
}

const differentiable = Object.entries(cases).flatMap(([op, rows]) =>
  rows === 'zero' ? [] : rows.map((row, i) => ({ name: `${op} ${i}`, ...row })),
);

describe('every primitive operation', () => {
  test('propagates nothing exactly where its derivative is zero', () => {
    for (const op of Object.keys(cases) as Op[]) expect([op, rules[op] === zero]).toEqual([op, cases[op] === 'zero']);
  });

  test.each(differentiable)('$name: first and second derivatives agree with finite differences', ({ at, of }) => {
    checkGradients(of, at, { order: 2 });
  });

  // Both sums have at most a few hundred terms, each with a relative rounding error of some 2⁻⁵³.
  test.each(differentiable)('$name: ⟨u, J t⟩ = ⟨Jᵀ u, t⟩', ({ at, of }) => {
    const tangents = at.map(({ shape }, i) => filled(shape, 10 + i));
    const [value, tangent] = jvp(of)(at, tangents);
    const cotangent = filled(value.shape, 20);
    const [, pullback] = vjp(of, ...at);
    const cotangents = pullback(cotangent);
    const left = inner(cotangent, tangent);
    const right = cotangents.reduce((sum, g, i) => sum + inner(g, tangents[i] as Tensor), 0);
    const scale = length(cotangent) * length(tangent) + Math.abs(right);
    expect(Math.abs(left - right)).toBeLessThanOrEqual(1e-12 * scale);
  });
});
