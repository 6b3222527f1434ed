import type { Tensor } from '@gradkit/core';
import { realized } from '../column.ts';
import { checkImageOptions, type ImageOptions, pixelsOf } from './image-pixels.ts';
import { readFile } from './read-file.ts';
import { checkPath } from './text-chunks.ts';

/**
 * The pixels of an image file, PNG or JPEG, as float32 [height, width, channels].
 *
 * Colours are converted to the number of channels, and bytes to 0 … 1. Rotations that a camera has noted (Exif) are not
 * applied. For other formats pass a `decode` function, for instance one that uses sharp:
 *
 * ```text
 * decode: async (bytes) => {
 *   const { data, info } = await sharp(bytes).raw().toBuffer({ resolveWithObject: true });
 *   return { data, width: info.width, height: info.height, channels: info.channels };
 * }
 * ```
 *
 * @param options `size`, `channels` (default 3), `scale`, `interpolation`, `antialias`, and the limits `maxPixels`, `maxBytes`
 * @throws ArgumentError when an option is wrong; DataError with the path when the file cannot be read, is damaged, too large or
 * in another format
 * @see Boutell and others, PNG (Portable Network Graphics) specification, 1997
 * @example
 * ```ts
 * import { mkdtempSync, writeFileSync } from 'node:fs';
 * import { tmpdir } from 'node:os';
 * import { join } from 'node:path';
 * import { readImage } from '@gradkit/data/node';
 *
 * const path = join(mkdtempSync(join(tmpdir(), 'image-')), 'red.png');
 * const pixel = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAIAAACQd1PeAAAADElEQVR4nGP4z8AAAAMBAQDJ/pLvAAAAAElFTkSuQmCC';
 * writeFileSync(path, Buffer.from(pixel, 'base64'));
 * console.log((await readImage(path)).toArray()); // [[[1, 0, 0]]]
 * ```
 */
export async function readImage(path: string, options: ImageOptions = {}): Promise<Tensor> {
  checkPath('readImage', path);
  const where = `readImage (${path})`;
  checkImageOptions(where, options);
  const bytes = readFile('readImage', path, options.maxBytes ?? 2 ** 28);
  const { values, shape } = await pixelsOf(where, path, bytes, options);
  return realized(values, shape, 'float32');
}
