import { ArgumentError, checkFlags, checkOptions, DataError, describe } from '@gradkit/core';
import { resizeWeights } from '../augmentation/resize-weights.ts';
import { checkChoice } from '../option-checks.ts';
import { checkInteger } from '../permutation.ts';
import { type DecodedImage, decodeImage, type ImageDecoder } from './decode-image.ts';

/** Options of {@link readImage} and {@link imageFolder}: how pixels become numbers. */
export interface ImageOptions {
  /** Height and width afterwards, or one number for both; default as they are. */
  readonly size?: number | readonly [height: number, width: number];
  /** 1: grey, 3: red, green, blue, 4: and opacity; images are converted. Default 3. */
  readonly channels?: 1 | 3 | 4;
  /** Divides by the highest value, into 0 … 1; default true. */
  readonly scale?: boolean;
  /** Resizing `'bilinear'` between pixels, or by the `'nearest'`; default `'bilinear'`. */
  readonly interpolation?: 'bilinear' | 'nearest';
  /** When shrinking, takes the mean of all pixels that fall together; default false. */
  readonly antialias?: boolean;
  /** Refuses images of more pixels, before they are decoded; default 2^25, about 33 million. */
  readonly maxPixels?: number;
  /** Refuses larger files, in bytes; default 2^28. */
  readonly maxBytes?: number;
  /** Decodes the bytes of a file; default PNG and JPEG. */
  readonly decode?: ImageDecoder;
}

export const imageOptionNames: readonly (keyof ImageOptions)[] = [
  'size',
  'channels',
  'scale',
  'interpolation',
  'antialias',
  'maxPixels',
  'maxBytes',
  'decode',
];

export function checkImageOptions(where: string, options: ImageOptions): void {
  checkOptions(where, options, imageOptionNames);
  const { size, channels = 3, scale = true, interpolation = 'bilinear', antialias = false } = options;
  const { maxPixels, maxBytes, decode } = options;
  for (const extent of size === undefined ? [] : extentsOf(size)) checkInteger(where, 'size', extent, 1, 2 ** 16);
  if (![1, 3, 4].includes(channels)) {
    throw new ArgumentError(`${where}: channels must be 1, 3 or 4, got ${describe(channels)}.`);
  }
  checkFlags(where, { scale, antialias });
  checkChoice(where, 'interpolation', interpolation, ['bilinear', 'nearest']);
  if (maxPixels !== undefined) checkInteger(where, 'maxPixels', maxPixels, 1, 2 ** 31);
  if (maxBytes !== undefined) checkInteger(where, 'maxBytes', maxBytes, 1, 2 ** 31);
  if (decode !== undefined && typeof decode !== 'function') {
    throw new ArgumentError(`${where}: decode is a function, got ${describe(decode)}.`);
  }
}

function extentsOf(size: number | readonly [number, number]): readonly [number, number] {
  return Array.isArray(size) ? [size[0], size[1]] : [size as number, size as number];
}

/** Pixels as float32 [height, width, channels]. */
export interface Pixels {
  readonly values: Float32Array;
  readonly shape: readonly [number, number, number];
}

/** The pixels of an image file, decoded, resized and converted; `where` names the file. */
export async function pixelsOf(where: string, path: string, bytes: Uint8Array, options: ImageOptions): Promise<Pixels> {
  const { maxPixels = 2 ** 25, decode } = options;
  if (decode === undefined) return converted(decodeImage(where, bytes, maxPixels), options);
  let image: DecodedImage;
  try {
    image = await decode(bytes, path);
  } catch (error) {
    const wrapped = new DataError(`${where}: cannot decode: ${error instanceof Error ? error.message : String(error)}`);
    wrapped.cause = error;
    throw wrapped;
  }
  checkDecoded(where, image, maxPixels);
  return converted(image, options);
}

function checkDecoded(where: string, image: DecodedImage, maxPixels: number): void {
  const { width, height, channels, data } = (image ?? {}) as Partial<DecodedImage>;
  const pixels = Number(width) * Number(height);
  if (pixels > maxPixels) {
    throw new DataError(`${where}: ${width} × ${height} are more than ${maxPixels} pixels. Raise maxPixels.`);
  }
  const isImage =
    Number.isInteger(width) && Number.isInteger(height) && pixels > 0 && [1, 2, 3, 4].includes(channels ?? 0);
  if (!isImage || data?.length !== pixels * (channels ?? 0)) {
    throw new DataError(
      `${where}: decode must return { width, height, channels, data } with as many values, got ${describe(image)}.`,
    );
  }
}

/** Resizes row by row, in double precision, then converts channels and scales. */
function converted({ width, height, channels: given, data }: DecodedImage, options: ImageOptions): Pixels {
  const { size = [height, width], channels = 3, scale = true, interpolation = 'bilinear', antialias = false } = options;
  const [rows, columns] = extentsOf(size);
  const highest = data instanceof Uint16Array ? 65535 : 255;
  const factor = scale ? 1 / highest : 1;
  const vertical = resizeWeights(height, rows, interpolation === 'bilinear', antialias);
  const horizontal = resizeWeights(width, columns, interpolation === 'bilinear', antialias);
  const values = new Float32Array(rows * columns * channels);
  const line = new Float64Array(width * given);
  const pixel = [0, 0, 0, 0];
  let at = 0;
  for (const { first: top, parts: heights } of vertical) {
    line.fill(0);
    heights.forEach((part, i) => {
      const row = (top + i) * line.length;
      for (let j = 0; j < line.length; j++) line[j] = (line[j] as number) + part * (data[row + j] as number);
    });
    for (const { first: left, parts: widths } of horizontal) {
      for (let channel = 0; channel < given; channel++) {
        let sum = 0;
        for (let i = 0; i < widths.length; i++) {
          sum += (widths[i] as number) * (line[(left + i) * given + channel] as number);
        }
        pixel[channel] = sum;
      }
      for (let channel = 0; channel < channels; channel++) {
        values[at++] = factor * channelOf(pixel, given, channel, channels, highest);
      }
    }
  }
  return { values, shape: [rows, columns, channels] };
}

/** A channel of the result: grey is repeated, or the luma of ITU-R BT.601; what has no opacity is opaque. */
function channelOf(
  pixel: readonly number[],
  given: number,
  channel: number,
  channels: number,
  highest: number,
): number {
  if (channel === 3) return (given === 2 ? pixel[1] : given === 4 ? pixel[3] : highest) as number;
  if (given < 3) return pixel[0] as number;
  if (channels > 1) return pixel[channel] as number;
  return 0.299 * (pixel[0] as number) + 0.587 * (pixel[1] as number) + 0.114 * (pixel[2] as number);
}
