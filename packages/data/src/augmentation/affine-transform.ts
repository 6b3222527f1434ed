import {
  ArgumentError,
  add,
  arange,
  broadcastTo,
  cast,
  checkOptions,
  where as choose,
  clip,
  describe,
  floor,
  formatShape,
  greaterEqual,
  lessEqual,
  logicalAnd,
  minimum,
  mul,
  reshape,
  ShapeError,
  slice,
  sub,
  type Tensor,
  take,
} from '@gradkit/core';
import { checkChoice } from '../option-checks.ts';
import { imageExtents } from './augmentation.ts';

/** Options of {@link affineTransform} and of the augmentations that are one. */
export interface WarpOptions {
  /**
   * What is outside the image, for a row `a b c d`: `'reflect'` `d c b a | a b c d | d c b a`, `'constant'`
   * `k k k k | a b c d | k k k k` with k the fillValue, `'nearest'` `a a a a | a b c d | d d d d`, `'wrap'`
   * `a b c d | a b c d | a b c d`. Default `'reflect'`.
   */
  readonly fillMode?: 'reflect' | 'constant' | 'nearest' | 'wrap' | undefined;
  /** The value outside the image in the mode `'constant'`; default 0. */
  readonly fillValue?: number | undefined;
  /** Between pixels: `'bilinear'` takes a mean of four, `'nearest'` one of them. Default `'bilinear'`. */
  readonly interpolation?: 'bilinear' | 'nearest' | undefined;
}

/** The same number for all samples, or one for each, [samples, 1, 1]. */
type Entry = Tensor | number;

/** Where pixels come from. */
interface AffineMap {
  /** row = y[0] · row of the output + y[1] · column of the output + y[2]. */
  readonly y: readonly [Entry, Entry, Entry];
  /** column = x[0] · row of the output + x[1] · column of the output + x[2]. */
  readonly x: readonly [Entry, Entry, Entry];
}

type FillMode = NonNullable<WarpOptions['fillMode']>;

const warpOptionNames: readonly (keyof WarpOptions)[] = ['fillMode', 'fillValue', 'interpolation'];

/**
 * Images whose pixels come from affinely mapped places of others: the common core of translation, rotation, zoom and shear.
 *
 * ```text
 * out[i, r, c] = image[i, m₀₀ r + m₀₁ c + m₀₂, m₁₀ r + m₁₁ c + m₁₂]
 * ```
 *
 * images [samples, height, width, channels], matrices [samples, 2, 3] or [2, 3] → the shape of the images
 *
 * @param images float32
 * @param matrices for every pixel of the result, row and column of the image that it comes from: not the other way round
 * @throws ShapeError, DTypeError when images or matrices are not what they should be; ArgumentError for a wrong option
 * @see Jaderberg, Simonyan, Zisserman, Kavukcuoglu, Spatial transformer networks, 2015
 * @example
 * ```ts
 * import { tensor } from '@gradkit/core';
 * import { affineTransform } from '@gradkit/data';
 *
 * const image = tensor([[[[1], [2], [3]]]]); // one row of three pixels
 * const half = tensor([[1, 0, 0], [0, 1, 0.5]]); // half a pixel to the left
 * console.log(affineTransform(image, half, { fillMode: 'constant' }).dataSync()); // 1.5 2.5 1.5
 * ```
 */
export function affineTransform(images: Tensor, matrices: Tensor, options: WarpOptions = {}): Tensor {
  checkWarpOptions('affineTransform', options);
  const [samples] = imageExtents('affineTransform', images);
  const { shape } = matrices;
  const isShared = shape.length === 2;
  if (shape.at(-2) !== 2 || shape.at(-1) !== 3 || !(isShared || (shape.length === 3 && shape[0] === samples))) {
    throw new ShapeError(
      `affineTransform: ${samples} images take matrices of shape [${samples}, 2, 3] or [2, 3], got ${formatShape(shape)}.`,
    );
  }
  const flat = reshape(matrices, [isShared ? 1 : samples, 6]);
  const entry = (at: number): Tensor => reshape(slice(flat, [0, at], [flat.shape[0] as number, at + 1]), [-1, 1, 1]);
  const map: AffineMap = { y: [entry(0), entry(1), entry(2)], x: [entry(3), entry(4), entry(5)] };
  return warp('affineTransform', images, map, options);
}

