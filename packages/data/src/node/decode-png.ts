import { inflateSync } from 'node:zlib';
import { DataError } from '@gradkit/core';
import { convertIndexedToRgb, type DecodedPng, decode } from 'fast-png';
import type { DecodedImage } from './decode-image.ts';
import { attempt } from './read-file.ts';

const signature = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];

export const isPng = (bytes: Uint8Array): boolean => signature.every((byte, i) => bytes[i] === byte);

/** What the header says. */
interface Header {
  readonly width: number;
  readonly height: number;
  readonly depth: number;
  readonly colorType: number;
  readonly isInterlaced: boolean;
}

interface Chunk {
  readonly type: string;
  /** With length, type and checksum. */
  readonly whole: Uint8Array;
  readonly data: Uint8Array;
}

/** Values per pixel, by the type of colours; palettes have one. */
const channelsOf: { readonly [colorType: number]: 1 | 2 | 3 | 4 } = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 };

/** What pixels are made of; everything else, such as profiles that have to be decompressed, never reaches the decoder. */
const needed = ['IHDR', 'PLTE', 'tRNS', 'IDAT', 'IEND'];

/**
 * The pixels of a PNG file, by fast-png. That a file is whole, and does not unpack to more than its header announces, is
 * checked before.
 */
export function decodePng(where: string, bytes: Uint8Array, maxPixels: number): DecodedImage {
  const chunks = chunksOf(where, bytes).filter(({ type }) => needed.includes(type));
  const header = headerOf(where, chunks[0]);
  const { width, height } = header;
  if (width * height > maxPixels) {
    throw new DataError(`${where}: ${width} × ${height} are more than ${maxPixels} pixels. Raise maxPixels.`);
  }
  checkPixels(where, header, joined(chunks.filter(({ type }) => type === 'IDAT').map(({ data }) => data)));
  const parts = [bytes.subarray(0, signature.length), ...chunks.map(({ whole }) => whole)];
  return attempt(`${where}: cannot decode the PNG`, () => unpacked(decode(joined(parts), { checkCrc: true })));
}

function chunksOf(where: string, bytes: Uint8Array): Chunk[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const chunks: Chunk[] = [];
  for (let at = signature.length; at + 12 <= bytes.length; ) {
    const length = view.getUint32(at);
    const end = at + 12 + length;
    if (end > bytes.length) break;
    const type = String.fromCharCode(...bytes.subarray(at + 4, at + 8));
    chunks.push({ type, whole: bytes.subarray(at, end), data: bytes.subarray(at + 8, end - 4) });
    if (type === 'IEND') return chunks;
    at = end;
  }
  throw new DataError(`${where}: the PNG is cut off.`);
}

function headerOf(where: string, chunk: Chunk | undefined): Header {
  if (chunk?.type !== 'IHDR' || chunk.data.length !== 13) throw new DataError(`${where}: the PNG has no header.`);
  const view = new DataView(chunk.data.buffer, chunk.data.byteOffset, chunk.data.byteLength);
  const [depth, colorType, interlace] = [view.getUint8(8), view.getUint8(9), view.getUint8(12)];
  const header = {
    width: view.getUint32(0),
    height: view.getUint32(4),
    depth,
    colorType,
    isInterlaced: interlace === 1,
  };
  if (header.width === 0 || header.height === 0) throw new DataError(`${where}: the PNG has no pixels.`);
  if (header.isInterlaced && depth < 8) {
    throw new DataError(`${where}: interlaced PNG with ${depth} bits per pixel is not supported. Save it otherwise.`);
  }
  return header;
}

/** Throws unless the compressed data holds exactly the pixels of the header. */
function checkPixels(where: string, { width, height, depth, colorType, isInterlaced }: Header, data: Uint8Array): void {
  const bits = (channelsOf[colorType] ?? 0) * depth;
  const bytesOf = (columns: number, rows: number): number =>
    columns <= 0 || rows <= 0 ? 0 : rows * (1 + Math.ceil((columns * bits) / 8));
  const size = isInterlaced
    ? passes.reduce(
        (sum, [x, y, dx, dy]) => sum + bytesOf(Math.ceil((width - x) / dx), Math.ceil((height - y) / dy)),
        0,
      )
    : bytesOf(width, height);
  const { length } = attempt(`${where}: the pixels of the PNG are damaged`, () =>
    inflateSync(data, { maxOutputLength: size }),
  );
  if (length < size) throw new DataError(`${where}: the PNG has ${length} bytes of pixels, and needs ${size}.`);
}

/** First column and row, and steps between columns and rows, of the passes of Adam7. */
const passes = [
  [0, 0, 8, 8],
  [4, 0, 8, 8],
  [0, 4, 4, 8],
  [2, 0, 4, 4],
  [0, 2, 2, 4],
  [1, 0, 2, 2],
  [0, 1, 1, 2],
] as const;

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const all = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

/** A byte, or 16 bits, for each value: without palettes, and without several pixels in a byte. */
function unpacked(png: DecodedPng): DecodedImage {
  const { width, height, depth, palette } = png;
  if (palette?.[0] !== undefined) {
    return { width, height, channels: palette[0].length as 3 | 4, data: convertIndexedToRgb(png) };
  }
  const channels = png.channels as DecodedImage['channels'];
  if (depth >= 8) return { width, height, channels, data: png.data as Uint8Array | Uint16Array };
  const highest = 2 ** depth - 1;
  const bytesPerRow = Math.ceil((width * depth) / 8);
  const data = new Uint8Array(width * height);
  for (let row = 0; row < height; row++) {
    for (let column = 0; column < width; column++) {
      const bit = column * depth;
      const byte = png.data[row * bytesPerRow + (bit >> 3)] as number;
      data[row * width + column] = (255 / highest) * ((byte >> (8 - depth - (bit & 7))) & highest);
    }
  }
  return { width, height, channels: 1, data };
}
