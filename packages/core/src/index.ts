export type { NestedArray } from './constant.ts';
export { trackCreation } from './creation.ts';
export type { ArrayOf, DType, TypedArray } from './dtype.ts';
export type { ErrorCode } from './errors.ts';
export {
  ArgumentError,
  checkFlags,
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
export { explain } from './explain.ts';
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
export type { AveragePoolOptions } from './functions/average-pooling.ts';
export { averagePool1d, averagePool2d, averagePool3d } from './functions/average-pooling.ts';
export { moveAxis, swapAxes } from './functions/axes.ts';
export { bitwiseAnd, bitwiseNot, bitwiseOr, bitwiseXor, leftShift, rightShift } from './functions/bitwise.ts';
export { cast } from './functions/casting.ts';
export type { CloseOptions } from './functions/closeness.ts';
export { allClose, isClose } from './functions/closeness.ts';
export {
  equal,
  greater,
  greaterEqual,
  isFinite,
  isInf,
  isNaN,
  less,
  lessEqual,
  notEqual,
  where,
} from './functions/comparison.ts';
export { conditional } from './functions/conditional.ts';
export type { TensordotOptions } from './functions/contraction.ts';
export { matmul, outer, tensordot } from './functions/contraction.ts';
export type { ConvOptions, DepthwiseConvOptions } from './functions/convolution.ts';
export {
  conv1d,
  conv2d,
  conv3d,
  depthwiseConv1d,
  depthwiseConv2d,
  separableConv1d,
  separableConv2d,
} from './functions/convolution.ts';
export type { CreationOptions, EyeOptions } from './functions/creation.ts';
export { arange, eye, full, linspace, ones, onesLike, zeros, zerosLike } from './functions/creation.ts';
export type { CumulativeOptions, CumulativeSumOptions } from './functions/cumulative.ts';
export { cummax, cummin, cumprod, cumsum } from './functions/cumulative.ts';
export type { DiagonalOptions, OffsetOptions } from './functions/diagonals.ts';
export { diag, diagonal, trace, tril, triu } from './functions/diagonals.ts';
export { floorDivide, fmod, remainder } from './functions/division.ts';
export { einsum } from './functions/einsum.ts';
export { erfInv } from './functions/erf-inv.ts';
export type { GatherOptions } from './functions/gathering.ts';
export { embedding, gatherND } from './functions/gathering.ts';
export type { GlobalPoolOptions } from './functions/global-pooling.ts';
export { globalAveragePool, globalMaxPool } from './functions/global-pooling.ts';
export type { MeshgridOptions } from './functions/grids.ts';
export { broadcastArrays, meshgrid } from './functions/grids.ts';
export { acosh, asinh, atanh, cosh, sinh } from './functions/hyperbolic.ts';
export type { AlongAxisOptions, IndexOptions, Indices, OneHotOptions } from './functions/indexing.ts';
export { oneHot, scatterAdd, take, takeAlongAxis } from './functions/indexing.ts';
export { acos, asin, atan, atan2 } from './functions/inverse-trigonometric.ts';
export type { JoinOptions } from './functions/joining.ts';
export { concatenate, stack } from './functions/joining.ts';
export { clip, maximum, minimum } from './functions/limits.ts';
export type { LinearRecurrenceOptions } from './functions/linear-recurrence.ts';
export { linearRecurrence } from './functions/linear-recurrence.ts';
export { exp2, log2, log10, logAddExp, xlogy } from './functions/logarithms.ts';
export { logicalAnd, logicalNot, logicalOr, logicalXor } from './functions/logical.ts';
export { maxPool1d, maxPool2d, maxPool3d } from './functions/max-pooling.ts';
export type { NormOptions } from './functions/norms.ts';
export { norm } from './functions/norms.ts';
export type { PadMode, PadOptions } from './functions/padding.ts';
export { pad } from './functions/padding.ts';
export type { PoolOptions } from './functions/pooled-windows.ts';
export { inner, kron, vdot } from './functions/products.ts';
export type { QuantileMethod, QuantileOptions } from './functions/quantiles.ts';
export { median, quantile } from './functions/quantiles.ts';
export type { ArgOptions, ReduceOptions } from './functions/reductions.ts';
export { all, any, argmax, argmin, countNonzero, max, min, prod, sum } from './functions/reductions.ts';
export type { RepeatOptions } from './functions/repeating.ts';
export { repeat, roll, tile } from './functions/repeating.ts';
export { cbrt, hypot } from './functions/roots.ts';
export { ceil, floor, round, trunc } from './functions/rounding.ts';
export type { ScanOptions } from './functions/scan.ts';
export { scan } from './functions/scan.ts';
export type { ScatterReduction } from './functions/scatter-rows.ts';
export type { PutOptions, ScatterOptions } from './functions/scattering.ts';
export { putAlongAxis, scatterND } from './functions/scattering.ts';
export type { SearchSortedOptions } from './functions/searching.ts';
export { searchSorted } from './functions/searching.ts';
export type { NanToNumOptions, SelectOptions } from './functions/selection.ts';
export { nanToNum, select } from './functions/selection.ts';
export type { AxisOptions } from './functions/shaping.ts';
export {
  broadcastTo,
  expandDims,
  flatten,
  flip,
  reshape,
  squeeze,
  transpose,
} from './functions/shaping.ts';
export { copySign, signBit } from './functions/signs.ts';
export { slice } from './functions/slicing.ts';
export type { SlidingWindowOptions } from './functions/sliding-window.ts';
export { slidingWindow } from './functions/sliding-window.ts';
export type { SoftmaxOptions } from './functions/softmax.ts';
export { logSoftmax, logSumExp, softmax } from './functions/softmax.ts';
export type { SortOptions, TopK, TopKOptions } from './functions/sorting.ts';
export { argsort, sort, topK } from './functions/sorting.ts';
export type { CausalPadding, Padding, PerAxis } from './functions/spatial.ts';
export type { ArraySplitOptions } from './functions/splitting.ts';
export { arraySplit } from './functions/splitting.ts';
export type { VarianceOptions } from './functions/statistics.ts';
export { mean, std, variance } from './functions/statistics.ts';
export { stopGradient } from './functions/stop-gradient.ts';
export {
  cos,
  erf,
  exp,
  expm1,
  log,
  log1p,
  normalProbability,
  rsqrt,
  sigmoid,
  sin,
  sqrt,
  tanh,
} from './functions/transcendental.ts';
export type { ConvTransposeOptions } from './functions/transposed-convolution.ts';
export { conv1dTranspose, conv2dTranspose, conv3dTranspose } from './functions/transposed-convolution.ts';
export { tan } from './functions/trigonometric.ts';
export type { HostScalarOptions } from './host-scalar.ts';
export { hostScalar } from './host-scalar.ts';
export type { Jitted } from './jit.ts';
export { jit } from './jit.ts';
export { threefry2x32 } from './ops/scalar-meaning.ts';
export { named } from './origin.ts';
export type { BernoulliOptions, CategoricalOptions, RandintOptions } from './random/discrete.ts';
export { bernoulli, categorical, randint } from './random/discrete.ts';
export type { StandardOptions } from './random/exponential.ts';
export { exponential, gumbel, laplace } from './random/exponential.ts';
export type { ShapeOptions } from './random/gamma.ts';
export { beta, dirichlet, gamma } from './random/gamma.ts';
export { foldIn, key, randomBits, split } from './random/key.ts';
export type { NormalOptions, TruncatedNormalOptions } from './random/normal.ts';
export { normal, truncatedNormal } from './random/normal.ts';
export type { PermutationOptions } from './random/permutation.ts';
export { permutation } from './random/permutation.ts';
export type { UniformOptions } from './random/uniform.ts';
export { uniform } from './random/uniform.ts';
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
