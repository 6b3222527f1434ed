import type { DType } from '../dtype.ts';
import type { Shape } from '../shape.ts';
import type { Source } from '../source.ts';
import type { Registers } from '../wasm/emit/registers.ts';

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
export interface OperationCode {
  /** Replaces the operands on the stack, registers of elements of type `dtype`, by the result. */
  readonly wasm: (registers: Registers, dtype: DType) => void;
}
interface Coded {
  readonly code: OperationCode;
}
interface Axes {
  readonly axes: readonly number[];
}
interface Indexing {
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
  readonly exp: Coded;
  readonly expm1: Coded;
  readonly log: Coded;
  readonly log1p: Coded;
  readonly sqrt: None;
  readonly sin: Coded;
  readonly cos: Coded;
  readonly tanh: Coded;
  readonly sigmoid: Coded;
  readonly erf: Coded;
  readonly cast: { readonly dtype: DType };
  /** The same 32 bits read as another type. */
  readonly bitcast: { readonly dtype: DType };
  // binary
  readonly add: None;
  readonly sub: None;
  readonly mul: None;
  readonly div: None;
  readonly pow: Coded;
  readonly max: None;
  readonly min: None;
  readonly rem: Coded;
  readonly and: None;
  readonly or: None;
  readonly xor: None;
  readonly shl: Coded;
  readonly shr: Coded;
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
  /** Index of the first largest element along one axis; NaN counts as largest. */
  readonly argmax: { readonly axis: number };
  // contract
  /** `[batch…, left…, contract…] · [batch…, contract…, right…] → [batch…, left…, right…]`; both are counts of axes. */
  readonly dot: { readonly batch: number; readonly contract: number };
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
  // index
  /** `operand, indices → operand[:axis] + indices[batch:] + operand[axis+1:]`; indices are clamped into the extent. */
  readonly gather: Indexing;
  /** `operand, indices, updates → operand + updates added at indices`: the transpose of `gather`. */
  readonly scatterAdd: Indexing;
  // random
  /** Threefry-2x32-20 of key `(k0, k1)` and counter `(c0, c1)`: the first or second word, or both combined by xor. */
  readonly randomBits: Coded & { readonly word: 0 | 1 | 'xor' };
}

export type Op = keyof Attributes;

/** Operations whose nodes bring their code. */
export type CodedOp = { [O in Op]: Attributes[O] extends Coded ? O : never }[Op];

export type Family = 'leaf' | 'elementwise' | 'reduce' | 'contract' | 'move' | 'index';

/** What an operation is: one row of data. */
export interface Operation<O extends Op> {
  readonly family: Family;
  /** Number of inputs; -1 for one or more. */
  readonly arity: number;
  /** Element types that the first data input may have. */
  readonly dtypes: DTypeList;
  /** Shape and element type of the result; throws when the inputs do not fit. */
  readonly infer: (inputs: readonly ArrayType[], attributes: Attributes[O]) => ArrayType;
  /** Approximate arithmetic per element of the result, in additions: what fusion weighs against a load. */
  readonly cost: number;
}

export type DTypeList = readonly DType[];
export const floats: DTypeList = ['float32', 'float64'];
export const integers: DTypeList = ['int32', 'uint32', 'uint8'];
export const words: DTypeList = ['int32', 'uint32'];
export const numbers: DTypeList = [...floats, ...integers];
export const signed: DTypeList = [...floats, 'int32'];
export const logical: DTypeList = [...integers, 'bool'];
export const anything: DTypeList = [...numbers, 'bool'];
