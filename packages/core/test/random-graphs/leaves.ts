import { valueNode } from '../../src/constant.ts';
import { type DType, dtypes, isFloat } from '../../src/dtype.ts';
import { literal, type Node, node } from '../../src/graph.ts';
import { type Shape, sizeOf } from '../../src/shape.ts';
import type { Decisions } from './decisions.ts';

/** Around the widths of vectors, tiles and blocks. */
export const extents: readonly number[] = [0, 1, 2, 3, 5, 7, 17, 33];

/** Up to four axes and `limit` elements; empty now and then. */
export function randomShape(
  d: Decisions,
  limit: number,
  ranks: readonly number[] = [0, 1, 1, 2, 2, 2, 3, 3, 4],
): Shape {
  const shape: number[] = [];
  let room = limit;
  for (let rank = d.pick(ranks); rank > 0; rank--) {
    const fitting = extents.filter((extent) => extent > 0 && extent <= room);
    const extent = d.chance(0.02) ? 0 : d.pick(fitting);
    room = Math.floor(room / Math.max(1, extent));
    shape.push(extent);
  }
  return d.shuffled(shape);
}

/** Where the interesting numbers of a float array lie; moderate, so that results can be told from errors. */
const floatStyles: readonly ((d: Decisions) => number)[] = [
  (d) => d.real() * 8 - 4,
  (d) => d.real() * 8 - 4,
  (d) => d.real() * 2 - 1,
  (d) => d.below(17) - 8,
  (d) => 0.1 + d.real() * 3,
  (d) => (d.chance(0.06) ? d.pick(special) : d.real() * 6 - 3),
  (d) => (d.chance(0.5) ? 1 : -1) * 2 ** (d.real() * 40 - 20),
  (d) => (d.chance(0.3) ? 0 : d.real() - 0.5),
];
const special: readonly number[] = [
  Number.NaN,
  Number.POSITIVE_INFINITY,
  Number.NEGATIVE_INFINITY,
  -0,
  0,
  1,
  -1,
  0.5,
  1e-40,
];

const integerStyles: readonly ((d: Decisions, dtype: DType) => number)[] = [
  (d) => d.below(21) - 10,
  (d) => d.below(5),
  (d) => d.below(40_000) - 20_000,
  (d) => Math.floor(d.real() * 2 ** 32),
  (d, dtype) => d.pick([0, 1, -1, 31, 32, 255, dtypes[dtype].lowest, dtypes[dtype].highest]),
];

/** Values of one style. */
export function randomValues(d: Decisions, shape: Shape, dtype: DType): Node {
  const values = dtypes[dtype].allocate(sizeOf(shape));
  const style = isFloat(dtype) ? d.pick(floatStyles) : dtype === 'bool' ? () => d.below(2) : d.pick(integerStyles);
  for (let i = 0; i < values.length; i++) values[i] = style(d, dtype);
  return valueNode(values, shape, dtype);
}

export function randomLiteral(d: Decisions, shape: Shape, dtype: DType): Node {
  const value = isFloat(dtype)
    ? d.pick([0, 1, -1, 0.5, 2, 0.1, -3.75, 1e-3, d.real()])
    : dtype === 'bool'
      ? d.below(2)
      : d.pick([0, 1, 2, 3, 7, dtype === 'int32' ? -5 : 5]);
  return literal(value, dtype, shape);
}

/** An array that depends on nothing: mostly values, sometimes a constant or an index. */
export function randomLeaf(d: Decisions, shape: Shape, dtype: DType): Node {
  const kind = d.real();
  if (kind < 0.12) return randomLiteral(d, shape, dtype);
  if (kind < 0.2 && shape.length > 0 && dtype !== 'bool') {
    return node('iota', [], { axis: d.below(shape.length), shape, dtype });
  }
  return randomValues(d, shape, dtype);
}

/** Positions for an axis: mostly inside, some before and after. */
export function randomIndices(d: Decisions, shape: Shape, extent: number): Node {
  const values = Int32Array.from({ length: sizeOf(shape) }, () => d.below(extent + 3) - 1);
  return valueNode(values, shape, 'int32');
}
