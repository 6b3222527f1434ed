import type { Contraction, Expression, Packed, Range } from '../../compile/kernel.ts';
import type { Planning } from '../../compile/own-kernel.ts';
import { type Factors, planProduct } from '../../compile/product.ts';
import type { Node } from '../../graph.ts';
import type { ProductCode } from '../../ops/operation.ts';
import { sizeOf } from '../../shape.ts';
import { type Edge, emitInPlaceProduct } from '../../wasm/emit/in-place-product.ts';

/** Images that are multiplied together: fewer are packed. */
const fewestImages = 8;
/** Elements in a row of memory that are read one after the other: shorter ones are packed. */
const fewestChannels = 8;
/** Images whose sums and pixels stay in the cache while panels of the kernel come and go. */
const heldImages = 48;
/** Less arithmetic is not worth it. */
const fewestOperations = 65536;

/** Whether a convolution of images reads them in place. With one tap there are no windows, and nothing is read twice. */
export function isReadInPlace(x: Node, kernel: Node): boolean {
  const [taps, [channels]] = [kernel.shape.slice(0, -2), kernel.shape.slice(-2) as [number, number]];
  return (x.shape[0] as number) >= fewestImages && channels >= fewestChannels && sizeOf(taps) > 1;
}

/**
 * A product of views and kernel that does not pack the views: the rows of a tile are one pixel of several images, which lie
 * equally far apart, whatever the pixel. So it is the same taps that lie outside all of them, and these are left out: no
 * array is padded, and no zeros of a frame are multiplied.
 *
 * What it cannot read that way is packed like any other product.
 */
export const inPlaceProduct: ProductCode = {
  plan: (factors, scratch) => inPlace(factors, scratch) ?? planProduct(factors, scratch),
};

function inPlace({ extents, left, right, starts }: Factors, scratch: Planning['scratch']): Contraction | undefined {
  const [batch, kept, contract] = starts;
  const { ranges, inside } = withinRanges(left);
  if (inside?.kind !== 'load' || batch > 0) return undefined;
  const axes = [...extents.keys()];
  const [rowAxes, columnAxes, depthAxes] = [axes.slice(0, kept), axes.slice(kept, contract), axes.slice(contract)];
  const countOf = (list: readonly number[]): number => sizeOf(list.map((axis) => extents[axis] as number));
  const [rows, columns, depth] = [countOf(rowAxes), countOf(columnAxes), countOf(depthAxes)];
  const images = extents[0] as number;
  const edges = ranges.flatMap((range) => edgeOf(range, extents, starts) ?? []);
  const { strides } = inside.at;
  const reads =
    new Set(edges.map(({ axis }) => axis)).size === ranges.length &&
    [0, ...depthAxes].every((axis) => extents[axis] === 1 || (strides[axis] as number) > 0) &&
    images >= fewestImages &&
    Math.min(columns, depth) >= fewestChannels &&
    rows * columns * depth >= fewestOperations;
  if (!reads) return undefined;

  const { dtype } = left;
  const lanes = dtype === 'float64' ? 4 : 8;
  const held = Math.ceil(columns / lanes) * lanes;
  const panels = scratch(dtype, held * depth, 'panels');
  const accumulator = scratch(dtype, Math.min(images, heldImages) * held, 'accumulator');
  const packed: Packed = {
    kind: 'packed',
    value: right,
    extents,
    lines: columnAxes,
    steps: depthAxes,
    lanes,
    buffer: panels,
  };
  return {
    dtype,
    products: 1,
    rows,
    columns,
    depth,
    blockDepth: depth,
    left: inside,
    right: packed,
    accumulator,
    values: [left, right],
    writes: [panels, accumulator],
    rowAxes: [...rowAxes.slice(1), 0],
    emit: (module, kernel, division) =>
      emitInPlaceProduct(module, kernel, { load: inside, edges, extents, depthAxes, heldImages, division }),
  };
}

/** What an expression is inside all ranges outside of which it is zero. */
function withinRanges(e: Expression): { readonly ranges: readonly Range[]; readonly inside: Expression | undefined } {
  if (e.kind !== 'choose') return { ranges: [], inside: e };
  const { ranges, inside } = withinRanges(e.inside);
  const isZero = e.outside.kind === 'constant' && e.outside.value === 0;
  return { ranges: [...e.within, ...ranges], inside: isZero ? inside : undefined };
}

/** The taps along one axis inside a range, if there are some at every pixel, and the same for all images. */
function edgeOf(
  { position, low, high }: Range,
  extents: readonly number[],
  starts: Factors['starts'],
): Edge | undefined {
  const [, kept, contract] = starts;
  const { offset, strides } = position;
  const moving = [...extents.keys()].slice(contract).filter((axis) => strides[axis] !== 0);
  const [axis] = moving;
  const step = strides[axis as number] as number;
  if (moving.length !== 1 || axis === undefined || step < 1 || strides[0] !== 0) return undefined;
  const reach = (sign: number): number =>
    strides.slice(0, kept).reduce((sum, s, a) => sum + (sign * s > 0 ? s * ((extents[a] as number) - 1) : 0), offset);
  const isAlwaysMet =
    reach(1) < high && reach(-1) + step * ((extents[axis] as number) - 1) >= low && high - low >= step;
  return isAlwaysMet ? { axis, step, pixel: { offset: offset - low, strides }, size: high - low } : undefined;
}
