import type { CustomGraph } from '../brought/custom.ts';
import type { Loop } from '../brought/scan/loop.ts';
import type { Affine, Contraction, Expression, Gather, Reduction } from '../compile/kernel.ts';
import type { Boundary } from '../compile/lower.ts';
import type { Planner, Planning } from '../compile/own-kernel.ts';
import type { Factors } from '../compile/product.ts';
import type { DType } from '../dtype.ts';
import type { Node } from '../graph.ts';
import type { Shape } from '../shape.ts';
import type { Source } from '../source.ts';
import type { Subgraph } from '../subgraph.ts';
import type { Accumulation, Extent } from '../wasm/emit/accumulate.ts';
import type { Nest } from '../wasm/emit/nest.ts';
import type { Registers } from '../wasm/emit/registers.ts';
import type { Brought, Derivative } from './brought.ts';

/** What is known of an array without its values. */
export interface ArrayType {
  readonly shape: Shape;
  readonly dtype: DType;
}

type None = Readonly<Record<never, never>>;
/**
 * How an operation is computed on each target, for operations that many programs do without: the function that makes
 * the node brings the code, so that a bundle holds only what its program can use. One operation always has one code.
 */
interface Code<Wasm> {
  readonly wasm: Wasm;
}
interface Coded<C> {
  readonly code: C;
}
/** Replaces the operands on the stack, registers of elements of type `dtype`, by the result. */
export type OperationCode = Code<(registers: Registers, dtype: DType) => void>;
/** The same, with a derivative that programs need only where they have the operation. */
interface DifferentiableCode<O extends Op> extends OperationCode {
  readonly derivative: Derivative<O>;
}
/** Starts a reduction; the result takes in the values one after the other. */
export type ReductionCode = Code<(nest: Nest, reduction: Reduction, extent: Extent) => Accumulation>;
/** Reading and adding at computed positions, which are each other's derivatives. */
export interface IndexingCode
  extends Code<{
    /** Pushes what the expression reads. */
    readonly gather: (nest: Nest, e: Gather) => void;
  }> {
  /** `scatterAdd` is a kernel of its own. */
  readonly plan: Planner<'scatterAdd'>;
  /** The element of what is gathered at an index. */
  readonly lower: (n: Node<'gather'>, index: readonly Affine[], boundary: Boundary) => Expression;
}
/** Overlapping views and adding them up, which are each other's derivatives. */
export interface OverlapCode {
  readonly window: (inputs: readonly ArrayType[], attributes: Attributes['window']) => ArrayType | Misfit;
  readonly fold: (inputs: readonly ArrayType[], attributes: Attributes['fold']) => ArrayType | Misfit;
  /** The element of a view at an index. */
  readonly lower: (n: Node<'window'>, index: readonly Affine[], boundary: Boundary) => Expression;
  /** What a fold adds up, at the points of its space: the axes of the result, then that of the taps. */
  readonly folded: (n: Node<'fold'>, points: readonly Affine[], boundary: Boundary) => Expression;
  readonly derivative: Derivative<'window' | 'fold'>;
}
/** Another way to multiply than by packing both operands, where it fits. */
export interface ProductCode {
  readonly plan: (factors: Factors, scratch: Planning['scratch']) => Contraction | undefined;
}
interface Axes {
  readonly axes: readonly number[];
}
interface Indexing extends Coded<IndexingCode> {
  /** Leading axes that operand and indices share. */
  readonly batch: number;
  /** The axis of the operand that is indexed, at or after `batch`. */
  readonly axis: number;
}

