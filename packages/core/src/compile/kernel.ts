import type { DType } from '../dtype.ts';
import type { ElementwiseOp } from '../ops/elementwise.ts';
import type { IndexingCode, OperationCode, ReductionCode } from '../ops/operation.ts';
import type { ReduceOp } from '../ops/reduce.ts';
import type { Shape } from '../shape.ts';
import type { FunctionHandle, Module } from '../wasm/assembler.ts';
import type { Division } from '../wasm/emit/division.ts';
import type { OwnKernel } from './own-kernel.ts';

/** `offset + Σ strides[a] · axis[a]` over the axes of a kernel. */
export interface Affine {
  readonly offset: number;
  readonly strides: readonly number[];
}

/** Where an array lives while a program runs. Addresses are given to the program in a table, one entry a buffer. */
export interface Buffer {
  readonly index: number;
  readonly dtype: DType;
  /** Number of elements. */
  readonly size: number;
  /** What the buffer holds, for explanations. */
  readonly label: string;
}

/** `low ≤ position < high` */
export interface Range {
  readonly position: Affine;
  readonly low: number;
  readonly high: number;
}

/** A scalar computed at one point of the iteration space. Shared subexpressions are shared objects. */
export type Expression = Constant | Load | Index | Apply | Choose | Gather | Reduced;

interface Constant {
  readonly kind: 'constant';
  readonly dtype: DType;
  readonly value: number;
}

export interface Load {
  readonly kind: 'load';
  readonly dtype: DType;
  readonly buffer: Buffer;
  readonly at: Affine;
}

/** The position itself, as a number. */
export interface Index {
  readonly kind: 'index';
  readonly dtype: DType;
  readonly at: Affine;
}

interface Apply {
  readonly kind: 'apply';
  readonly dtype: DType;
  readonly op: ElementwiseOp;
  readonly inputs: readonly Expression[];
  /** What the node brought, if it is an operation that brings its code. */
  readonly code?: OperationCode;
}

/** One expression inside a box of the iteration space, another outside: padding and concatenation. */
export interface Choose {
  readonly kind: 'choose';
  readonly dtype: DType;
  readonly within: readonly Range[];
  readonly inside: Expression;
  readonly outside: Expression;
}

/** A load whose position depends on a computed index, clamped into `[0, extent)`. */
export interface Gather {
  readonly kind: 'gather';
  readonly dtype: DType;
  readonly buffer: Buffer;
  readonly at: Affine;
  readonly index: Expression;
  readonly extent: number;
  readonly stride: number;
  readonly code: IndexingCode;
}

/** The finished result of a reduction of the same kernel. */
interface Reduced {
  readonly kind: 'reduced';
  readonly dtype: DType;
  readonly reduction: Reduction;
}

/** Folds a value over the column axes. */
export interface Reduction {
  readonly op: ReduceOp;
  /** Element type of the result. */
  readonly dtype: DType;
  /** Set anew when the schedule finds that parts of it are stored: expressions refer to the reduction, not to this. */
  value: Expression;
  /** For `argmax`: the position along the reduced axis. */
  readonly position?: Affine;
  /** What the node brought, if it is an operation that brings its code. */
  readonly code?: ReductionCode;
}

export interface Store {
  readonly buffer: Buffer;
  readonly at: Affine;
  readonly value: Expression;
}

/** One pass: over the columns of a row, or once for the row. */
export interface Stage {
  readonly level: 'row' | 'column';
  readonly stores: readonly Store[];
  readonly reductions: readonly Reduction[];
}

/**
 * `Σ left(row, k) · right(k, column)` through packed panels. Rows, columns and `k` may each be several axes of the
 * operands, counted through as one. `k` runs in blocks, so that what is packed stays in the cache.
 */
