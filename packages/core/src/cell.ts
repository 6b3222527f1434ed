import type { DType, TypedArray } from './dtype.ts';
import type { Node } from './graph.ts';
import { node } from './graph.ts';
import type { Shape } from './shape.ts';

/**
 * Counts what a run must take notice of: contents of variables that were handed out, variables disposed of, and device
 * memory given out or taken back. While it stands, all lies where it did, and nobody holds an old content.
 */
export const events = { count: 0 };

/**
 * The place that a variable names: what a program reads at its start and writes at its end. The bytes belong to the
 * target, which attaches its slot; the graph sees only the identity.
 */
export class Cell {
  readonly shape: Shape;
  readonly dtype: DType;
  readonly name: string;
  /** Device memory, attached by the target; undefined before the first write and after disposal. */
  slot: Slot | undefined = undefined;
  isDisposed = false;
  // Held, not weakly: until its job ends a weak reference keeps what it refers to alive anyway, and a loop that never
  // waits is one job.
  #snapshot: Node | undefined = undefined;

  constructor(shape: Shape, dtype: DType, name: string) {
    this.shape = shape;
    this.dtype = dtype;
    this.name = name;
  }

  /** The node that stands for the present content. */
  read(): Node {
    const { shape, dtype } = this;
    if (this.#snapshot === undefined) {
      this.#snapshot = node('input', [], { source: { kind: 'variable', cell: this }, shape, dtype });
      events.count++;
    }
    return this.#snapshot;
  }

  /**
   * Must be called before the content changes: a node of the old content that was handed out keeps a copy of it. So a
   * program can write in place and an old value stays what it was.
   */
  preserve(): void {
    if (this.#snapshot !== undefined && this.slot !== undefined) this.#snapshot.values ??= this.slot.copy();
    this.#snapshot = undefined;
  }

  dispose(): void {
    this.preserve();
    this.slot?.release();
    this.slot = undefined;
    this.isDisposed = true;
    events.count++;
  }
}

/** Device memory with room for one array. */
export interface Slot {
  /** A copy of the content in the collector's memory. */
  copy(): TypedArray;
  /** Copies the content into an array, which may be of another type. */
  read(into: TypedArray): void;
  write(values: TypedArray): void;
  release(): void;
}