/** The constants that each primitive operation carries beside its inputs. Its keys are the primitives. */
export interface Attributes {
  // leaf
  /** Every element is `value`. */
  readonly literal: { readonly value: number; readonly shape: Shape; readonly dtype: DType };
  readonly input: { readonly source: Source; readonly shape: Shape; readonly dtype: DType };
  /** The index along `axis`. */
  readonly iota: { readonly axis: number; readonly shape: Shape; readonly dtype: DType };
  // unary
  readonly neg: None;
  readonly abs: None;
  readonly sign: None;
  readonly floor: None;
  readonly exp: Coded<OperationCode>;
  readonly expm1: Coded<OperationCode>;
  readonly log: Coded<OperationCode>;
  readonly log1p: Coded<OperationCode>;
  readonly sqrt: None;
  readonly sin: Coded<DifferentiableCode<'sin'>>;
  readonly cos: Coded<DifferentiableCode<'cos'>>;
  readonly tanh: Coded<OperationCode>;
  readonly sigmoid: Coded<OperationCode>;
  readonly erf: Coded<OperationCode>;
  /** The standard normal distribution function. */
  readonly normalProbability: Coded<DifferentiableCode<'normalProbability'>>;
  readonly cast: { readonly dtype: DType };
  /** The same 32 bits read as another type. */
  readonly bitcast: { readonly dtype: DType };
  // binary
  readonly add: None;
  readonly sub: None;
  readonly mul: None;
  readonly div: None;
  readonly pow: Coded<OperationCode>;
  readonly max: None;
  readonly min: None;
  readonly rem: Coded<OperationCode>;
  readonly and: None;
  readonly or: None;
  readonly xor: None;
  readonly shl: Coded<OperationCode>;
  readonly shr: Coded<OperationCode>;
  // choice
  readonly eq: None;
  readonly lt: None;
  readonly le: None;
  /** `select(condition, ifTrue, ifFalse)` */
  readonly select: None;
  // reduce: the named axes disappear
  readonly reduceSum: Axes;
  readonly reduceProd: Axes;
  readonly reduceMax: Axes;
  readonly reduceMin: Axes;
  /**
   * `[…, positions, size, …] → […, extent, …]` at `axis`: adds overlapping views that start at neighbouring positions; the
   * transpose of `window` with stride 1.
   */
  readonly fold: Coded<OverlapCode> & { readonly axis: number; readonly dilation: number; readonly extent: number };
  /** Index of the first largest element along one axis; NaN counts as largest. */
  readonly argmax: Coded<ReductionCode> & { readonly axis: number };
  // contract
  /** `[batch…, left…, contract…] · [batch…, contract…, right…] → [batch…, left…, right…]`; both are counts of axes. */
  readonly dot: { readonly batch: number; readonly contract: number; readonly code?: ProductCode };
  /**
   * `[batch, …spatial, channels] ⋆ […taps, channels / groups, filters] → [batch, …positions, filters]`: at each position that
   * fits, sums of products of the kernel and what lies under it, without turning the kernel. Around the spatial axes are `low`
   * and `high` zeros.
   */
  readonly conv: Coded<Brought<'conv'>> & {
    readonly strides: readonly number[];
    readonly dilations: readonly number[];
    readonly low: readonly number[];
    readonly high: readonly number[];
    readonly groups: number;
  };
  // move
  /** Input axis `i` becomes axis `axes[i]` of `shape`; the others are repeated. `axes` is increasing. */
  readonly broadcast: { readonly shape: Shape; readonly axes: readonly number[] };
  readonly reshape: { readonly shape: Shape };
  /** Axis `i` of the result is axis `axes[i]` of the input. */
  readonly permute: Axes;
  readonly slice: { readonly start: readonly number[]; readonly stop: readonly number[] };
  readonly pad: { readonly low: readonly number[]; readonly high: readonly number[]; readonly value: number };
  readonly reverse: Axes;
  readonly concat: { readonly axis: number };
  /**
   * `[…, n, …] → […, positions, size, …]` at `axis`: overlapping views of `size` elements that lie `dilation` apart, one
   * every `stride` elements, as many as fit. Those of a product that reads them in place begin `low` before the array and end
   * `high` behind it: there they are zero.
   */
  readonly window: Coded<OverlapCode> & {
    readonly axis: number;
    readonly size: number;
    readonly stride: number;
    readonly dilation: number;
    readonly low?: number;
    readonly high?: number;
  };
  // index
  /** `operand, indices → operand[:axis] + indices[batch:] + operand[axis+1:]`; indices are clamped into the extent. */
  readonly gather: Indexing;
  /** `operand, indices, updates → operand + updates added at indices`: the transpose of `gather`. */
  readonly scatterAdd: Indexing;
  /**
   * Positions along an axis in the order of the elements, as int32; equal ones, −0 and 0 among them, in the order in which
   * they stand. NaN counts as largest.
   */
  readonly argsort: Coded<Brought<'argsort'>> & { readonly axis: number; readonly descending: boolean };
  // structure
  /** The same values, without a derivative. */
  readonly stopGradient: None;
  /** The first input, as a value of its own that is not merged with equal ones, computed again after the second. */
  readonly barrier: None;
  /** `a, b → y` along an axis, or against it: y₀ = b₀ and then yₖ = aₖ yₖ₋₁ + bₖ; a₀ is not used. */
  readonly recurrence: Coded<Brought<'recurrence'>> & { readonly axis: number; readonly reverse: boolean };
  /** A result of the graph for the inputs; derivatives compute the graph again. */
  readonly call: Coded<Brought<'call'>> & { readonly body: Subgraph; readonly output: number };
  /** A value of a function that brings its own pullback. */
  readonly custom: Coded<Brought<'custom'>> & CustomGraph & { readonly output: number };
  /**
   * A result of a loop, from the first carries, the arrays and the constants: the last content of the carry at a position,
   * or what the graph computes in every step, along a new first axis. All results of a loop have one array of inputs.
   */
  readonly scan: Coded<Brought<'scan'>> & { readonly loop: Loop; readonly output: number | Subgraph };
  // linear algebra: matrices in the last two axes, the axes before them shared
  /** The lower factor L of `a = L Lᵀ`, of which only the lower triangle is read; NaN where it is not positive definite. */
  readonly cholesky: Coded<Brought<'cholesky'>>;
  /** `a, b → x` with `a x = b`, or `aᵀ x = b`, where `a` is triangular: the other triangle is not read. */
  readonly triangularSolve: Coded<Brought<'triangularSolve'>> & {
    readonly lower: boolean;
    readonly transpose: boolean;
    readonly unitDiagonal: boolean;
  };
  /**
   * `[…, m, n] → […, m + n, k + 1]`: the factors of `a = Q R` by Householder reflections, min(m − 1, n) of them, as Q above
   * Rᵀ with k columns, min(m, n) or, where complete, m. In the last column stand the determinant of Q, times that of the
   * exchanges of columns, beside the first row of Q, and beside Rᵀ which column of `a` each column of R belongs to.
   */
  readonly qr: Coded<Brought<'qr'>> & { readonly complete: boolean; readonly pivoting: boolean };
  /** `[…, n, n] → […, 1 + n, n]`: ascending eigenvalues above eigenvectors of a symmetric matrix; its lower triangle is read. */
  readonly eigh: Coded<Brought<'eigh'>>;
  /** `[…, m, n] → […, 1 + m + n, min(m, n)]`: descending singular values above the left above the right singular vectors. */
  readonly svd: Coded<Brought<'svd'>>;
  /** `a, b → x` with `a x = b` or `aᵀ x = b`. */
  readonly solve: Coded<Brought<'solve'>> & { readonly transpose: boolean };
  /** `a, b → a⁺ b`, or with aᵀ, where singular values up to `tolerance` times the largest count as zero. */
  readonly lstsq: Coded<Brought<'lstsq'>> & { readonly transpose: boolean; readonly tolerance: number };
  // random
  /** Threefry-2x32-20 of key `(k0, k1)` and counter `(c0, c1)`: the first or second word, or both combined by xor. */
  readonly randomBits: Coded<OperationCode> & { readonly word: 0 | 1 | 'xor' };
}