export interface Contraction extends Pick<OwnKernel, 'values' | 'writes'> {
  readonly dtype: DType;
  /** How many products of this kind there are, one after the other. */
  readonly products: number;
  readonly rows: number;
  readonly columns: number;
  readonly depth: number;
  readonly blockDepth: number;
  /** Packed, or read in place over the axes `[batch, row, k]` where packing would not pay; over its own with `emit`. */
  readonly left: Packed | Load;
  readonly right: Packed;
  /** The sums, one row after the other; the stages of the kernel load the present row. */
  readonly accumulator: Buffer;
  /** For another way to multiply: the order in which the axes of the rows are counted through, and what it emits. */
  readonly rowAxes?: readonly number[];
  readonly emit?: (module: Module, kernel: Kernel, division?: Division) => FunctionHandle;
}

/** An operand of a product, evaluated into panels of `lanes` rows or columns, one step of `k` after the other. */
export interface Packed {
  readonly kind: 'packed';
  readonly value: Expression;
  /** Extents of the axes of the expression. */
  readonly extents: Shape;
  /** The axes that number rows or columns, those of the batch included, and those that are summed over. */
  readonly lines: readonly number[];
  readonly steps: readonly number[];
  readonly lanes: number;
  readonly buffer: Buffer;
}

/** A loop nest: rows outside, columns inside, stages in order for each row. */
export interface Kernel {
  readonly name: string;
  /** Extents of all axes. */
  readonly extents: readonly number[];
  /** Axes that loop outside, in order. */
  readonly rows: readonly number[];
  /** Axes that loop inside each column stage, in order. */
  readonly columns: readonly number[];
  readonly stages: readonly Stage[];
  readonly contraction?: Contraction;
  readonly own?: OwnKernel;
  /** Instead of all that: loops that run one after the other and need nothing of each other. */
  readonly parts?: readonly Kernel[];
  /** Why the kernel ends where it does, for `explain()`. */
  readonly reasons: readonly string[];
  /** On whose behalf it computes, for `explain()` and profiles: layers, updates of parameters. */
  readonly origins?: readonly string[];
}

/** What a pass evaluates. */
export function valuesOf({ stores, reductions }: Stage): Expression[] {
  return [...stores, ...reductions].map(({ value }) => value);
}

/** What the passes of a kernel evaluate. */
export function rootsOf({ stages }: Pick<Kernel, 'stages'>): Expression[] {
  return stages.flatMap(valuesOf);
}

/** What a kernel does before its stages or instead of them. */
export function workOf({ contraction, own }: Kernel): Pick<OwnKernel, 'values' | 'writes'> {
  return contraction ?? own ?? { values: [], writes: [] };
}

const placesOf = (kernel: Kernel, those: (part: Kernel) => readonly (Load | Gather | Store)[]): Buffer[] =>
  (kernel.parts ?? [kernel]).flatMap((part) => those(part).map(({ buffer }) => buffer));

/** Every buffer that a kernel reads. */
export function readsOf(kernel: Kernel): Set<Buffer> {
  return new Set(placesOf(kernel, (part) => loadsOf([...rootsOf(part), ...workOf(part).values])));
}

/** Every buffer that a kernel writes. */
export function writesOf(kernel: Kernel): Set<Buffer> {
  return new Set([
    ...placesOf(kernel, ({ stages }) => stages.flatMap(({ stores }) => stores)),
    ...workOf(kernel).writes,
  ]);
}

/** The direct parts of an expression, not looking into finished reductions. */
export function partsOf(e: Expression): readonly Expression[] {
  switch (e.kind) {
    case 'apply':
      return e.inputs;
    case 'choose':
      return [e.inside, e.outside];
    case 'gather':
      return [e.index];
    default:
      return [];
  }
}

/** Expressions and all their parts, each once. */
export function partsWithin(roots: Iterable<Expression>): Set<Expression> {
  const found = new Set(roots);
  // The set grows while it is walked.
  for (const e of found) for (const part of partsOf(e)) found.add(part);
  return found;
}

/** The loads within expressions. */
export function loadsOf(roots: Iterable<Expression>): (Load | Gather)[] {
  return [...partsWithin(roots)].filter((e) => e.kind === 'load' || e.kind === 'gather');
}
