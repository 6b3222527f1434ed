import type { DType, TypedArray } from './dtype.ts';
import type { Node } from './graph.ts';
import { node } from './graph.ts';
import type { Shape } from './shape.ts';

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
  private snapshot: WeakRef<Node> | undefined = undefined;

  constructor(shape: Shape, dtype: DType, name: string) {
    this.shape = shape;
    this.dtype = dtype;
    this.name = name;
  }

  /** The node that stands for the present content. */
  read(): Node {
    const known = this.snapshot?.deref();
    if (known !== undefined) return known;
    const { shape, dtype } = this;
    const fresh = node('input', [], { source: { kind: 'variable', cell: this }, shape, dtype });
    this.snapshot = new WeakRef(fresh);
    return fresh;
  }

  /**
   * Must be called before the content changes: if someone still holds the node of the old content, the node keeps a
   * copy of it. So a program can write in place and an old value stays what it was.
   */
  preserve(): void {
    const held = this.snapshot?.deref();
    if (held !== undefined && this.slot !== undefined) held.values ??= this.slot.copy();
    this.snapshot = undefined;
  }
}

/** Device memory with room for one array. */
export interface Slot {
  /** A copy of the content in the collector's memory. */
  copy(): TypedArray;
  write(values: TypedArray): void;
  release(): void;
}
