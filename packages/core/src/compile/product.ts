import { type Shape, sizeOf } from '../shape.ts';
import { merge } from './affine.ts';
import type { Buffer, Contraction, Expression, Load, Packed } from './kernel.ts';
import type { Planning } from './own-kernel.ts';

/** Rows that are packed, summed and finished together: whole tiles of 4 or of 6. */
export const groupRows = 24;
/** Kernels with less arithmetic than this multiply without packing. */
const packingThreshold = 4095;
/** So do products with less than this, however many of them there are. */
const productThreshold = 2048;
/** With fewer columns than this, the left operand is used too seldom to be worth packing. */
const packedColumns = 48;
/** A panel of this depth fits the first-level cache, with a tile of rows. It is nine times 64: 3 × 3 taps of 64 channels. */
const maximumBlockDepth = 576;

/** What a product multiplies: two expressions over the axes `[batch…, left…, right…, contract…]`. */
export interface Factors {
  readonly extents: Shape;
  readonly left: Expression;
  readonly right: Expression;
  /** The first axis of `left`, `right` and `contract`. */
  readonly starts: readonly [left: number, right: number, contract: number];
}

/** The packed form of a product; undefined for small ones, which are reductions like any other. */
export function planProduct(
  { extents, left, right, starts }: Factors,
  scratch: Planning['scratch'],
): Contraction | undefined {
  const { dtype } = left;
  const axes = [0, ...starts].map((start, i) => [...extents.keys()].slice(start, starts[i]));
  const [batch, rowAxes, columnAxes, depthAxes] = axes as [number[], number[], number[], number[]];
  const [products, rows, columns, depth] = axes.map((list) => sizeOf(list.map((axis) => extents[axis] as number))) as [
    number,
    number,
    number,
    number,
  ];
  const arithmetic = rows * columns * depth;
  const isSmall = arithmetic <= productThreshold || products * arithmetic <= packingThreshold;
  if (Math.min(rows, columns) < 3 || depth < 2 || isSmall) return undefined;

  const blocks = Math.ceil(depth / maximumBlockDepth);
  const blockDepth = Math.ceil(depth / blocks);
  const panelLanes = dtype === 'float64' ? 4 : 8;
  const heldRows = Math.min(rows, groupRows);
  const writes: Buffer[] = [];
  const buffer = (size: number, label: string): Buffer => {
    writes.push(scratch(dtype, size, label));
    return writes.at(-1) as Buffer;
  };
  const packed = (value: Expression, lines: readonly number[], lanes: number, held: number): Packed => ({
    kind: 'packed',
    value,
    extents,
    lines: [...batch, ...lines],
    steps: depthAxes,
    lanes,
    buffer: buffer(roundedUp(held, lanes) * blockDepth, 'panels'),
  });
  /** The left operand as it lies in memory, if its axes of each kind are one, and it is read along the depth or seldom. */
  const inPlace = (): Load | undefined => {
    if (left.kind !== 'load') return undefined;
    const { offset, strides } = left.at;
    const loops = [batch, rowAxes, depthAxes].map((list) => merge(list, extents, [left.at]));
    const steps = loops.map(([loop]) => (loop && strides[loop.axis]) ?? 0);
    const isRegular = loops.every(({ length }) => length <= 1) && steps.every((step) => step >= 0);
    return isRegular && (columns < packedColumns || steps[2] === 1)
      ? { ...left, at: { offset, strides: steps } }
      : undefined;
  };
  return {
    dtype,
    products,
    rows,
    columns,
    depth,
    blockDepth,
    left: inPlace() ?? packed(left, rowAxes, roundedUp(heldRows, 4), heldRows),
    right: packed(right, columnAxes, panelLanes, columns),
    accumulator: buffer((blocks > 1 ? rows : heldRows) * roundedUp(columns, panelLanes), 'accumulator'),
    values: [left, right],
    writes,
  };
}

const roundedUp = (count: number, unit: number): number => Math.ceil(count / unit) * unit;
