import { dtypes } from '../dtype.ts';
import type { Node } from '../graph.ts';
import { type Shape, sizeOf } from '../shape.ts';

/** Calls back with the places of the elements of each row along an axis. */
export function eachRow(shape: Shape, axis: number, visit: (places: readonly number[]) => void): void {
  const length = shape[axis] as number;
  const after = sizeOf(shape.slice(axis + 1));
  for (let outer = 0; outer < sizeOf(shape.slice(0, axis)); outer++) {
    for (let inner = 0; inner < after; inner++) {
      visit(Array.from({ length }, (_, k) => (outer * length + k) * after + inner));
    }
  }
}

/** NaN is equal to NaN and larger than everything else. */
function compared(a: number, b: number): number {
  const rank = (x: number): number => (Number.isNaN(x) ? 1 : 0);
  return rank(a) - rank(b) || (a < b ? -1 : a > b ? 1 : 0);
}

export function argsort({ shape, attributes }: Node<'argsort'>, [x]: readonly Float64Array[]): Float64Array {
  const result = new Float64Array(sizeOf(shape));
  const sign = attributes.descending ? -1 : 1;
  eachRow(shape, attributes.axis, (places) => {
    // Sorting keeps the order of equal elements.
    const sorted = [...places.keys()].sort((i, j) => sign * compared(x[places[i]], x[places[j]]));
    places.forEach((place, k) => {
      result[place] = sorted[k];
    });
  });
  return result;
}

export function recurrence(
  { shape, dtype, attributes: { axis, reverse } }: Node<'recurrence'>,
  [a, b]: readonly Float64Array[],
): Float64Array {
  const { float, wrap } = dtypes[dtype];
  const next = (factor: number, y: number, term: number): number =>
    float ? factor * y + term : wrap(Math.imul(factor, y) + term);
  const result = new Float64Array(sizeOf(shape));
  eachRow(shape, axis, (places) => {
    let y: number | undefined;
    for (const place of reverse ? places.toReversed() : places) {
      y = y === undefined ? b[place] : next(a[place], y, b[place]);
      result[place] = y;
    }
  });
  return result;
}
