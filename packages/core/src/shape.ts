import { ArgumentError, describe, ShapeError } from './errors.ts';

/** Extents, outermost first. A scalar has the empty shape. */
export type Shape = readonly number[];

/**
 * Number of elements: 1 for a scalar.
 * @example
 * ```ts
 * import { sizeOf } from '@gradkit/core';
 * console.log(sizeOf([2, 3]), sizeOf([])); // 6 1
 * ```
 */
export function sizeOf(shape: Shape): number {
  let size = 1;
  for (const extent of shape) size *= extent;
  return size;
}

/** No loop goes so far: its counter is a signed number of 32 bits. */
export const extentLimit: number = 2147483648;

/** Row-major strides, in elements. */
export function stridesOf(shape: Shape): number[] {
  const strides = new Array<number>(shape.length);
  let step = 1;
  for (let i = shape.length - 1; i >= 0; i--) {
    strides[i] = step;
    step *= shape[i] ?? 1;
  }
  return strides;
}

/**
 * Whether two shapes have the same extents in the same order.
 * @example
 * ```ts
 * import { equalShapes } from '@gradkit/core';
 * console.log(equalShapes([2, 3], [2, 3]), equalShapes([2, 3], [3, 2])); // true false
 * ```
 */
export function equalShapes(a: Shape, b: Shape): boolean {
  return a.length === b.length && a.every((extent, i) => extent === b[i]);
}

/**
 * A shape as messages print it.
 * @example
 * ```ts
 * import { formatShape } from '@gradkit/core';
 * console.log(formatShape([2, 3])); // "[2, 3]"
 * ```
 */
export function formatShape(shape: Shape): string {
  return `[${shape.join(', ')}]`;
}

/**
 * Throws unless every extent is a non-negative integer and there are fewer than 2³¹ elements.
 * @param where the function that got the shape, for the message
 * @throws ArgumentError when it is no shape
 * @example
 * ```ts
 * import { checkShape } from '@gradkit/core';
 * checkShape('myLayer', [2, 3]); // fine; [2, -3] would not be
 * ```
 */
export function checkShape(where: string, shape: unknown): asserts shape is Shape {
  if (!Array.isArray(shape)) {
    throw new ArgumentError(`${where}: a shape is an array of extents such as [2, 3], got ${describe(shape)}.`);
  }
  for (const extent of shape) {
    if (!Number.isInteger(extent) || extent < 0) {
      throw new ArgumentError(`${where}: extents are non-negative integers, got [${shape.map(String).join(', ')}].`);
    }
  }
  if (sizeOf(shape) >= extentLimit) {
    throw new ArgumentError(`${where}: ${formatShape(shape)} has 2^31 elements or more.`);
  }
}

/**
 * The index of an axis counted from either end; negative counts from the last.
 * @param where the function that got the axis, for the message
 * @throws ArgumentError when the axis does not exist
 * @example
 * ```ts
 * import { normalizeAxis } from '@gradkit/core';
 * console.log(normalizeAxis('myLayer', -1, 3)); // 2
 * ```
 */
export function normalizeAxis(where: string, axis: number, rank: number): number {
  if (!Number.isInteger(axis) || axis < -rank || axis >= rank) {
    throw new ArgumentError(
      rank === 0
        ? `${where}: a scalar has no axes, got axis ${axis}.`
        : `${where}: axis ${axis} is outside [${-rank}, ${rank - 1}] for rank ${rank}.`,
    );
  }
  return axis < 0 ? axis + rank : axis;
}

/**
 * Sorted distinct axes, counted from the start; all of them when none are named.
 * @param where the function that got the axes, for the message
 * @throws ArgumentError when an axis does not exist or is named twice
 * @example
 * ```ts
 * import { normalizeAxes } from '@gradkit/core';
 * console.log(normalizeAxes('myLayer', [-1, 0], 3), normalizeAxes('myLayer', undefined, 2)); // [0, 2] [0, 1]
 * ```
 */
export function normalizeAxes(where: string, axes: number | readonly number[] | undefined, rank: number): number[] {
  if (axes === undefined) return Array.from({ length: rank }, (_, i) => i);
  const list = orderedAxes(where, axes, rank);
  if (new Set(list).size !== list.length) {
    throw new ArgumentError(`${where}: axes [${list.join(', ')}] name an axis twice.`);
  }
  return list.sort((a, b) => a - b);
}

/** Axes in the order in which they are named, counted from the start; one may be named again. */
export function orderedAxes(where: string, axes: number | readonly number[], rank: number): number[] {
  if (typeof axes !== 'number' && !Array.isArray(axes)) {
    throw new ArgumentError(`${where}: expected an axis or an array of axes, got ${describe(axes)}.`);
  }
  return (typeof axes === 'number' ? [axes] : axes).map((axis) => normalizeAxis(where, axis, rank));
}

/**
 * The common shape of arrays that broadcast as in NumPy: aligned at the last axis, extents equal or 1.
 * @param where the function that got the arrays, for the message
 * @throws ShapeError when the shapes do not broadcast
 * @example
 * ```ts
 * import { broadcastShapes } from '@gradkit/core';
 * console.log(broadcastShapes('myLayer', [2, 1], [3])); // [2, 3]
 * ```
 */
export function broadcastShapes(where: string, ...shapes: readonly Shape[]): Shape {
  const rank = Math.max(0, ...shapes.map((s) => s.length));
  const result = new Array<number>(rank).fill(1);
  for (const shape of shapes) {
    shape.forEach((extent, i) => {
      const at = i + rank - shape.length;
      const other = result[at] ?? 1;
      if (extent === other || extent === 1) return;
      if (other !== 1) {
        throw new ShapeError(
          `${where}: shapes ${shapes.map(formatShape).join(' and ')} do not broadcast: ${other} and ${extent} ` +
            `meet at axis ${at - rank}. Extents must be equal or 1.`,
        );
      }
      result[at] = extent;
    });
  }
  return result;
}

/** The shape without the named axes. */
export function dropAxes(shape: Shape, axes: readonly number[]): Shape {
  return shape.filter((_, i) => !axes.includes(i));
}