export type Op = keyof Attributes;

/** Operations of which nothing but the row in the table is there without a node. */
export type WhollyBrought = {
  [O in Op]: Attributes[O] extends Coded<Pick<Brought<O>, 'infer' | 'derivative'>> ? O : never;
}[Op];

/** Operations whose nodes bring their code. */
export type CodedOp = { [O in Op]: Attributes[O] extends Coded<unknown> ? O : never }[Op];

export type Family = 'leaf' | 'elementwise' | 'reduce' | 'contract' | 'move' | 'index' | 'structure' | 'linear algebra';

/** Why operations refuse inputs. The public functions check first, and say it in the words of their caller. */
export type Misfit = 'shape-mismatch' | 'dtype-mismatch';

/** What an operation is: one row of data. */
export interface Operation<O extends Op> {
  readonly family: Family;
  /** Element types that the first data input may have. */
  readonly dtypes: DTypeList;
  /** Shape and element type of the result, or what does not fit. */
  readonly infer: (inputs: readonly ArrayType[], attributes: Attributes[O]) => ArrayType | Misfit;
  /** Whether it is computed by a kernel that it plans itself, with the code on its node. */
  readonly ownKernel?: true;
  /** Approximate arithmetic per element of the result, in additions: what fusion weighs against a load. */
  readonly cost: number;
}

export type DTypeList = readonly DType[];

/** The row of an operation whose nodes bring all that it is: a kernel of its own, or simpler operations that replace it. */
export const broughtWhole = <O extends WhollyBrought>(
  family: Family,
  dtypes: DTypeList,
  cost: number,
): Operation<O> => ({
  family,
  ownKernel: true,
  dtypes,
  infer: (inputs, attributes) => (attributes.code as unknown as Brought<O>).infer(inputs, attributes),
  cost,
});

export const floats: DTypeList = ['float32', 'float64'];
export const integers: DTypeList = ['int32', 'uint32', 'uint8'];
export const words: DTypeList = ['int32', 'uint32'];
export const arithmetic: DTypeList = [...floats, ...words];
export const numbers: DTypeList = [...floats, ...integers];
export const signed: DTypeList = [...floats, 'int32'];
export const logical: DTypeList = [...integers, 'bool'];
export const anything: DTypeList = [...numbers, 'bool'];