export function checkWarpOptions(where: string, options: WarpOptions): void {
  checkOptions(where, options, warpOptionNames);
  const { fillMode = 'reflect', interpolation = 'bilinear', fillValue = 0 } = options;
  checkChoice(where, 'fillMode', fillMode, Object.keys(inside));
  checkChoice(where, 'interpolation', interpolation, ['bilinear', 'nearest']);
  if (!Number.isFinite(fillValue)) {
    throw new ArgumentError(`${where}: fillValue is a finite number, got ${describe(fillValue)}.`);
  }
}

/** `where` names the function that the user called; options are checked. */
export function warp(where: string, images: Tensor, map: AffineMap, options: WarpOptions): Tensor {
  const [samples, height, width, channels] = imageExtents(where, images);
  const { fillMode = 'reflect', fillValue = 0, interpolation = 'bilinear' } = options;
  const rows = reshape(arange(height), [1, height, 1]);
  const columns = reshape(arange(width), [1, 1, width]);
  const [y, x] = [map.y, map.x].map(([byRow, byColumn, offset]) =>
    broadcastTo(add(add(mul(rows, byRow), mul(columns, byColumn)), offset), [samples, height, width]),
  ) as [Tensor, Tensor];

  const pixels = reshape(images, [samples * height * width, channels]);
  const first = mul(reshape(arange(0, samples, 1, { dtype: 'int32' }), [samples, 1, 1]), height * width);
  const forChannels = (t: Tensor): Tensor => reshape(t, [samples, height, width, 1]);
  /** The pixels at whole positions. */
  const at = (row: Tensor, column: Tensor): Tensor => {
    const [r, c] = [inside[fillMode](row, height), inside[fillMode](column, width)].map((t) => cast(t, 'int32'));
    const found = take(pixels, add(add(first, mul(r as Tensor, width)), c as Tensor));
    if (fillMode !== 'constant') return found;
    return choose(forChannels(logicalAnd(isInside(row, height), isInside(column, width))), found, fillValue);
  };
  if (interpolation === 'nearest') return at(floor(add(y, 0.5)), floor(add(x, 0.5)));

  const [top, left] = [floor(y), floor(x)];
  const [down, right] = [forChannels(sub(y, top)), forChannels(sub(x, left))];
  const row = (r: Tensor): Tensor => between(at(r, left), at(r, add(left, 1)), right);
  return between(row(top), row(add(top, 1)), down);
}

/** The map `M (p − centre) + centre` of an image, from the rows of M: for rows and for columns. */
export function about(
  height: number,
  width: number,
  y: readonly [Entry, Entry],
  x: readonly [Entry, Entry],
): AffineMap {
  const [cy, cx] = [(height - 1) / 2, (width - 1) / 2];
  const offset = (centre: number, [byRow, byColumn]: readonly [Entry, Entry]): Tensor =>
    sub(sub(centre, mul(byRow, cy)), mul(byColumn, cx));
  return { y: [...y, offset(cy, y)], x: [...x, offset(cx, x)] };
}

const between = (a: Tensor, b: Tensor, share: Tensor): Tensor => add(a, mul(share, sub(b, a)));

const isInside = (i: Tensor, extent: number): Tensor => logicalAnd(greaterEqual(i, 0), lessEqual(i, extent - 1));

/** The remainder of whole numbers, never negative. The half keeps roundings of the quotient away from whole numbers. */
const modulo = (i: Tensor, n: number): Tensor => sub(i, mul(floor(mul(add(i, 0.5), 1 / n)), n));

/** The pixel that stands for whole positions outside the image. */
const inside: { readonly [Mode in FillMode]: (i: Tensor, extent: number) => Tensor } = {
  constant: (i, extent) => clip(i, 0, extent - 1),
  nearest: (i, extent) => clip(i, 0, extent - 1),
  wrap: modulo,
  reflect: (i, extent) => {
    const phase = modulo(i, 2 * extent);
    return minimum(phase, sub(2 * extent - 1, phase));
  },
};
