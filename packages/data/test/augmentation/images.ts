import { type Tensor, tensor } from '@gradkit/core';
import { sampleKeys } from '../../src/augmentation/sample-keys.ts';
import golden from '../golden/augmentation.json' with { type: 'json' };

/** Images of the golden values. */
export function goldenImages(name: 'plane' | 'image' | 'batch'): {
  readonly shape: number[];
  readonly values: number[];
} {
  return golden.images.find((row) => row.name === name) as { shape: number[]; values: number[] };
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
