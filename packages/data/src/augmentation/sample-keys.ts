import {
  arange,
  broadcastTo,
  cast,
  erfInv,
  mul,
  reshape,
  rightShift,
  type Shape,
  sizeOf,
  slice,
  stack,
  sub,
  Tensor,
  tensor,
  threefry2x32,
} from '@gradkit/core';
import { literal, node, threefryCode } from '@gradkit/core/graph';

// Random numbers that belong to a sample, not to its place in a batch: every sample has a key of its own, made from the
// seed, the epoch and the index of the sample. They are those of core's `foldIn`, `uniform` and `normal`, row by row.

/** The key of an epoch, uint32[2]: `foldIn(key(seed), epoch)`, computed on the host. */
export function epochKey(seed: number, epoch: number): Tensor {
  return tensor(Uint32Array.from(threefry2x32(Math.floor(seed / 2 ** 32), seed >>> 0, 0, epoch)));
}

/** A key for each sample, uint32[samples, 2]: row i is `foldIn(parent, indices[i])`. */
export function sampleKeys(parent: Tensor, indices: Tensor): Tensor {
  const keys = broadcastTo(parent, [...indices.shape, 2]);
  return bothWords(keys, cast(indices, 'uint32'));
}

/** New keys for each sample: row i is `foldIn(keys[i], data)`. */
export function foldEach(keys: Tensor, data: number): Tensor {
  return bothWords(keys, broadcastTo(tensor(Uint32Array.of(data)), keys.shape.slice(0, 1)));
}

/**
 * Random numbers spread evenly over [0, 1), of a shape for each key: row i is `uniform(keys[i], shape)`.
 *
 * [samples, 2] → [samples, …shape]
 *
 * For augmentations of your own: what they draw depends on the sample, not on the batch that it is in.
 *
 * @param keys uint32[samples, 2], as an {@link Augmentation} gets them
 * @see Salmon, Moraes, Dror, Shaw, Parallel random numbers: as easy as 1, 2, 3, 2011
 * @example
 * ```ts
 * import { mul, reshape } from '@gradkit/core';
 * import { augment, uniformEach } from '@gradkit/data';
 * import { digits } from '@gradkit/data/digits';
 *
 * const fade = augment([(images, keys) => mul(images, reshape(uniformEach(keys, [1]), [-1, 1, 1, 1]))], { seed: 3 });
 * console.log(digits({ image: true }).map(fade).fields.x.shape); // [8, 8, 1]
 * ```
 */
export function uniformEach(keys: Tensor, shape: Shape): Tensor {
  const samples = keys.shape[0] as number;
  const size = sizeOf(shape);
  const counter = broadcastTo(arange(0, size, 1, { dtype: 'uint32' }), [samples, size]);
  const word = (at: number): Tensor => broadcastTo(slice(keys, [0, at], [samples, at + 1]), [samples, size]);
  const bits = cipher(word(0), word(1), counter, 'xor');
  // 23 bits, as the mantissa of a float32 has.
  return reshape(mul(cast(rightShift(bits, 9), 'float32'), 2 ** -23), [samples, ...shape]);
}

/** Random numbers with the standard normal distribution: row i is close to `normal(keys[i], shape)`. */
export function normalEach(keys: Tensor, shape: Shape): Tensor {
  // From the middle of each of the 2^23 intervals, so that neither end is reached.
  const centred = sub(mul(uniformEach(keys, shape), 2), 1 - 2 ** -23);
  return mul(erfInv(centred), Math.SQRT2);
}

/** Both words for each key and counter, along a new last axis. */
function bothWords(keys: Tensor, counter: Tensor): Tensor {
  const samples = keys.shape[0] as number;
  const word = (at: number): Tensor => reshape(slice(keys, [0, at], [samples, at + 1]), [samples]);
  return stack(
    ([0, 1] as const).map((which) => cipher(word(0), word(1), counter, which)),
    { axis: 1 },
  );
}

function cipher(key0: Tensor, key1: Tensor, counter: Tensor, word: 0 | 1 | 'xor'): Tensor {
  const high = literal(0, 'uint32', counter.shape);
  const inputs = [key0.node, key1.node, high, counter.node] as const;
  return new Tensor(node('randomBits', inputs, { word, code: threefryCode(word) }));
}
