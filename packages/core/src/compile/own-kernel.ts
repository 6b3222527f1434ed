import type { DType } from '../dtype.ts';
import type { Node } from '../graph.ts';
import type { Op } from '../ops/operation.ts';
import type { Shape } from '../shape.ts';
import type { FunctionHandle, Module } from '../wasm/assembler.ts';
import type { Division } from '../wasm/emit/division.ts';
import type { Affine, Buffer, Expression, Kernel } from './kernel.ts';

/** The kernel of an operation that is no loop nest of the scheduler's making. */
export interface OwnKernel {
  /** What it does, for explanations. */
  readonly description: string;
  /** What it evaluates: a load in here is a read. */
  readonly values: readonly Expression[];
  /** The buffers that it writes, working memory included. */
  readonly writes: readonly Buffer[];
  /**
   * Its functions, in order; each takes the program's table of addresses. Called once, and forgotten then. With a division
   * all threads call them, each does its part, and they need not meet at the end.
   */
  emit: (module: Module, division?: Division) => FunctionHandle[];
  /** Nanoseconds of work that it can divide among threads; undefined where one has to do it all. */
  readonly divisible?: number;
  /** Kernels that it repeats, for explanations. */
  readonly inner?: readonly Kernel[];
  /** Takes in another result of the same work; false for the result of other work. */
  readonly take?: (root: Node) => boolean;
  /** The kernel when all results are in, for one that depends on which there are. */
  readonly complete?: () => OwnKernel;
}

/** What the scheduler offers to operations that plan a kernel of their own. */
export interface Planning {
  /** The buffer of a result, which from now on is stored. */
  readonly stored: (n: Node) => Buffer;
  /** The buffer of an operand that the kernel needs in memory, row-major and whole. */
  readonly materialized: (n: Node, reason: string) => Buffer;
  /** The element of an operand at an index, over axes of these extents: fuses what led to it. */
  readonly lowered: (n: Node, index: readonly Affine[], extents: Shape) => Expression;
  /** Working memory. It is planned if it is among the writes of the kernel, else the kernel sets its address itself. */
  readonly scratch: (dtype: DType, size: number, label: string) => Buffer;
  /** Off: every operation is a kernel of its own. */
  readonly fuse: boolean;
}

/** Plans the kernel of a node. */
export type Planner<O extends Op> = (root: Node<O>, planning: Planning) => OwnKernel;
