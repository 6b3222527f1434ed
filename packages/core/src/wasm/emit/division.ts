import type { Loop } from '../../compile/affine.ts';
import type { Kernel } from '../../compile/kernel.ts';
import type { CountingRange, FunctionBuilder, Local, Module } from '../assembler.ts';

/** The part of a range of the loop at a depth among loops that one thread goes through. */
export type Part = <Range extends CountingRange>(range: Range, loops?: readonly Loop[], depth?: number) => Range;

/** Emits some work so that it is done once: by every thread its part, where a kernel is divided, or by one of them. */
export type Run = (work: () => void, kernel?: Kernel) => void;

/**
 * How the work of a program is divided among threads that call it together. Every element of every result is computed by
 * one thread, in the way in which one thread alone would compute it: results do not depend on the number of threads.
 *
 * Only programs that use threads carry the code of one.
 */
export interface Division {
  /** Whether threads share the work of a kernel. */
  divides(kernel: Kernel): boolean;
  /** To be called where the function of a kernel begins. Backwards the last thread has the first part. */
  part(f: FunctionBuilder, table: Local<'i32'>, isBackwards?: boolean): Part;
  /** To be called where the program begins. */
  runIn(module: Module, f: FunctionBuilder, table: Local<'i32'>): Run;
  /** Waits until every thread is here. */
  meet(module: Module, f: FunctionBuilder, table: Local<'i32'>): void;
}
