import type { Node } from '../../src/graph.ts';
import { eachRow } from '../../src/reference/along-axis.ts';
import { sizeOf } from '../../src/shape.ts';
import { type Enclosure, intervalAt, type Rule } from './bounds.ts';
import type { Interval } from './interval.ts';

/** An element in an order: by its value, and where that ties by its place. */
type Placed = readonly [value: number, place: number];

const byPlace = (a: Placed, b: Placed): number => (a[0] === b[0] ? a[1] - b[1] : a[0] < b[0] ? -1 : 1);

/** How many of a sorted list come before. */
function countBefore(sorted: readonly Placed[], limit: Placed): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (byPlace(sorted[middle] as Placed, limit) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** A number that compares as the element does: NaN above everything, so that infinity has to step back. */
const rank = (value: number): number =>
  Number.isNaN(value)
    ? Number.POSITIVE_INFINITY
    : Math.max(-Number.MAX_VALUE, Math.min(value === 0 ? 0 : value, Number.MAX_VALUE));

/**
 * The positions that a stable sort of a row may give: element i stands anywhere from the number of elements that surely
 * come before it up to the number of those that may.
 */
function sortedPositions(row: readonly Interval[], descending: boolean): Interval[] {
  const bounds = row.map(({ lo, hi, nan }): readonly [number, number] => {
    const [least, most] = [rank(lo), rank(nan === 1 ? Number.NaN : hi)];
    return descending ? [-most, -least] : [least, most];
  });
  const least = bounds.map(([low], i): Placed => [low, i]).sort(byPlace);
  const most = bounds.map(([, high], i): Placed => [high, i]).sort(byPlace);
  const low = row.map(() => row.length);
  const high = row.map(() => -1);
  bounds.forEach(([ownLeast, ownMost], i) => {
    const itself = ownLeast < ownMost ? 1 : 0;
    const last = countBefore(least, [ownMost, i]) - itself;
    for (let k = countBefore(most, [ownLeast, i]); k <= last; k++) {
      low[k] = Math.min(low[k] as number, i);
      high[k] = Math.max(high[k] as number, i);
    }
  });
  return row.map((_, k) => ({ lo: low[k] as number, hi: high[k] as number, nan: 0 }));
}

export const argsort: Rule<'argsort'> = ({ shape, attributes: { axis, descending } }: Node<'argsort'>, [x]) => {
  const size = sizeOf(shape);
  const result: Enclosure = { lo: new Float64Array(size), hi: new Float64Array(size), nan: new Float64Array(size) };
  eachRow(shape, axis, (places) => {
    const row = places.map((place) => intervalAt(x as Enclosure, place));
    sortedPositions(row, descending).forEach(({ lo, hi }, k) => {
      result.lo[places[k] as number] = lo;
      result.hi[places[k] as number] = hi;
    });
  });
  return result;
};
