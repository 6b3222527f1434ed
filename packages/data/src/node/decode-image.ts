import { DataError } from '@gradkit/core';
import { decode as decodeJpeg } from 'jpeg-js';
import { decodePng, isPng } from './decode-png.ts';
import { attempt } from './read-file.ts';

/** An image as a decoder returns it. */
export interface DecodedImage {
  readonly width: number;
  readonly height: number;
  /** 1: grey, 2: grey and opacity, 3: red, green, blue, 4: and opacity. */
  readonly channels: 1 | 2 | 3 | 4;
  /** Row by row, pixel by pixel; bytes up to 255, or 16-bit values up to 65,535. */
  readonly data: Uint8Array | Uint8ClampedArray | Uint16Array;
}

/** Decodes the bytes of an image file; `path` is for messages. */
export type ImageDecoder = (bytes: Uint8Array, path: string) => DecodedImage | Promise<DecodedImage>;

/** Decodes PNG and JPEG, by what is in the file, whatever its name says. */
export function decodeImage(where: string, bytes: Uint8Array, maxPixels: number): DecodedImage {
  if (isPng(bytes)) return decodePng(where, bytes, maxPixels);
  if (bytes[0] !== 0xff || bytes[1] !== 0xd8) {
    throw new DataError(`${where}: the file is neither PNG nor JPEG. Pass a decode function for other formats.`);
  }
  return attempt(`${where}: cannot decode the JPEG`, () => {
    const { width, height, data } = decodeJpeg(bytes, {
      useTArray: true,
      formatAsRGBA: false,
      tolerantDecoding: false,
      maxResolutionInMP: maxPixels / 1e6,
      // What the decoder counts: coefficients in 32 bits of up to four components, and the result.
      maxMemoryUsageInMB: 64 + Math.ceil((40 * maxPixels) / 2 ** 20),
    });
    return { width, height, channels: 3, data };
  });
}
