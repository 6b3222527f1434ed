import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { ArgumentError, DataError, ShapeError, type Tensor } from '@gradkit/core';
import type { StreamDataset } from '@gradkit/data';
import { type ImageFolderOptions, imageFolder } from '@gradkit/data/node';
import { encode } from 'fast-png';
import { afterEach, beforeEach, describe, expect, expectTypeOf, it } from 'vitest';
import { collect } from '../stream/collected.ts';

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'folder-'));
});
afterEach(() => rmSync(directory, { recursive: true }));

const put = (path: string, content: string | Uint8Array): void => {
  mkdirSync(dirname(join(directory, path)), { recursive: true });
  writeFileSync(join(directory, path), content);
};
/** An image of one grey value. */
const plain = (value: number, width = 2, height = 2): Uint8Array =>
  encode({ width, height, depth: 8, channels: 1, data: new Uint8Array(width * height).fill(value) });
const folder = (options: Partial<ImageFolderOptions> = {}) =>
  imageFolder({ directory, channels: 1, scale: false, ...options });
/** Value and class of every image. */
const seen = async (from: AsyncIterable<{ readonly x: Tensor; readonly y: Tensor }>): Promise<number[][]> =>
  (await collect(from)).map(({ x, y }) => [x.dataSync()[0] as number, y.item()]);
const many = (): void => {
  for (let i = 0; i < 12; i++) put(`${i % 3 === 0 ? 'few' : 'many'}/${String(i).padStart(2, '0')}.png`, plain(i));
};

