import * as core from '@gradkit/core';
import { type Tensor, tensor } from '@gradkit/core';
import { convolutions } from './convolution-cases.ts';
import { filled, float64 } from './vectors.ts';

export type Case = readonly [of: (...inputs: Tensor[]) => Tensor, ...at: Tensor[]];

const matrix = filled([3, 4]);
const positive = float64([0.2, 0.7, 1.3, 4, 0.9, 2.2], [2, 3]);
/** Between −1 and 1, on both sides of all places where a formula changes. */
const unit = float64([-0.95, -0.6, -0.45, -0.1, 0, 0.2, 0.45, 0.55, 0.9]);
const symmetric = float64([-3, -0.7, -0.3, 0, 0.2, 0.6, 1.3, 4]);
const indices = tensor([2, 0, 2], { dtype: 'int32' });
const condition = tensor([[true, false, true, false]]);

/** Every function of core with a derivative, where it is smooth; several rows for several ways to call it. */
export const differentiable: Readonly<Record<string, readonly Case[]>> = {
  add: [[core.add, matrix, filled([4], 1)]],
  sub: [[core.sub, matrix, filled([3, 1], 1)]],
  mul: [
    [core.mul, matrix, filled([1, 4], 1)],
    [(x) => core.mul(x, 3), matrix],
  ],
  div: [[core.div, matrix, positive.reshape([6, 1, 1])]],
  pow: [
    [core.pow, positive, filled([3], 1)],
    [(x) => core.pow(x, 3), matrix],
  ],
  maximum: [[core.maximum, matrix, filled([4], 5)]],
  minimum: [[core.minimum, matrix, filled([4], 5)]],
  clip: [[(x) => core.clip(x, -0.5, 0.5), float64([-2, -0.2, 0.3, 2])]],
  remainder: [[core.remainder, float64([7.5, -7.5, 7.5, -0.4]), float64([2, 2, -2, -3])]],
  neg: [[core.neg, matrix]],
  abs: [[core.abs, float64([-2, -0.1, 0.1, 3])]],
  square: [[core.square, matrix]],
  reciprocal: [[core.reciprocal, positive]],
  copySign: [[(x) => core.copySign(x, float64([-1, 1, -1, 1])), float64([-2, -0.1, 0.1, 3])]],
  fmod: [[core.fmod, float64([7.5, -7.5, 7.5, -0.4]), float64([2, 2, -2, -3])]],
  hypot: [
    [core.hypot, matrix, filled([4], 1)],
    [(x) => core.hypot(core.mul(x, 1e200), core.mul(x, 2e200)).div(1e200), matrix],
  ],
  cbrt: [[core.cbrt, float64([-3, -0.2, 0.5, 8])]],
  cast: [[(x) => core.cast(x, 'float64'), matrix]],
  select: [
    [
      (a, b) => core.select([condition, core.greater(b, 0)], [a, b], { default: core.mul(a, b) }),
      matrix,
      filled([3, 1], 1),
    ],
  ],
  nanToNum: [[(x) => core.nanToNum(core.where(condition, x, Number.NaN)), matrix]],
  where: [[(a, b) => core.where(condition, a, b), matrix, filled([3, 1], 1)]],
  matmul: [
    [core.matmul, filled([3, 4]), filled([4, 2], 1)],
    [core.matmul, filled([4]), filled([4, 2], 1)],
    [core.matmul, filled([3, 4]), filled([4], 1)],
    [core.matmul, filled([4]), filled([4], 1)],
    [core.matmul, filled([2, 1, 3, 2]), filled([3, 2, 2], 1)],
  ],
  outer: [[core.outer, filled([3]), filled([2], 1)]],
  tensordot: [[(a, b) => core.tensordot(a, b, { axes: 2 }), filled([2, 3, 2]), filled([3, 2, 2], 1)]],
  inner: [[core.inner, filled([2, 3]), filled([4, 3], 1)]],
  vdot: [[core.vdot, filled([2, 3]), filled([3, 2], 1)]],
  kron: [[core.kron, filled([2, 3]), filled([2], 1)]],
  einsum: [
    [(a, b) => core.einsum('bij,bjk->bik', a, b), filled([2, 3, 2]), filled([2, 2, 3], 1)],
    [(x) => core.einsum('iij->j', x), filled([3, 3, 2])],
    [(a, b, c) => core.einsum('i...,ij,j->...', a, b, c), filled([2, 2]), filled([2, 3], 1), filled([3], 2)],
  ],
  ...convolutions,
  take: [[(x) => core.take(x, indices, { axis: 1 }), matrix]],
  scan: [
    [
      (w, x) =>
        core.scan((h: Tensor, u: Tensor) => [core.tanh(core.add(core.matmul(h, w), u)), h], filled([2], 3), x)[1],
      filled([2, 2], 2),
      filled([3, 2], 1),
    ],
    [(x) => core.scan((a: Tensor) => [core.mul(a, core.cos(a)), undefined], x, undefined, { length: 4 })[0], matrix],
  ],
  conditional: [true, false].map((holds) => [
    (x, w) => core.conditional(holds, ([u, v]: core.Tensor[]) => core.sin(core.mul(u, v)), core.square(x), [x, w]),
    matrix,
    filled([3, 4], 1),
  ]),
  takeAlongAxis: [[(x) => core.takeAlongAxis(x, indices.reshape([3, 1]), { axis: 1 }), matrix]],
  embedding: [[(x) => core.embedding(x, indices), matrix]],
  gatherND: [
    [
      (x) =>
        core.gatherND(x, [
          [2, 1],
          [-1, 0],
          [2, 1],
        ]),
      matrix,
    ],
    [(x) => core.gatherND(x, [[1], [0]], { batch: 1 }), filled([2, 3])],
  ],
  putAlongAxis: [
    [(x, v) => core.putAlongAxis(x, indices.reshape([3, 1]), v, { axis: 1 }), matrix, filled([3, 1], 1)],
    [(x, v) => core.putAlongAxis(x, [[2, 0, 2, 1]], v, { axis: 0, reduction: 'mul' }), matrix, filled([4], 1)],
  ],
  scatterND: (['set', 'add', 'mul', 'min', 'max'] as const).map(
    (reduction): Case => [
      (x, u) => core.scatterND(x, [[2], [0], [2], [2]], u, { reduction }),
      matrix,
      filled([4, 4], 1),
    ],
  ),
  scatterAdd: [[(x, u) => core.scatterAdd(x, indices, u, { axis: 0 }), matrix, filled([3, 4], 1)]],
  concatenate: [[(a, b) => core.concatenate([a, b, a], { axis: 1 }), matrix, filled([3, 2], 1)]],
  stack: [[(a, b) => core.stack([a, b], { axis: -1 }), matrix, filled([3, 4], 1)]],
  max: [[(x) => core.max(x, { axis: 1 }), matrix]],
  min: [[(x) => core.min(x, { keepDims: true }), matrix]],
  prod: [[(x) => core.prod(x, { axis: 0 }), matrix]],
  sum: [[(x) => core.sum(x, { axis: -1 }), matrix]],
  broadcastTo: [[(x) => core.broadcastTo(x, [2, 3, 4]), filled([3, 1])]],
  expandDims: [[(x) => core.expandDims(x, 1), matrix]],
  flatten: [[core.flatten, matrix]],
  flip: [[(x) => core.flip(x, { axis: 1 }), matrix]],
  pad: [
    [
      (x) =>
        core.pad(
          x,
          [
            [1, 0],
            [2, 1],
          ],
          { value: 3 },
        ),
      matrix,
    ],
    ...(['edge', 'reflect', 'symmetric', 'wrap'] as const).map(
      (mode): Case => [(x) => core.pad(x, [[4, 1]], { mode }), filled([3])],
    ),
  ],
  arraySplit: [[(x) => core.arraySplit(x, [1, 3], { axis: 1 })[1] as Tensor, matrix]],
  broadcastArrays: [
    [(a, b) => core.mul(...(core.broadcastArrays([a, b]) as [Tensor, Tensor])), matrix, filled([4], 1)],
  ],
  diag: [
    [(x) => core.diag(x, { offset: -1 }), filled([3])],
    [(x) => core.diag(x), matrix],
  ],
  diagonal: [[(x) => core.diagonal(x, { offset: 1, axis1: 1, axis2: 2 }), filled([2, 3, 3])]],
  meshgrid: [[(a, b) => core.mul(...(core.meshgrid([a, b]) as [Tensor, Tensor])), filled([3]), filled([2], 1)]],
  moveAxis: [[(x) => core.moveAxis(x, 0, -1), filled([2, 3, 2])]],
  repeat: [
    [(x) => core.repeat(x, 2, { axis: 1 }), matrix],
    [(x) => core.repeat(x, [2, 0, 1], { axis: 0 }), matrix],
  ],
  roll: [[(x) => core.roll(x, [1, -1], { axis: [0, 1] }), matrix]],
  swapAxes: [[(x) => core.swapAxes(x, 0, 1), matrix]],
  tile: [[(x) => core.tile(x, [2, 1, 2]), matrix]],
  trace: [[(x) => core.trace(x, { offset: 1 }), matrix]],
  tril: [[(x) => core.tril(x), matrix]],
  triu: [[(x) => core.triu(x, { offset: 1 }), matrix]],
  reshape: [[(x) => core.reshape(x, [2, -1]), matrix]],
  slice: [
    [(x) => core.slice(x, [1], [undefined, -1]), matrix],
    [(x) => core.slice(x, [], [0], [-2, 3]), filled([4, 5])],
    [(x) => core.slice(x, [], [1], [2, -3]), filled([5, 6])],
  ],
  squeeze: [[(x) => core.squeeze(x), filled([3, 1, 2])]],
  transpose: [[(x) => core.transpose(x), matrix]],
  sort: [
    [(x) => core.sort(x), matrix],
    [(x) => core.sort(x, { axis: 0, descending: true }), matrix],
  ],
  topK: [
    [(x) => core.topK(x, 2).values, matrix],
    [(x) => core.topK(x, 2, { axis: 0, largest: false, sorted: false }).values, matrix],
  ],
  median: [
    [(x) => core.median(x), matrix],
    [(x) => core.median(x, { axis: 0, keepDims: true }), matrix],
  ],
  quantile: [
    [(x) => core.quantile(x, [0.1, 0.5, 0.8], { axis: 1 }), matrix],
    [(x) => core.quantile(x, 0.4, { method: 'weibull' }), matrix],
  ],
  cumsum: [
    [(x) => core.cumsum(x), matrix],
    [(x) => core.cumsum(x, { axis: 0, reverse: true, exclusive: true }), matrix],
  ],
  cumprod: [
    [(x) => core.cumprod(x, { axis: 1 }), matrix],
    [(x) => core.cumprod(x, { reverse: true }), float64([2, 0, 3, 0, 5, 1])],
    [(x) => core.cumprod(x, { exclusive: true }), float64([0, 0, 0, 4])],
  ],
  cummax: [[(x) => core.cummax(x, { axis: 1 }), matrix]],
  cummin: [[(x) => core.cummin(x, { axis: 0, reverse: true }), matrix]],
  linearRecurrence: [
    [(a, b) => core.linearRecurrence(a, b), matrix, filled([3, 4], 1)],
    [(a, b) => core.linearRecurrence(a, b, { axis: 0, reverse: true }), filled([4]), filled([3, 4], 1)],
    [
      (a, b, initial) => core.linearRecurrence(a, b, { axis: 0, initial }),
      filled([3, 1]),
      filled([3, 4], 1),
      filled([4], 2),
    ],
  ],
  softmax: [
    [(x) => core.softmax(x), matrix],
    [(x) => core.softmax(x, { axis: 0 }), matrix],
  ],
  logSoftmax: [[(x) => core.logSoftmax(x), matrix]],
  logSumExp: [
    [(x) => core.logSumExp(x), matrix],
    [(x) => core.logSumExp(x, { axis: 0, keepDims: true }), matrix],
  ],
  mean: [[(x) => core.mean(x, { axis: 1 }), matrix]],
  norm: [
    [(x) => core.norm(x), matrix],
    [(x) => core.norm(x, { axis: 0, ord: 1 }), matrix],
    [(x) => core.norm(x, { axis: 1, ord: Number.POSITIVE_INFINITY }), matrix],
    [(x) => core.norm(x, { axis: 1, ord: Number.NEGATIVE_INFINITY }), matrix],
    [(x) => core.norm(x, { axis: 1, ord: 3 }), matrix],
    [(x) => core.norm(x, { axis: 0, ord: 1.5 }), matrix],
    [(x) => core.norm(x, { ord: -2 }), matrix],
  ],
  std: [[(x) => core.std(x, { axis: 0 }), matrix]],
  variance: [[(x) => core.variance(x, { axis: 1, ddof: 1 }), matrix]],
  acos: [[core.acos, unit]],
  acosh: [[core.acosh, float64([1.1, 2, 30])]],
  asin: [[core.asin, unit]],
  asinh: [[core.asinh, symmetric]],
  atan: [[core.atan, symmetric]],
  atan2: [[core.atan2, symmetric, float64([1, -2, 3, 1, -2, -0.3, -4, 0.5])]],
  atanh: [[core.atanh, unit]],
  cos: [[core.cos, matrix]],
  cosh: [[core.cosh, symmetric]],
  exp2: [[core.exp2, matrix]],
  log2: [[core.log2, positive]],
  log10: [[core.log10, positive]],
  logAddExp: [[core.logAddExp, matrix, filled([4], 5)]],
  sinh: [[core.sinh, symmetric]],
  tan: [[core.tan, matrix]],
  xlogy: [[core.xlogy, positive, filled([2, 1], 4).add(1.5)]],
  erf: [[core.erf, matrix]],
  erfInv: [[core.erfInv, float64([-0.9, -0.3, 0, 0.5, 0.8])]],
  exp: [[core.exp, matrix]],
  expm1: [[core.expm1, matrix]],
  log: [[core.log, positive]],
  log1p: [[core.log1p, positive]],
  normalProbability: [[core.normalProbability, matrix]],
  rsqrt: [[core.rsqrt, positive]],
  sigmoid: [[core.sigmoid, matrix]],
  sin: [[core.sin, matrix]],
  sqrt: [[core.sqrt, positive]],
  tanh: [[core.tanh, matrix]],
};

