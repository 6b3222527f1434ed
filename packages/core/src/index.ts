export type { NestedArray } from './constant.ts';
export type { ArrayOf, DType, TypedArray } from './dtype.ts';
export type { ErrorCode } from './errors.ts';
export {
  ArgumentError,
  checkOptions,
  DataError,
  DifferentiationError,
  DisposedError,
  DTypeError,
  describe,
  GradkitError,
  ShapeError,
  TracingError,
} from './errors.ts';
export {
  abs,
  add,
  div,
  mul,
  neg,
  pow,
  reciprocal,
  sign,
  square,
  sub,
} from './functions/arithmetic.ts';
export { bitwiseAnd, bitwiseNot, bitwiseOr, bitwiseXor, leftShift, rightShift } from './functions/bitwise.ts';
export { cast } from './functions/casting.ts';
export {
  equal,
  greater,
  greaterEqual,
  isFinite,
  isNaN,
  less,
  lessEqual,
  notEqual,
  where,
} from './functions/comparison.ts';
export type { TensordotOptions } from './functions/contraction.ts';
export { matmul, outer, tensordot } from './functions/contraction.ts';
export type { CreationOptions, EyeOptions } from './functions/creation.ts';
export { arange, eye, full, linspace, ones, onesLike, zeros, zerosLike } from './functions/creation.ts';
export { floorDivide, remainder } from './functions/division.ts';
export { erfInv } from './functions/erf-inv.ts';
export type { AlongAxisOptions, IndexOptions, Indices, OneHotOptions } from './functions/indexing.ts';
export { oneHot, scatterAdd, take, takeAlongAxis } from './functions/indexing.ts';
export type { JoinOptions } from './functions/joining.ts';
export { concatenate, stack } from './functions/joining.ts';
export { clip, maximum, minimum } from './functions/limits.ts';
export { logicalAnd, logicalNot, logicalOr, logicalXor } from './functions/logical.ts';
export type { ArgOptions, ReduceOptions } from './functions/reductions.ts';
export { all, any, argmax, argmin, max, min, prod, sum } from './functions/reductions.ts';
export { ceil, floor, round } from './functions/rounding.ts';
export type { AxisOptions, PadOptions } from './functions/shaping.ts';
export {
  broadcastTo,
  expandDims,
  flatten,
  flip,
  pad,
  reshape,
  slice,
  squeeze,
  transpose,
} from './functions/shaping.ts';
export type { SoftmaxOptions } from './functions/softmax.ts';
export { logSoftmax, logSumExp, softmax } from './functions/softmax.ts';
export type { NormOptions, VarianceOptions } from './functions/statistics.ts';
export { mean, norm, std, variance } from './functions/statistics.ts';
export {
  cos,
  erf,
  exp,
  expm1,
  log,
  log1p,
  rsqrt,
  sigmoid,
  sin,
  sqrt,
  tanh,
} from './functions/transcendental.ts';
export type { HostScalarOptions } from './host-scalar.ts';
export { hostScalar } from './host-scalar.ts';
export type { Jitted } from './jit.ts';
export { jit } from './jit.ts';
export type {
  BernoulliOptions,
  NormalOptions,
  TruncatedNormalOptions,
  UniformOptions,
} from './random.ts';
export {
  bernoulli,
  normal,
  threefry2x32,
  truncatedNormal,
  uniform,
} from './random.ts';
export { foldIn, key, randomBits, split } from './random-key.ts';
export type { Shape } from './shape.ts';
export {
  broadcastShapes,
  checkShape,
  equalShapes,
  formatShape,
  normalizeAxes,
  normalizeAxis,
  sizeOf,
} from './shape.ts';
export type { TensorLike, TensorOptions } from './tensor.ts';
export { Tensor, tensor } from './tensor.ts';
export type { Tree, TreeStructure } from './tree.ts';
export { flatten as flattenTree } from './tree.ts';
export type { Parameter, VariableOptions } from './variable.ts';
export { assign, Variable, variable } from './variable.ts';
export type { MemoryReport } from './wasm/memory.ts';
export { memory } from './wasm/memory.ts';
