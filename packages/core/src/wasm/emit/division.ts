import type { Loop } from '../../compile/affine.ts';
import type { Contraction, Kernel } from '../../compile/kernel.ts';
import type { CountingRange, FunctionBuilder, FunctionHandle, Local, Module } from '../assembler.ts';

/** The part of a range of the loop at a depth among loops that one thread goes through. */
export type Part = <Range extends CountingRange>(range: Range, loops?: readonly Loop[], depth?: number) => Range;

/**
 * Emits some work so that it is done once: by every thread its part, where a kernel is divided, or by one of them.
 * @param functions of a kernel, which the work calls
 */
export type Run = (work: () => void, kernel?: Kernel, functions?: readonly FunctionHandle[]) => void;

/** To be called where a program begins. */
export type Start = (module: Module, f: FunctionBuilder, table: Local<'i32'>) => Run;

/**
 * How the work of a program is divided among threads that call it together. Every element of every result is computed by
 * one thread, in the way in which one thread alone would compute it: results do not depend on the number of threads.
 *
 * Only programs that use threads carry the code of one.
 */
export interface Division {
  /** Whether threads share the work of a kernel. */
  divides(kernel: Kernel): boolean;
  readonly ofProgram: Start;
  /** To be called where the function of a kernel begins that is loops: parts of it that need nothing of each other. */
  ofLoops(f: FunctionBuilder, table: Local<'i32'>): { readonly run: Run; readonly part: Part };
  ofProduct(
    module: Module,
    f: FunctionBuilder,
    table: Local<'i32'>,
    product: Pick<Contraction, 'products'>,
  ): ProductDivision;
}

/** How the threads share a product, or several. */
export interface ProductDivision {
  readonly products: Part;
  /** To be packed now: where threads share panels, all have used those before. */
  readonly panels: Part;
  /** Tiles of rows, the first or the second range: who has more of one has less of the other. All panels are packed then. */
  readonly rows: <Range extends CountingRange>(range: Range, which: number) => Range;
}

/** One thread does it all. */
export const all: Run = (work) => work();
export const whole = <Range>(range: Range): Range => range;
export const alone: ProductDivision = { products: whole, panels: whole, rows: whole };
