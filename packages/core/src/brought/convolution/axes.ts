import { type Node, node } from '../../graph.ts';
import { equalShapes, type Shape } from '../../shape.ts';

// Moves that are left out where they would change nothing.

/** Elements before and after each spatial axis. */
export interface Frame {
  readonly low: readonly number[];
  readonly high: readonly number[];
}

export function reshaped(x: Node, shape: Shape): Node {
  return equalShapes(x.shape, shape) ? x : node('reshape', [x], { shape });
}

export function permuted(x: Node, axes: readonly number[]): Node {
  return axes.every((axis, i) => axis === i) ? x : node('permute', [x], { axes });
}

/** Axes of an array with zeros before and after them. */
export function padded(x: Node, low: readonly number[], high: readonly number[], value = 0): Node {
  return [...low, ...high].every((n) => n === 0) ? x : node('pad', [x], { low, high, value });
}

/** Spatial axes, those between the first and the last, with zeros or another value before and after them. */
export function framed(x: Node, { low, high }: Frame, value = 0): Node {
  return padded(x, [0, ...low, 0], [0, ...high, 0], value);
}

/** The first elements along every axis, up to `shape`. */
export function leading(x: Node, shape: Shape): Node {
  return equalShapes(x.shape, shape) ? x : node('slice', [x], { start: shape.map(() => 0), stop: shape });
}

/** Axis `i` of an array at axis `axes[i]` of a larger space, repeated along the others. */
export function spread(x: Node, axes: readonly number[], space: readonly number[]): Node {
  const order = axes.map((_, i) => i).sort((a, b) => (axes[a] as number) - (axes[b] as number));
  return node('broadcast', [permuted(x, order)], { shape: space, axes: axes.toSorted((a, b) => a - b) });
}

/** One axis taken out and put where it is number `to` in the result. */
export function movedAxis(x: Node, from: number, to: number): Node {
  const axes = x.shape.map((_, i) => i);
  axes.splice(from, 1);
  return permuted(x, axes.toSpliced(to, 0, from));
}