const integers = tensor([5, -7, 0, 12, 3, -1], { dtype: 'int32', shape: [2, 3] });
const bits = tensor([1, 2, 31], { dtype: 'uint32' });
const truths = tensor([
  [true, false, true],
  [false, false, true],
]);
const distinct = float64([3, -1, 4, 1.5, -5, 9], [2, 3]);
const special = float64([1, Number.NaN, Number.POSITIVE_INFINITY, -0, Number.NEGATIVE_INFINITY, 2]);
const key = core.key(7);

/** Every function of tensors whose results do not vary with a float tensor, or are declared not to. */
export const locallyConstant: Readonly<Record<string, readonly Case[]>> = {
  all: [[(x) => core.all(x, { axis: 1 }), truths]],
  allClose: [[(x) => core.allClose(x, x), special]],
  any: [[(x) => core.any(x, { axis: 0 }), truths]],
  argmax: [
    [(x) => core.argmax(x, { axis: 1 }), distinct],
    [(x) => core.argmax(x, { axis: [0, 1] }), distinct],
  ],
  argmin: [[(x) => core.argmin(x, { axis: 0 }), distinct]],
  argsort: [
    [(x) => core.argsort(x), special.reshape([2, 3])],
    [(x) => core.argsort(x, { axis: 0, descending: true }), integers],
  ],
  ceil: [[core.ceil, special]],
  countNonzero: [[(x) => core.countNonzero(x, { axis: 1 }), truths]],
  equal: [[core.equal, integers, tensor([5, 0, 3], { dtype: 'int32' })]],
  floor: [[core.floor, distinct]],
  floorDivide: [
    [core.floorDivide, integers, tensor([3, 0, -2], { dtype: 'int32' })],
    [core.floorDivide, distinct, float64([2])],
  ],
  greater: [[core.greater, distinct, float64([0, 1, 2])]],
  greaterEqual: [[core.greaterEqual, distinct, float64([3, 1, 4])]],
  isClose: [[(a, b) => core.isClose(a, b, { rtol: 0.5 }), distinct, float64([0, 1, 2])]],
  isFinite: [[core.isFinite, special]],
  isInf: [[core.isInf, special]],
  isNaN: [[core.isNaN, special]],
  less: [[core.less, distinct, float64([0, 1, 2])]],
  lessEqual: [[core.lessEqual, distinct, float64([3, 1, 4])]],
  logicalAnd: [[core.logicalAnd, truths, tensor([true, false, true])]],
  logicalNot: [[core.logicalNot, truths]],
  logicalOr: [[core.logicalOr, truths, tensor([true, false, true])]],
  logicalXor: [[core.logicalXor, truths, tensor([true, false, true])]],
  notEqual: [[core.notEqual, special, float64([1])]],
  oneHot: [[(x) => core.oneHot(x, 4), integers]],
  round: [[core.round, float64([-2.5, -0.5, 0.4, 1.5, 2.5])]],
  searchSorted: [
    [(edges, x) => core.searchSorted(edges, x), float64([-2, 1, 1, 3]), special],
    [(edges, x) => core.searchSorted(edges, x, { side: 'right' }), float64([-2, 1, 1, 3]), distinct],
  ],
  sign: [[core.sign, special]],
  signBit: [[core.signBit, special]],
  trunc: [[core.trunc, special]],
  bitwiseAnd: [[core.bitwiseAnd, integers, tensor([6, 3, 1], { dtype: 'int32' })]],
  bitwiseNot: [[core.bitwiseNot, bits]],
  bitwiseOr: [[core.bitwiseOr, integers, tensor([6, 3, 1], { dtype: 'int32' })]],
  bitwiseXor: [[core.bitwiseXor, bits, tensor([7], { dtype: 'uint32' })]],
  leftShift: [[core.leftShift, bits, tensor([1, 4, 0], { dtype: 'uint32' })]],
  rightShift: [[core.rightShift, integers, tensor([1, 2, 0], { dtype: 'int32' })]],
  onesLike: [[(x) => core.mul(core.onesLike(x), x), integers]],
  stopGradient: [[core.stopGradient, special]],
  zerosLike: [[(x) => core.add(core.zerosLike(x), x), integers]],
  bernoulli: [[(k, p) => core.bernoulli(k, [5], { p }), key, float64([0.3], [])]],
  categorical: [[(k, logits) => core.categorical(k, logits, { shape: [4, 3] }), key, filled([3, 2])]],
  exponential: [[(k) => core.exponential(k, [5]), key]],
  gumbel: [[(k) => core.gumbel(k, [2, 3]), key]],
  laplace: [[(k) => core.laplace(k, [5]), key]],
  permutation: [
    [(k) => core.permutation(k, 6), key],
    [(k, x) => core.permutation(k, x, { axis: 1 }), key, matrix],
  ],
  randint: [[(k) => core.randint(k, [5], -3, 9), key]],
  foldIn: [[(k, n) => core.foldIn(k, n), key, tensor(3, { dtype: 'uint32' })]],
  normal: [[(k) => core.normal(k, [2, 3]), key]],
  randomBits: [[(k) => core.randomBits(k, [5]), key]],
  split: [[(k) => core.split(k, 3), key]],
  truncatedNormal: [[(k) => core.truncatedNormal(k, [5]), key]],
  uniform: [[(k) => core.uniform(k, [5], { dtype: 'float64' }), key]],
};

/**
 * Samples, which jump as their parameters move, because candidates are refused: their derivatives are those of a sample that
 * keeps its rank, and finite differences know nothing of them.
 */
export const sampled: Readonly<Record<string, readonly Case[]>> = {
  gamma: [[(alpha) => core.gamma(key, alpha, { shape: [2, 3] }), float64([0.3, 1.5, 20])]],
  beta: [[(a, b) => core.beta(key, a, b), float64([0.5, 4]), float64([2, 0.9])]],
  dirichlet: [[(alpha) => core.dirichlet(key, alpha), float64([0.5, 2, 3, 0.1], [2, 2])]],
};

/** What is no function of tensors. */
export const others = `
  arange eye full linspace ones tensor zeros key threefry2x32
  assign explain hostScalar jit memory named trackCreation variable
  broadcastShapes checkFlags checkOptions checkShape describe equalShapes flattenTree formatShape normalizeAxes normalizeAxis sizeOf
`.match(/\w+/g) as readonly string[];