describe('imageFolder', () => {
  it('finds images by subfolder and ending, sorted, and nothing else', async () => {
    put('dog/b.PNG', plain(3));
    put('dog/a.png', plain(2));
    put('cat/deep/er/z.png', plain(1));
    put('cat/notes.txt', 'no image');
    put('cat/.hidden.png', 'no image');
    put('.cache/x.png', 'no image');
    put('loose.png', 'no image');
    symlinkSync(join(directory, 'loose.png'), join(directory, 'cat/link.png'));
    const images = folder();
    expectTypeOf(images).toExtend<StreamDataset<'x' | 'y'>>();
    expect([images.size, images.classes, images.classNames]).toEqual([3, 2, ['cat', 'dog']]);
    expect(images.files).toEqual(['cat/deep/er/z.png', 'dog/a.png', 'dog/b.PNG']);
    expect(images.labels).toEqual(Int32Array.of(0, 1, 1));
    expect(await seen(images)).toEqual([
      [1, 0],
      [2, 1],
      [3, 1],
    ]);
    const [batch] = await collect(images.batch(2));
    expect([batch?.x.shape, batch?.x.dtype, batch?.y.dtype]).toEqual([[2, 2, 2, 1], 'float32', 'int32']);
    expect(images.batch(2).length).toBe(2);
  });

  it('takes the classes and endings that it is told', async () => {
    put('a/1.png', plain(1));
    put('b/1.bin', plain(2));
    put('c/1.png', plain(3));
    expect(await seen(folder({ classNames: ['c', 'a'] }))).toEqual([
      [3, 0],
      [1, 1],
    ]);
    expect(folder({ classNames: ['b'], extensions: ['.bin'] }).files).toEqual(['b/1.bin']);
  });

  it('shuffles all files anew in every epoch, by the seed only', async () => {
    many();
    const shuffled = folder().shuffle({ seed: 5 });
    const [first, second] = [await seen(shuffled), await seen(shuffled.epoch(1))];
    expect(first).toEqual(await seen(folder().shuffle({ seed: 5 })));
    expect(first).not.toEqual(second);
    expect(first).not.toEqual(await seen(folder()));
    expect(first.toSorted((a, b) => (a[0] as number) - (b[0] as number))).toEqual(
      (await seen(folder())).toSorted((a, b) => (a[0] as number) - (b[0] as number)),
    );
    for (const [value, label] of first) expect(label).toBe((value as number) % 3 === 0 ? 0 : 1);
  });

  it('splits the files, for ever, and by class', async () => {
    many();
    const { train, test } = folder().split(0.75, { seed: 1, stratify: true });
    expect([train.size, test.size]).toEqual([9, 3]);
    expect([...test.labels].filter((label) => label === 0)).toHaveLength(1);
    expect([...train.files, ...test.files].toSorted()).toEqual([...folder().files].toSorted());
    const later = (await seen(train.shuffle({ seed: 2 }).epoch(7))).map(([value]) => value);
    expect(later.toSorted()).toEqual((await seen(train)).map(([value]) => value).toSorted());
  });

  it('is a stream: maps, takes, reads ahead, and tells maps which file it is', async () => {
    many();
    const indices: number[] = [];
    const mapped = folder()
      .shuffle({ seed: 3 })
      .map(({ x, y }, context) => {
        indices.push(...context.indices);
        return { x: x.mul(2), y };
      })
      .prefetch(3)
      .take(5);
    const values = (await seen(mapped.batch(1))).map(([value]) => (value as number) / 2);
    const { files } = folder();
    expect(indices.map((index) => Number(files[index]?.slice(-6, -4)))).toEqual(values);
  });

  it('reads a few files at a time, and no more than needed', async () => {
    many();
    let [reading, most, total] = [0, 0, 0];
    const decode = async () => {
      reading++;
      total++;
      most = Math.max(most, reading);
      await new Promise((resolve) => setTimeout(resolve, 2));
      reading--;
      return { width: 1, height: 1, channels: 1, data: Uint8Array.of(1) } as const;
    };
    const images = folder({ decode, concurrency: 3 });
    expect(await collect(images)).toHaveLength(12);
    expect([most, total]).toEqual([3, 12]);
    total = 0;
    await collect(images.take(2));
    expect(total).toBeLessThanOrEqual(6);
  });

  it('needs one size, or makes it', async () => {
    put('a/1.png', plain(1, 4, 2));
    put('a/2.png', plain(2, 3, 3));
    const read = collect(folder());
    await expect(read).rejects.toThrow(ShapeError);
    await expect(read).rejects.toThrow(/imageFolder \(a\/2.png\): field "x" has shape \[3, 3, 1\], but .* \[2, 4, 1\]/);
    const [batch] = await collect(folder({ size: [5, 6] }).batch(2));
    expect(batch?.x.shape).toEqual([2, 5, 6, 1]);
  });

  it('names the file that is wrong, when its turn comes', async () => {
    put('a/1.png', plain(1));
    put('a/2.png', plain(2).subarray(0, 40));
    put('a/3.png', 'text');
    const images = folder();
    expect(await seen(images.take(1))).toEqual([[1, 0]]);
    await expect(collect(images)).rejects.toThrow(DataError);
    await expect(collect(images)).rejects.toThrow(/imageFolder \(a\/2.png\): the PNG is cut off/);
    await expect(collect(folder({ maxBytes: 10 }))).rejects.toThrow(/a\/1.png\): more than 10 bytes/);
    rmSync(join(directory, 'a/1.png'));
    await expect(collect(images)).rejects.toThrow(/a\/1.png\): cannot read the file: ENOENT/);
  });

  it.each<[string, () => unknown, new (message: string) => Error, RegExp]>([
    ['no folder', () => imageFolder({} as ImageFolderOptions), ArgumentError, /directory: expected the path/],
    [
      'a folder that is not there',
      () => folder({ directory: '/none/at/all' }),
      DataError,
      /cannot read the folder: ENOENT/,
    ],
    ['a folder without classes', () => folder(), DataError, /has no subfolders, one for each class/],
    [
      'a class without images',
      () => {
        put('a/1.txt', '');
        return folder();
      },
      DataError,
      /has no files that end with .png, .jpg, .jpeg/,
    ],
    ['a class that is not there', () => folder({ classNames: ['z'] }), DataError, /cannot read the folder/],
    ['no class names', () => folder({ classNames: [] }), ArgumentError, /classNames is a list of names/],
    ['no concurrency', () => folder({ concurrency: 0 }), ArgumentError, /concurrency/],
    ['unknown options', () => folder({ shuffle: true } as object), ArgumentError, /unknown option "shuffle"/],
    ['wrong options of images', () => folder({ channels: 2 as 3 }), ArgumentError, /channels must be/],
  ])('refuses %s', (_, call, type, message) => {
    expect(call).toThrow(type);
    expect(call).toThrow(message);
  });
});
