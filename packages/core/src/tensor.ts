/// <reference lib="esnext.disposable" preserve="true" />
import { broadcastBinary, type NodeLike, nodeLike } from './broadcast.ts';
import { constantNode, type NestedArray, type TensorOptions } from './constant.ts';
import { creationSite } from './creation.ts';
import type { DType, TypedArray } from './dtype.ts';
import { ArgumentError, DisposedError, ShapeError } from './errors.ts';
import { valuesOf } from './execute.ts';
import { type Node, node } from './graph.ts';
import { bounded } from './pending.ts';
import { checkShape, formatShape, normalizeAxis, type Shape, sizeOf } from './shape.ts';

/** A tensor, a variable, or a number that takes the element type of the tensor it meets. */
export type TensorLike = NodeLike;

export type { NestedArray, TensorOptions } from './constant.ts';

/**
 * An immutable n-dimensional array, or the recipe for one: nothing is computed until the values are read.
 *
 * Reading with {@link Tensor.data}, {@link Tensor.dataSync}, {@link Tensor.item} or {@link Tensor.toArray} compiles
 * everything the values need into one program, runs it, and keeps the result, so that a second read costs nothing.
 * There is nothing to free.
 */
export class Tensor {
  #expression: Node | undefined;
  /** What this was and where it was made: for the error after its disposal. */
  #origin: string | undefined;

  /** For packages that transform graphs; users make tensors with `tensor()`. */
  constructor(expression: Node) {
    this.#expression = bounded(expression);
    this.#origin = creationSite();
  }

  /** The node that this tensor stands for. */
  get node(): Node {
    if (this.#expression === undefined) throw new DisposedError(`this tensor, ${this.#origin}`);
    return this.#expression;
  }

  get shape(): Shape {
    return this.node.shape;
  }

  get dtype(): DType {
    return this.node.dtype;
  }

  /** Number of axes. */
  get rank(): number {
    return this.node.shape.length;
  }

  /** Number of elements. */
  get size(): number {
    return sizeOf(this.node.shape);
  }

  /** The elements in row-major order, as a copy the caller owns. */
  dataSync(): TypedArray {
    return valuesOf(this.node, 'dataSync').slice();
  }

  /** The elements in row-major order, as a copy the caller owns, without blocking where the target allows it. */
  async data(): Promise<TypedArray> {
    return valuesOf(this.node, 'data').slice();
  }

  /** The only element. Throws a `ShapeError` unless there is exactly one. */
  item(): number {
    if (this.size !== 1) {
      throw new ShapeError(`item: needs exactly one element, got shape ${formatShape(this.shape)}. Use dataSync().`);
    }
    return valuesOf(this.node, 'item')[0] as number;
  }

  /** The elements as nested arrays (a number for a scalar); truth values for `bool`. */
  toArray(): NestedArray {
    const values = valuesOf(this.node, 'toArray');
    const { shape, dtype } = this;
    let at = 0;
    const build = (axis: number): NestedArray => {
      if (axis < shape.length) return Array.from({ length: shape[axis] as number }, () => build(axis + 1));
      const value = values[at++] as number;
      return dtype === 'bool' ? value !== 0 : value;
    };
    return build(0);
  }

  /** Computes the values now and keeps them; returns this tensor. */
  realize(): this {
    valuesOf(this.node, 'realize');
    return this;
  }

  /** Forgets the values at once instead of when the collector finds them. Optional, and harmless when repeated. */
  dispose(): void {
    if (this.#expression === undefined) return;
    const { op, dtype, shape } = this.#expression;
    const site =
      this.#origin === undefined ? ' trackCreation(true) tells where it was made.' : ` It was made\n${this.#origin}`;
    this.#origin = `${op} ${dtype}${formatShape(shape)}, was disposed and cannot be used again.${site}`;
    this.#expression = undefined;
  }

  [Symbol.dispose](): void {
    this.dispose();
  }

  /** Elementwise sum with broadcasting. */
  add(other: TensorLike): Tensor {
    return this.#with('add', other);
  }

  /** Elementwise difference with broadcasting. */
  sub(other: TensorLike): Tensor {
    return this.#with('sub', other);
  }

  /** Elementwise product with broadcasting. */
  mul(other: TensorLike): Tensor {
    return this.#with('mul', other);
  }

  /** Elementwise quotient with broadcasting; integers truncate. */
  div(other: TensorLike): Tensor {
    return this.#with('div', other);
  }

  /** Elementwise negation. */
  neg(): Tensor {
    return new Tensor(node('neg', [this.node], {}));
  }

  /** The same elements in another shape; one extent may be -1, to be inferred. */
  reshape(shape: readonly number[]): Tensor {
    return new Tensor(node('reshape', [this.node], { shape: inferShape(shape, this.shape) }));
  }

  /** The axes in another order; reversed when none is given. */
  transpose(axes?: readonly number[]): Tensor {
    const order =
      axes?.map((axis) => normalizeAxis('transpose', axis, this.rank)) ?? this.shape.map((_, i) => this.rank - 1 - i);
    if (order.length !== this.rank || new Set(order).size !== order.length) {
      throw new ArgumentError(
        `transpose: axes [${order.join(', ')}] must name each axis of ${formatShape(this.shape)} once.`,
      );
    }
    return new Tensor(node('permute', [this.node], { axes: order }));
  }

  /** `Tensor float32[2, 3]`: never reads the values. */
  toString(): string {
    return `Tensor ${this.dtype}${formatShape(this.shape)}`;
  }

  #with(op: 'add' | 'sub' | 'mul' | 'div', other: TensorLike): Tensor {
    return new Tensor(broadcastBinary(op, op, this.node, nodeLike(op, other, this.dtype), {}));
  }
}

function inferShape(shape: readonly number[], from: Shape): Shape {
  const unknown = Array.isArray(shape) ? shape.indexOf(-1) : -1;
  const rest = unknown < 0 ? shape : shape.with(unknown, 1);
  checkShape('reshape', rest);
  const inferred = unknown < 0 ? [...shape] : shape.with(unknown, sizeOf(rest) && sizeOf(from) / sizeOf(rest));
  if (sizeOf(inferred) !== sizeOf(from) || !inferred.every(Number.isInteger)) {
    throw new ShapeError(
      `reshape: ${formatShape(from)} has ${sizeOf(from)} elements and cannot become ${formatShape(shape)}.`,
    );
  }
  return inferred;
}

/**
 * A tensor from numbers, nested arrays or a typed array. The elements are copied.
 *
 * @param data a number, nested arrays of equal lengths, or a typed array
 * @throws ShapeError when nested arrays are ragged or the size does not fit `shape`
 * @example
 * ```ts
 * import { tensor } from '@gradkit/core';
 * console.log(tensor([[1, 2], [3, 4]]).shape); // [2, 2]
 * console.log(tensor(new Float64Array([1, 2, 3]), { shape: [3, 1] }).dtype); // float64
 * ```
 */
export function tensor(data: NestedArray | TypedArray | Uint8ClampedArray, options: TensorOptions = {}): Tensor {
  return new Tensor(constantNode(data, options));
}
