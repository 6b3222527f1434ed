import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ArgumentError, DataError } from '@gradkit/core';
import { type DecodedImage, type ImageOptions, readImage } from '@gradkit/data/node';
import { encode } from 'fast-png';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import augmentation from '../golden/augmentation.json' with { type: 'json' };
import golden from '../golden/images.json' with { type: 'json' };

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'image-'));
});
afterEach(() => rmSync(directory, { recursive: true }));
const file = (content: string | Uint8Array): string => {
  const path = join(directory, 'image');
  writeFileSync(path, content);
  return path;
};
const bytesOf = (name: string): Uint8Array =>
  Buffer.from(golden.files.find((row) => row.name === name)?.base64 as string, 'base64');
const values = async (bytes: Uint8Array, options: ImageOptions): Promise<number[]> => [
  ...(await readImage(file(bytes), options)).dataSync(),
];
const largest = (a: readonly number[], b: readonly number[]): number =>
  a.length === b.length
    ? Math.max(...a.map((value, i) => Math.abs(value - (b[i] as number))))
    : Number.POSITIVE_INFINITY;

describe('readImage', () => {
  it.each(golden.files)('decodes as Pillow does: $name', async ({ name, base64, shape, colours, opacity, grey }) => {
    const bytes = Buffer.from(base64, 'base64');
    // Decoders of JPEG differ by roundings of cosines and colours; PNG is exact.
    const tolerance = name.startsWith('jpeg') ? 2 : 0;
    const image = await readImage(file(bytes), { scale: false });
    expect(image.shape).toEqual([...shape, 3]);
    expect(largest([...image.dataSync()], colours)).toBeLessThanOrEqual(tolerance);
    const transparent = await values(bytes, { scale: false, channels: 4 });
    expect(transparent.filter((_, i) => i % 4 === 3)).toEqual(opacity);
    expect(
      largest(
        transparent.filter((_, i) => i % 4 < 3),
        colours,
      ),
    ).toBeLessThanOrEqual(tolerance);
    // Pillow rounds grey to whole numbers.
    expect(largest(await values(bytes, { scale: false, channels: 1 }), grey)).toBeLessThanOrEqual(tolerance + 0.51);
  });

  it('scales to 0 … 1 by the highest value, also of 16 bits', async () => {
    const bytes = encode({ width: 2, height: 1, depth: 16, channels: 1, data: new Uint16Array([65535, 13107]) });
    const scaled = await values(bytes, { channels: 1 });
    expect(scaled[0]).toBe(1);
    expect(scaled[1]).toBeCloseTo(0.2, 7);
    expect(await values(bytes, { channels: 1, scale: false })).toEqual([65535, 13107]);
    expect(await values(bytes, { channels: 4 })).toEqual([1, 1, 1, 1, scaled[1], scaled[1], scaled[1], 1]);
  });

  it('resizes as Keras does, both sides by themselves', async () => {
    // The pixels of the golden values, as a PNG of 16 bits: exact to 1/65,535.
    const batch = augmentation.images.find((row) => row.name === 'batch') as { shape: number[]; values: number[] };
    const [, height, width] = batch.shape as [number, number, number];
    const first = batch.values.slice(0, height * width * 2).filter((_, i) => i % 2 === 0);
    const data = Uint16Array.from(first, (value) => Math.round(value * 65535));
    const bytes = encode({ width, height, depth: 16, channels: 1, data });
    for (const { size, options, result } of augmentation.resizing) {
      const expected = result.slice(0, result.length / 2).filter((_, i) => i % 2 === 0);
      const resized = await values(bytes, {
        size: size as unknown as [number, number],
        channels: 1,
        ...(options as ImageOptions),
      });
      expect(largest(resized, expected)).toBeLessThan(1e-5);
    }
    expect((await readImage(file(bytes), { size: 4 })).shape).toEqual([4, 4, 3]);
  });

  it('takes another decoder, which may take its time', async () => {
    const decode = async (bytes: Uint8Array, path: string): Promise<DecodedImage> => {
      expect(path).toBe(join(directory, 'image'));
      return { width: 1, height: 1, channels: 2, data: Uint8Array.of(bytes.length, 51) };
    };
    expect(await values(Uint8Array.of(1, 2, 3), { decode, channels: 4, scale: false })).toEqual([3, 3, 3, 51]);
  });

  it.each<[string, Uint8Array | string, ImageOptions, RegExp]>([
    ['another format', 'GIF89a', {}, /neither PNG nor JPEG. Pass a decode function/],
    ['an empty file', '', {}, /neither PNG nor JPEG/],
    [
      'too many pixels of a PNG',
      bytesOf('png, colours'),
      { maxPixels: 34 },
      /7 × 5 are more than 34 pixels. Raise maxPixels/,
    ],
    [
      'too many pixels of a JPEG',
      bytesOf('jpeg, colours'),
      { maxPixels: 383 },
      /cannot decode the JPEG: .*[Rr]esolution/,
    ],
    ['too large a file', bytesOf('png, colours'), { maxBytes: 50 }, /more than 50 bytes. Raise maxBytes/],
    [
      'a decoder that fails',
      'x',
      {
        decode: () => {
          throw new Error('no idea');
        },
      },
      /cannot decode: no idea/,
    ],
    [
      'a decoder that returns something else',
      'x',
      { decode: () => ({ width: 2, height: 1, channels: 1, data: new Uint8Array(1) }) },
      /decode must return/,
    ],
    ['a decoder that returns nothing', 'x', { decode: () => undefined as never }, /decode must return/],
    [
      'a decoder that returns too much',
      'x',
      { maxPixels: 1, decode: () => ({ width: 2, height: 1, channels: 1, data: new Uint8Array(2) }) },
      /2 × 1 are more than 1 pixels/,
    ],
  ])('refuses %s, and names the file', async (_, bytes, options, message) => {
    const path = file(bytes);
    await expect(readImage(path, options)).rejects.toThrow(DataError);
    await expect(readImage(path, options)).rejects.toThrow(message);
    await expect(readImage(path, options)).rejects.toThrow(path);
  });

  it.each<[string, (bytes: Uint8Array) => Uint8Array]>([
    ['png, colours', (bytes) => bytes],
    ['png, interlaced colours', (bytes) => bytes],
    ['jpeg, colours', (bytes) => bytes],
    ['jpeg, progressive', (bytes) => bytes],
  ])('refuses files cut off at any byte, with an error of ours: %s', async (name, whole) => {
    const bytes = whole(bytesOf(name));
    // A JPEG may lose its end marker, or a filling byte before it.
    const enough = name.startsWith('png') ? bytes.length : bytes.length - 3;
    for (let length = 0; length < enough; length += Math.max(1, Math.floor(bytes.length / 150))) {
      const outcome = await readImage(file(bytes.subarray(0, length))).catch((error) => error);
      expect(outcome, `${length} of ${bytes.length} bytes`).toBeInstanceOf(DataError);
    }
  });

  it('never fails with an error that is not ours when bytes are changed', async () => {
    for (const name of ['png, palette of 4', 'png, filters', 'jpeg, colours']) {
      const bytes = bytesOf(name);
      for (let at = 0; at < bytes.length; at += Math.max(1, Math.floor(bytes.length / 120))) {
        const changed = bytes.slice();
        changed[at] = (changed[at] as number) ^ 0x55;
        const outcome = await readImage(file(changed), { maxPixels: 1e4 }).catch((error) => error);
        if (outcome instanceof Error) expect(outcome, `${name} at ${at}`).toBeInstanceOf(DataError);
        else expect(outcome.dataSync().every(Number.isFinite)).toBe(true);
      }
    }
  });

  it('does not unpack more than the header announces', async () => {
    const small = encode({ width: 1, height: 1, depth: 8, channels: 1, data: new Uint8Array(1) });
    const large = encode({ width: 4000, height: 4000, depth: 8, channels: 1, data: new Uint8Array(16e6) });
    // The header of one pixel before the data of sixteen million.
    const bomb = new Uint8Array(large);
    bomb.set(small.subarray(8, 33), 8);
    expect(bomb.length).toBeLessThan(50_000);
    await expect(readImage(file(bomb))).rejects.toThrow(/pixels of the PNG are damaged/);
    const missing = new Uint8Array(small);
    new DataView(missing.buffer).setUint32(16, 2);
    await expect(readImage(file(missing))).rejects.toThrow(DataError);
  });

  it.each<[string, object, RegExp]>([
    ['two channels', { channels: 2 }, /channels must be 1, 3 or 4, got 2/],
    ['no height', { size: 0 }, /size must be an integer from 1/],
    ['one extent in a list', { size: [3] }, /size must be an integer/],
    ['another interpolation', { interpolation: 'cubic' }, /interpolation must be one of/],
    ['words', { scale: 'yes' }, /scale is true or false/],
    ['no decoder', { decode: 3 }, /decode is a function/],
    ['no pixels', { maxPixels: 0 }, /maxPixels/],
    ['unknown options', { width: 3 }, /unknown option/],
  ])('refuses %s', async (_, options, message) => {
    await expect(readImage('x', options)).rejects.toThrow(ArgumentError);
    await expect(readImage('x', options)).rejects.toThrow(message);
  });
});
