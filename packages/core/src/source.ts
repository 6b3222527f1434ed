import type { TypedArray } from './dtype.ts';

/**
 * Where the values of an `input` node come from when a program runs. Structural, so that graphs know nothing of
 * programs: an argument of a traced function, values that exist, a variable's cell, or a number computed by the host.
 */
export type Source = ArgumentSource | ValueSource | VariableSource | HostSource;

/** The i-th array among the arguments of the function being traced. */
interface ArgumentSource {
  readonly kind: 'argument';
  readonly index: number;
}

/** Values held in the collector's memory. They are never written again. */
interface ValueSource {
  readonly kind: 'value';
  readonly values: TypedArray;
  /** They were computed, too long ago for derivatives to go further back. */
  readonly isForgotten?: true;
}

/** The content of a variable when the program starts; `cell` is the variable's identity. */
export interface VariableSource {
  readonly kind: 'variable';
  readonly cell: object;
}

/** A scalar that JavaScript computes at every run of the program, such as a scheduled learning rate. */
interface HostSource {
  readonly kind: 'host';
  readonly evaluate: () => number;
}
