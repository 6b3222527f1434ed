import { ArgumentError, describe, formatShape, type PerAxis, type Shape, ShapeError } from '@gradkit/core';

/** An option as one integer for each of the spatial axes. */
export function perAxis(where: string, name: string, value: PerAxis | undefined, rank: number, least = 1): number[] {
  const list: readonly unknown[] = Array.isArray(value) ? value : new Array<unknown>(rank).fill(value);
  if (list.length === rank && list.every((n) => Number.isInteger(n) && (n as number) >= least)) {
    return list as number[];
  }
  const each = rank === 1 ? '' : `, or one for each of the ${rank} axes`;
  throw new ArgumentError(`${where}: ${name} is an integer of at least ${least}${each}, got ${given(value)}.`);
}

/** Elements before and after: for all spatial axes alike, or for each axis a number for both sides or a pair. */
export type Margins = number | readonly (number | readonly [before: number, after: number])[];

/** Margins as a pair for each spatial axis. Of one axis a list is the pair itself, as in Keras. */
export function marginsOf(where: string, name: string, value: Margins, rank: number): (readonly [number, number])[] {
  const list: readonly unknown[] = !Array.isArray(value)
    ? new Array<unknown>(rank).fill(value)
    : rank === 1 && !Array.isArray(value[0])
      ? [value]
      : value;
  const pairs = list.map((both) => (Array.isArray(both) ? both : [both, both]));
  const isPair = (pair: unknown[]): boolean =>
    pair.length === 2 && pair.every((n) => Number.isInteger(n) && (n as number) >= 0);
  if (pairs.length === rank && pairs.every(isPair)) return pairs as [number, number][];
  const each = rank === 1 ? 'a pair [before, after]' : `a list with a number or a pair for each of the ${rank} axes`;
  throw new ArgumentError(`${where}: ${name} is a non-negative integer, or ${each}, got ${given(value)}.`);
}

const given = (value: unknown): string => (Array.isArray(value) ? JSON.stringify(value) : describe(value));

const layouts = ['length', 'height, width', 'depth, height, width'];

/** Throws unless an input has a batch axis, `rank` spatial axes and a channel axis. */
export function checkSpatial(where: string, shape: Shape, rank: number): void {
  if (shape.length === rank + 2) return;
  throw new ShapeError(
    `${where}: expected the axes [batch, ${layouts[rank - 1]}, channels], got ${formatShape(shape)}.`,
  );
}
