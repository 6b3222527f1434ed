import { ArgumentError, describe, flattenTree, normalizeAxis, ShapeError } from '@gradkit/core';
import type { Node } from '@gradkit/core/graph';
import { isTensor, typeOf } from './arguments.ts';

/** The axis to map over, negative from the end; null or undefined for none; or one for each part of a tree. */
export type MappedAxes = number | null | undefined | readonly MappedAxes[] | { readonly [name: string]: MappedAxes };

/** A part of a tree that has no part of `axes` of its own takes that of what it is in. */
export function axesFor(where: string, what: string, axes: MappedAxes, tree: unknown): (number | undefined)[] {
  if (typeof axes !== 'object' || axes === null) {
    const axis = axes ?? undefined;
    return flattenTree(tree, isTensor).leaves.map(() => axis);
  }
  if (typeof tree !== 'object' || tree === null || isTensor(tree) || Array.isArray(tree) !== Array.isArray(axes)) {
    throw new ArgumentError(`${where}: ${what} is ${described(tree)}, but its axes are ${describe(axes)}.`);
  }
  const parts = tree as Readonly<Record<string, unknown>>;
  const nested = axes as Readonly<Record<string, MappedAxes>>;
  const names = Object.keys(parts);
  const extra = Object.keys(nested).find((name) => !names.includes(name));
  if (extra !== undefined || (Array.isArray(axes) && axes.length !== names.length)) {
    throw new ArgumentError(`${where}: ${what} is ${describe(tree)}, but its axes are ${describe(axes)}.`);
  }
  return names.flatMap((name) => axesFor(where, `${what}, part ${name},`, nested[name], parts[name]));
}

function described(tree: unknown): string {
  return isTensor(tree) ? `a tensor, ${typeOf(tree)}` : describe(tree);
}

/** An axis of an array, from 0; undefined where nothing is mapped. */
export function mappedAxis(
  where: string,
  what: string,
  axis: number | undefined,
  { dtype, shape }: Pick<Node, 'dtype' | 'shape'>,
): number | undefined {
  if (axis === undefined) return undefined;
  if (shape.length === 0) {
    throw new ShapeError(
      `${where}: ${what} is a scalar, ${typeOf({ dtype, shape })}, and has no axis to map over. ` +
        'Use null as its axis to hand it through.',
    );
  }
  return normalizeAxis(`${where}: ${what}`, axis, shape.length);
}
