import { ArgumentError, DTypeError, ShapeError, tensor } from '@gradkit/core';
import { affineTransform, type WarpOptions } from '@gradkit/data';
import { describe, expect, it } from 'vitest';
import golden from '../golden/augmentation.json' with { type: 'json' };
import { counted, distance, goldenImages } from './images.ts';

const identity = tensor([
  [1, 0, 0],
  [0, 1, 0],
]);

describe('affineTransform', () => {
  it.each(golden.affine)('is what SciPy computes: $name', ({ matrix, options, result }) => {
    const { values, shape } = goldenImages('plane');
    const image = tensor(Float32Array.from(values), { shape: [1, ...shape, 1] });
    const computed = affineTransform(image, tensor(matrix), options as WarpOptions);
    // Positions in float32 have errors of 2e-6 at 30 pixels from the image, and neighbours differ by less than 1.
    expect(distance(computed, result)).toBeLessThan(1e-5);
  });

  it.each(['reflect', 'constant', 'nearest', 'wrap'] as const)(
    'leaves images as they are under the identity: %s',
    (fillMode) => {
      for (const interpolation of ['bilinear', 'nearest'] as const) {
        const images = counted(3, 4, 5, 2);
        expect(affineTransform(images, identity, { fillMode, interpolation }).dataSync()).toEqual(images.dataSync());
      }
    },
  );

  it('takes a matrix for each sample, or one for all', () => {
    const images = counted(2, 3, 3, 1);
    const [up, left] = [
      [
        [1, 0, 1],
        [0, 1, 0],
      ],
      [
        [1, 0, 0],
        [0, 1, 1],
      ],
    ];
    const options = { fillMode: 'constant', fillValue: -1 } as const;
    expect([...affineTransform(images, tensor([up, left]), options).dataSync()]).toEqual([
      ...[3, 4, 5, 6, 7, 8, -1, -1, -1],
      ...[10, 11, -1, 13, 14, -1, 16, 17, -1],
    ]);
    expect(affineTransform(images, tensor(up), options).dataSync()).toEqual(
      affineTransform(images, tensor([up, up]), options).dataSync(),
    );
  });

  it.each([
    ['reflect', [1, 0, 0, 1, 2, 2, 1]],
    ['nearest', [0, 0, 0, 1, 2, 2, 2]],
    ['wrap', [1, 2, 0, 1, 2, 0, 1]],
    ['constant', [9, 9, 0, 1, 2, 9, 9]],
  ] as const)('continues a row outside the image: %s', (fillMode, expected) => {
    const row = counted(1, 1, 3, 1);
    const at = expected.map((_, i) => {
      const matrix = tensor([
        [1, 0, 0],
        [0, 1, i - 2],
      ]);
      return affineTransform(row, matrix, { fillMode, fillValue: 9 }).dataSync()[0];
    });
    expect(at).toEqual(expected);
  });

  it('repeats one pixel everywhere, and survives places far away and places that are none', () => {
    const pixel = tensor([[[[5]]]]);
    for (const offset of [0.5, -7.25, 1e6, -1e6]) {
      const matrix = tensor([
        [1, 0, offset],
        [0, 1, -offset],
      ]);
      for (const fillMode of ['reflect', 'nearest', 'wrap'] as const) {
        expect(affineTransform(pixel, matrix, { fillMode }).item()).toBe(5);
      }
    }
    const nowhere = tensor([
      [1, 0, NaN],
      [0, 1, 0],
    ]);
    expect(affineTransform(counted(1, 2, 2, 1), nowhere).dataSync()).toHaveLength(4);
  });

  it.each<[string, () => unknown, new (message: string) => Error, RegExp]>([
    ['images without channels', () => affineTransform(counted(2, 3, 3), identity), ShapeError, /\[2, 3, 3\]/],
    [
      'bytes',
      () => affineTransform(tensor(new Uint8Array(4), { shape: [1, 2, 2, 1] }), identity),
      DTypeError,
      /uint8.*rescale/,
    ],
    [
      'matrices of another shape',
      () => affineTransform(counted(2, 3, 3, 1), counted(3, 2, 3)),
      ShapeError,
      /\[2, 2, 3\] or/,
    ],
    ['flat matrices', () => affineTransform(counted(2, 3, 3, 1), counted(2, 6)), ShapeError, /got \[2, 6\]/],
    [
      'an unknown mode',
      () => affineTransform(counted(1, 3, 3, 1), identity, { fillMode: 'mirror' } as object),
      ArgumentError,
      /fillMode must be one of/,
    ],
    [
      'an unknown interpolation',
      () => affineTransform(counted(1, 3, 3, 1), identity, { interpolation: 'cubic' } as object),
      ArgumentError,
      /interpolation must be one of/,
    ],
    [
      'a word to fill with',
      () => affineTransform(counted(1, 3, 3, 1), identity, { fillValue: 'a' } as object),
      ArgumentError,
      /fillValue is a finite number/,
    ],
    [
      'nothing to fill with',
      () => affineTransform(counted(1, 3, 3, 1), identity, { fillValue: Number.NaN }),
      ArgumentError,
      /fillValue is a finite number, got NaN/,
    ],
    [
      'an unknown option',
      () => affineTransform(counted(1, 3, 3, 1), identity, { fill: 1 } as object),
      ArgumentError,
      /unknown option/,
    ],
  ])('refuses %s', (_, call, type, message) => {
    expect(call).toThrow(type);
    expect(call).toThrow(message);
  });
});
