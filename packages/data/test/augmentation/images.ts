import { type Tensor, tensor } from '@gradkit/core';
import type { Augmentation, WarpOptions } from '@gradkit/data';
import { sampleKeys } from '../../src/augmentation/sample-keys.ts';
import golden from '../golden/augmentation.json' with { type: 'json' };

export type Pair = readonly [number, number];

/** Images of the golden values. */
export function goldenImages(name: 'plane' | 'image' | 'batch'): {
  readonly shape: number[];
  readonly values: number[];
} {
  return golden.images.find((row) => row.name === name) as { shape: number[]; values: number[] };
}

/** Factors and options of Keras' layer that a change is like, with what becomes of the image. */
export function layerRows(name: string): { title: string; factors: Pair[]; options: WarpOptions; result: number[] }[] {
  return golden.layers
    .filter((row) => row.name.split(' ')[0] === name)
    .map(({ name: title, factors, options, result }) => ({
      title: `${title}, ${options.fillMode}`,
      factors: factors as unknown as Pair[],
      options: options as WarpOptions,
      result,
    }));
}

/** How far a change of the image of those rows is from what the layer makes of it. */
export function distanceFromLayer(change: Augmentation, result: readonly number[]): number {
  const { values, shape } = goldenImages('image');
  return distance(change(tensor(Float32Array.from(values), { shape }), keysOf(1)), result);
}

/** Whether a change leaves images as they are, also those of one pixel. */
export function leavesUnchanged(change: Augmentation): boolean {
  return [counted(3, 5, 4, 2), counted(2, 1, 1, 1)].every(
    (images) => distance(change(images, keysOf(images.shape[0] as number)), [...images.dataSync()]) === 0,
  );
}

/** Keys of samples 0, 1, 2, … */
export function keysOf(samples: number, seed = 7): Tensor {
  const indices = Int32Array.from({ length: samples }, (_, i) => i);
  return sampleKeys(tensor(Uint32Array.of(0, seed)), tensor(indices)).realize();
}

/** Images with the values 0, 1, 2, …, all different. */
export function counted(...shape: number[]): Tensor {
  const size = shape.reduce((product, extent) => product * extent, 1);
  return tensor(
    Float32Array.from({ length: size }, (_, i) => i),
    { shape },
  );
}

/** The largest difference between what was computed and what was expected. */
export function distance(computed: Tensor, expected: readonly number[]): number {
  const values = computed.dataSync();
  if (values.length !== expected.length) return Number.POSITIVE_INFINITY;
  return expected.reduce((worst, value, i) => Math.max(worst, Math.abs(value - (values[i] as number))), 0);
}

export function meanOf(values: ArrayLike<number>): number {
  return Array.from(values).reduce((sum, value) => sum + value, 0) / values.length;
}
