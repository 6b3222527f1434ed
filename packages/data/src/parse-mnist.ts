import { checkFlags, checkOptions, DataError, formatShape } from '@gradkit/core';
import { checkDType, zerosOf } from './column.ts';
import { type Dataset, datasetOf } from './dataset.ts';
import { idxArray } from './parse-idx.ts';

/** The contents of the two IDX files of one part, decompressed. */
export interface MnistBytes {
  /** Pixels: unsigned bytes of shape [samples, height, width]. */
  readonly images: Uint8Array;
  /** Digits: unsigned bytes of shape [samples]. */
  readonly labels: Uint8Array;
}

/** Options of {@link parseMnist}. */
export interface MnistOptions {
  /** `true`: samples of shape [height, width, 1], as convolutions take them; `false`: [height · width]. Default true. */
  readonly image?: boolean;
  /** Divides pixels by 255, into 0 … 1; default true. */
  readonly scale?: boolean;
  /** Element type of `x`; default float32. */
  readonly dtype?: 'float32' | 'float64';
}

/**
 * A data set from the bytes of a pair of IDX files: MNIST, or another set of grey images of ten classes in its format.
 *
 * `x` are the pixels, scaled from 0 … 255 to 0 … 1, shape [28, 28, 1] for MNIST; `y` are the digits as int32.
 *
 * @throws DataError when the bytes are not IDX, the files do not belong together, or a label is not a digit
 * @example
 * ```ts
 * import { parseMnist } from '@gradkit/data';
 *
 * const images = Uint8Array.of(0, 0, 8, 3, 0, 0, 0, 1, 0, 0, 0, 2, 0, 0, 0, 2, 0, 51, 204, 255);
 * const labels = Uint8Array.of(0, 0, 8, 1, 0, 0, 0, 1, 7);
 * const { x, y } = parseMnist({ images, labels });
 * console.log(x.shape, x.dataSync(), y.dataSync()); // [1, 2, 2, 1], 0 0.2 0.8 1, 7
 * ```
 */
export function parseMnist(bytes: MnistBytes, options: MnistOptions = {}): Dataset<'x' | 'y'> {
  checkOptions('parseMnist', bytes, ['images', 'labels']);
  return mnistDataset('parseMnist', bytes?.images, bytes?.labels, options);
}

/** `where` names the function that the user called. */
export function mnistDataset(
  where: string,
  images: Uint8Array,
  labels: Uint8Array,
  options: MnistOptions,
): Dataset<'x' | 'y'> {
  checkOptions(where, options, ['image', 'scale', 'dtype']);
  const { image = true, scale = true, dtype = 'float32' } = options;
  checkDType(where, dtype, ['float32', 'float64']);
  checkFlags(where, { image, scale });
  const pixels = idxArray(`${where}: images`, images, {});
  const digits = idxArray(`${where}: labels`, labels, {});
  const [samples, height, width] = pixels.shape;
  if (samples === undefined || height === undefined || width === undefined || pixels.shape.length !== 3) {
    throw new DataError(
      `${where}: images must have shape [samples, height, width], got ${formatShape(pixels.shape)}. ` +
        'Are images and labels exchanged?',
    );
  }
  if (pixels.dtype !== 'uint8' || digits.dtype !== 'uint8') {
    throw new DataError(`${where}: images and labels must be unsigned bytes, got ${pixels.dtype} and ${digits.dtype}.`);
  }
  if (digits.shape.length !== 1 || digits.size !== samples) {
    throw new DataError(
      `${where}: ${samples} images need labels of shape [${samples}], got ${formatShape(digits.shape)}.`,
    );
  }
  if (pixels.size === 0) throw new DataError(`${where}: images of shape ${formatShape(pixels.shape)} have no pixels.`);
  const x = zerosOf(dtype, pixels.size);
  const full = scale ? 255 : 1;
  for (let i = 0; i < x.length; i++) x[i] = pixels.read(i) / full;
  const y = Int32Array.from({ length: samples }, (_, i) => digits.read(i));
  const shape = image ? [height, width, 1] : [height * width];
  return datasetOf(
    where,
    { x: { values: x, shape, dtype }, y: { values: y, shape: [], dtype: 'int32' } },
    { classNames: ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9'] },
  );
}
