import { ArgumentError, DataError, DTypeError } from '@gradkit/core';
import { parseMnist } from '@gradkit/data';
import { describe, expect, it } from 'vitest';

const images = Uint8Array.of(0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 1, 0, 0, 0, 3, 0, 51, 102, 153, 204, 255);
const labels = Uint8Array.of(0, 0, 8, 1, 0, 0, 0, 2, 9, 4);

describe('parseMnist', () => {
  it('makes images of one channel with pixels from 0 to 1, and digits', () => {
    const data = parseMnist({ images, labels });
    expect(data.fields).toEqual({
      x: { shape: [1, 3, 1], dtype: 'float32' },
      y: { shape: [], dtype: 'int32' },
    });
    expect([...data.x.dataSync()]).toEqual([0, 0.2, 0.4, 0.6, 0.8, 1].map(Math.fround));
    expect(data.y.toArray()).toEqual([9, 4]);
    expect(data.classNames).toEqual(['0', '1', '2', '3', '4', '5', '6', '7', '8', '9']);
  });

  it('leaves pixels as they are, flat, in double precision, on demand', () => {
    const data = parseMnist({ images, labels }, { image: false, scale: false, dtype: 'float64' });
    expect(data.fields.x).toEqual({ shape: [3], dtype: 'float64' });
    expect([...data.x.dataSync()]).toEqual([0, 51, 102, 153, 204, 255]);
  });

  const other = (bytes: Uint8Array, at: number, value: number): Uint8Array => bytes.with(at, value);
  it.each<[string, () => unknown, new (message: string) => Error, RegExp]>([
    ['files that are exchanged', () => parseMnist({ images: labels, labels: images }), DataError, /exchanged/],
    [
      'labels of other images',
      () => parseMnist({ images, labels: Uint8Array.of(0, 0, 8, 1, 0, 0, 0, 1, 9) }),
      DataError,
      /2 images need labels of shape \[2\], got \[1\]/,
    ],
    ['a label that is no digit', () => parseMnist({ images, labels: other(labels, 9, 10) }), DataError, /y\[1\] is 10/],
    ['signed bytes', () => parseMnist({ images: other(images, 2, 9), labels }), DataError, /must be unsigned bytes/],
    [
      'images that are cut off',
      () => parseMnist({ images: images.slice(0, -1), labels }),
      DataError,
      /images: .*cut off/,
    ],
    [
      'labels that are cut off',
      () => parseMnist({ images, labels: labels.slice(0, -1) }),
      DataError,
      /labels: .*cut off/,
    ],
    [
      'no images',
      () =>
        parseMnist({
          images: Uint8Array.of(0, 0, 8, 3, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 1),
          labels: Uint8Array.of(0, 0, 8, 1, 0, 0, 0, 0),
        }),
      DataError,
      /have no pixels/,
    ],
    ['missing labels', () => parseMnist({ images } as never), ArgumentError, /labels: expected the bytes/],
    ['an unknown option', () => parseMnist({ images, labels }, { scaled: true } as object), ArgumentError, /"scale"/],
    ['a scale that is no flag', () => parseMnist({ images, labels }, { scale: 255 as never }), ArgumentError, /scale/],
    [
      'whole numbers',
      () => parseMnist({ images, labels }, { dtype: 'int32' as never }),
      DTypeError,
      /float32, float64/,
    ],
  ])('refuses %s', (_, make, type, message) => {
    expect(make).toThrow(type);
    expect(make).toThrow(message);
  });
});
