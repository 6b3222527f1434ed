/// <reference lib="esnext.disposable" preserve="true" />
import { Cell } from './cell.ts';
import type { DType, TypedArray } from './dtype.ts';
import { ArgumentError, checkOptions, DisposedError, DTypeError, ShapeError, TracingError } from './errors.ts';
import { writeCells } from './execute.ts';
import { type Node, node } from './graph.ts';
import { equalShapes, formatShape, type Shape } from './shape.ts';
import { type NestedArray, Tensor, tensor } from './tensor.ts';
import { activeRecorder, activeTrace, readCell, untraced } from './trace.ts';

/** Options of {@link variable}. */
export interface VariableOptions {
  /** Shown in errors and summaries; default `variable`. */
  readonly name?: string;
  readonly dtype?: DType;
}

/**
 * A cell that holds a tensor: the only thing that changes. Inside a `jit` function a variable is a hidden input and
 * output of the compiled program, never a constant in it.
 */
export class Variable {
  /** The identity that graphs refer to. */
  readonly cell: Cell;

  /** Use {@link variable}. */
  constructor(initial: Tensor, name: string) {
    this.cell = new Cell(initial.shape, initial.dtype, name);
    untraced(() => writeCells(new Map([[this.cell, initial.node]]), `variable "${name}"`));
  }

  get name(): string {
    return this.cell.name;
  }

  get shape(): Shape {
    return this.cell.shape;
  }

  get dtype(): DType {
    return this.cell.dtype;
  }

  /** The node of the present content, so that functions accept a variable where they accept a tensor. */
  get node(): Node {
    return this.value.node;
  }

  /** The present content. A tensor taken here keeps its values when the variable changes. */
  get value(): Tensor {
    checkAlive(this.cell);
    return new Tensor(readCell(this.cell));
  }

  /**
   * Replaces the content. Outside `jit` the new values are computed now; inside, when the program ends.
   * @throws ShapeError, DTypeError when the new content has another shape or element type
   */
  assign(next: Tensor | NestedArray | TypedArray): void {
    assign([[this, isTensor(next) ? next : tensor(next as NestedArray, { dtype: this.dtype, shape: this.shape })]]);
  }

  /** Frees the device memory at once instead of when the collector finds it. Optional, and harmless when repeated. */
  dispose(): void {
    this.cell.dispose();
  }

  [Symbol.dispose](): void {
    this.dispose();
  }

  /** `Variable kernel float32[784, 256]` */
  toString(): string {
    return `Variable ${this.name} ${this.dtype}${formatShape(this.shape)}`;
  }
}

function checkAlive({ isDisposed, name }: Cell): void {
  if (isDisposed) throw new DisposedError(`variable "${name}" was disposed and cannot be used again.`);
}

function isTensor(value: unknown): value is Tensor {
  return typeof value === 'object' && value !== null && 'node' in value;
}

/**
 * A variable with an initial value. Made while a function is being traced, it is initialised at once, outside the
 * program.
 * @example
 * ```ts
 * import { variable } from '@gradkit/core';
 * const counter = variable(0, { name: 'counter' });
 * counter.assign(counter.value.add(1));
 * console.log(counter.value.item()); // 1
 * ```
 */
export function variable(initial: Tensor | NestedArray | TypedArray, options: VariableOptions = {}): Variable {
  checkOptions('variable', options, ['name', 'dtype']);
  const value = isTensor(initial)
    ? initial
    : tensor(initial as NestedArray, options.dtype === undefined ? {} : { dtype: options.dtype });
  if (options.dtype !== undefined && value.dtype !== options.dtype) {
    throw new DTypeError(`variable: the initial tensor is ${value.dtype}, not ${options.dtype}. Use cast().`);
  }
  return new Variable(value, options.name ?? 'variable');
}

/**
 * Assigns several variables at once: all new values are computed from the contents before, in one program.
 *
 * Outside `jit` they are computed now; inside, when the program ends.
 * @throws ShapeError, DTypeError when a new content has another shape or element type; then nothing is assigned
 * @throws TracingError inside a function that is recorded to be transformed, as by `vmap`
 * @example
 * ```ts
 * import { assign, variable } from '@gradkit/core';
 * const [a, b] = [variable(1), variable(2)];
 * assign([[a, b.value], [b, a.value]]);
 * console.log(a.value.item(), b.value.item()); // 2 1
 * ```
 */
export function assign(pairs: readonly (readonly [Variable, Tensor])[]): void {
  const updates = new Map<Cell, Node>();
  for (const [target, next] of pairs) {
    if (!equalShapes(target.shape, next.shape)) {
      throw new ShapeError(
        `assign: variable "${target.name}" has shape ${formatShape(target.shape)}, got ${formatShape(next.shape)}.`,
      );
    }
    if (target.dtype !== next.dtype) {
      throw new DTypeError(`assign: variable "${target.name}" is ${target.dtype}, got ${next.dtype}. Use cast().`);
    }
    if (updates.has(target.cell)) throw new ArgumentError(`assign: variable "${target.name}" is named twice.`);
    checkAlive(target.cell);
    updates.set(target.cell, next.node);
    const recorder = activeRecorder();
    if (recorder !== undefined) {
      throw new TracingError(
        `assign: variable "${target.name}" cannot be assigned inside a function given to ${recorder}(). ` +
          'Return the new content from the function and assign it outside.',
      );
    }
  }
  const trace = activeTrace();
  if (trace === undefined) writeCells(updates, 'assign');
  // A content has no history, as outside, where it is only numbers.
  else for (const [cell, next] of updates) trace.writes.set(cell, node('stopGradient', [next], {}));
}

/** A trainable variable with what training has to know of it. */
export interface Parameter {
  readonly name: string;
  readonly variable: Variable;
  /**
   * Added to the loss by the training loop: the penalty of the present content, a scalar. One with `proximal` is counted
   * in the loss but leaves no gradient; its effect is that function, applied to the new content after every update and
   * before the constraint.
   */
  readonly regularizer?: ((value: Tensor) => Tensor) & {
    readonly proximal?: (value: Tensor, learningRate: Tensor) => Tensor;
  };
  /** Applied to the new content after every update. */
  readonly constraint?: (value: Tensor) => Tensor;
  /**
   * Of a kernel that a layer multiplies its inputs by, as a matrix whose columns are the last axis: the bias added to the
   * products, if there is one. For methods that look at such layers as a whole.
   */
  readonly linear?: { readonly bias: Variable | undefined };
}
