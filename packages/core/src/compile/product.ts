import type { Node } from '../graph.ts';
import { sizeOf } from '../shape.ts';
import { merge, pointsOf } from './affine.ts';
import type { Contraction, Load, Packed } from './kernel.ts';
import type { Planning } from './own-kernel.ts';

/** Rows of one tile of a packed product. */
export const tileRows = 4;
/** Rows that are packed, summed and finished together. */
export const groupRows = 16;
/** Kernels with less arithmetic than this multiply without packing. */
const packingThreshold = 16384;
/** With fewer columns than this, the left operand is used too seldom to be worth packing. */
const packedColumns = 48;
/** A panel of this depth fits the first-level cache, and as much of the left operand the second. */
const maximumBlockDepth = 512;

/** The packed form of a product; undefined for small ones, which are reductions like any other. */
export function planProduct(root: Node<'dot'>, { lowered, scratch }: Planning): Contraction | undefined {
  const { dtype, inputs } = root;
  const [left, right] = inputs as [Node, Node];
  const { batch, contract } = root.attributes;
  const kept = left.shape.length - contract;
  const summed = batch + contract;
  const rows = sizeOf(left.shape.slice(batch, kept));
  const columns = sizeOf(right.shape.slice(summed));
  const depth = sizeOf(left.shape.slice(kept));
  if (Math.min(rows, columns) < 3 || depth === 1 || rows * columns * depth <= packingThreshold) return undefined;

  const blocks = Math.ceil(depth / maximumBlockDepth);
  const blockDepth = Math.ceil(depth / blocks);
  /** An operand over its own axes: those before `split` are `first`, those after it `second`. */
  const packed = (operand: Node, lines: Span, depths: Span, lanes: number, held: number): Packed => ({
    kind: 'packed',
    value: lowered(operand, pointsOf(operand.shape), operand.shape),
    extents: operand.shape,
    batch: axesIn([0, batch]),
    lines: axesIn(lines),
    depth: axesIn(depths),
    lanes,
    buffer: scratch(dtype, roundedUp(held, lanes) * blockDepth, 'panels'),
  });
  const panelLanes = dtype === 'float64' ? 4 : 8;
  const heldRows = Math.min(rows, groupRows);
  const ofRows = packed(left, [batch, kept], [kept, left.shape.length], tileRows, heldRows);
  return {
    dtype,
    batch,
    rows,
    columns,
    depth,
    blockDepth,
    left: (columns < packedColumns ? inPlace(ofRows) : undefined) ?? ofRows,
    right: packed(right, [summed, right.shape.length], [batch, summed], panelLanes, columns),
    accumulator: scratch(
      dtype,
      roundedUp(blocks > 1 ? rows : heldRows, tileRows) * roundedUp(columns, panelLanes),
      'accumulator',
    ),
  };
}

/** From an axis to before another. */
type Span = readonly [from: number, to: number];

const axesIn = ([from, to]: Span): number[] => Array.from({ length: to - from }, (_, i) => from + i);

const roundedUp = (count: number, unit: number): number => Math.ceil(count / unit) * unit;

/** The operand as it lies in memory, if its axes of each kind are one. */
function inPlace({ value, extents, batch, lines, depth }: Packed): Load | undefined {
  if (value.kind !== 'load') return undefined;
  const { offset, strides } = value.at;
  const loops = [batch, lines, depth].map((axes) => merge(axes, extents, [value.at]));
  const steps = loops.map(([loop]) => (loop === undefined ? 0 : (strides[loop.axis] as number)));
  const isRegular = loops.every(({ length }) => length <= 1) && steps.every((step) => step >= 0);
  return isRegular ? { ...value, at: { offset, strides: steps } } : undefined;
}
