import { broadcastNode, nodeLike } from '../broadcast.ts';
import { constantNode } from '../constant.ts';
import { dtypes } from '../dtype.ts';
import { ArgumentError, DTypeError, describe, ShapeError } from '../errors.ts';
import { castNode } from '../functions/casting.ts';
import { operand } from '../functions/operand.ts';
import { literal, type Node, node } from '../graph.ts';
import { checkShape, equalShapes, formatShape, type Shape, sizeOf } from '../shape.ts';
import { Tensor, type TensorLike } from '../tensor.ts';
import { threefryCode } from '../wasm/math/threefry.ts';

/**
 * The random key of a seed, uint32[2]: the seed as a 64-bit number, high word first, as `jax.random.key` in 64 bits.
 *
 * Keys name streams of random numbers. Using a key again gives the same numbers again; `split` and `foldIn` make new keys.
 * @throws ArgumentError when the seed is not a safe integer
 * @example
 * ```ts
 * import { key } from '@gradkit/core';
 * console.log(key(42).toArray()); // [0, 42]
 * ```
 */
export function key(seed: number): Tensor {
  if (!Number.isSafeInteger(seed)) throw new ArgumentError(`key: a seed is a safe integer, got ${describe(seed)}.`);
  return new Tensor(constantNode(new Uint32Array([Math.floor(seed / 2 ** 32), seed]), {}));
}

/**
 * New keys from one, uint32[count, 2]: independent of it and of each other, as `jax.random.split`.
 *
 * Key `i` is Threefry-2x32 of counter `(0, i)` (Salmon, Moraes, Dror, Shaw: "Parallel random numbers: as easy as 1, 2, 3",
 * 2011). Do not use the parent afterwards.
 * @throws ArgumentError when `parent` is not a key or `count` is not a non-negative integer
 * @example
 * ```ts
 * import { key, split } from '@gradkit/core';
 * const keys = split(key(0));
 * console.log(keys.toArray()); // [[1797259609, 2579123966], [928981903, 3453687069]]
 * ```
 */
export function split(parent: TensorLike, count: number = 2): Tensor {
  checkShape('split', [count]);
  return new Tensor(bothWords('split', keyWords('split', parent), counters(count)));
}

/**
 * A new key from a key and a number, such as a step or the index of a layer, as `jax.random.fold_in`.
 *
 * @param data an integer in [0, 2³²), or a scalar tensor of integers
 * @throws ArgumentError when `parent` is not a key or the number is outside; ShapeError, DTypeError for another tensor
 * @example
 * ```ts
 * import { foldIn, key } from '@gradkit/core';
 * console.log(foldIn(key(0), 1).toArray()); // [928981903, 3453687069]
 * ```
 */
export function foldIn(parent: TensorLike, data: TensorLike): Tensor {
  return new Tensor(bothWords('foldIn', keyWords('foldIn', parent), dataNode(data)));
}

/**
 * Random 32-bit words, as `jax.random.bits`.
 *
 * Element `i` in row-major order is the exclusive or of both words of Threefry-2x32-20 of counter `(0, i)`: the same on every
 * machine, whatever the shape.
 * @throws ArgumentError when `from` is not a key or the shape is not one
 * @example
 * ```ts
 * import { key, randomBits } from '@gradkit/core';
 * console.log(randomBits(key(7), [2]).toArray()); // [2895194379, 4185947648]
 * ```
 */
export function randomBits(from: TensorLike, shape: Shape): Tensor {
  return new Tensor(bits('randomBits', from, shape, 'xor'));
}

function dataNode(data: TensorLike): Node {
  if (typeof data === 'number' && !(Number.isInteger(data) && data >= 0 && data < 2 ** 32)) {
    throw new ArgumentError(`foldIn: a number is an integer in [0, 2^32), got ${data}.`);
  }
  // A number is a value like that of a key, not a part of the program: a loop that counts compiles once.
  if (typeof data === 'number') return constantNode(new Uint32Array([data]), { shape: [] });
  const from = nodeLike('foldIn', data, 'uint32');
  if (!dtypes[from.dtype].integer) throw new DTypeError(`foldIn: data is an integer, got ${from.dtype}. Use cast().`);
  if (from.shape.length !== 0) throw new ShapeError(`foldIn: data is a scalar, got ${formatShape(from.shape)}.`);
  return castNode(from, 'uint32');
}

type Words = readonly [Node, Node];

/** Throws unless `from` is a key. */
export function checkKey(where: string, from: TensorLike): Node {
  const words = operand(where, from);
  if (words.dtype !== 'uint32' || !equalShapes(words.shape, [2])) {
    throw new ArgumentError(
      `${where}: a key is uint32[2], got ${words.dtype}${formatShape(words.shape)}. Use key(), split() or foldIn().`,
    );
  }
  return words;
}

/** The two words of a key, as scalars. */
function keyWords(where: string, from: TensorLike): Words {
  const words = checkKey(where, from);
  const word = (i: number): Node => {
    const part = node('slice', [words], { start: [i], stop: [i + 1] });
    return node('reshape', [part], { shape: [] });
  };
  return [word(0), word(1)];
}

/** One word (or both combined) for each low counter word; the high counter word is 0. */
function cipher(where: string, words: Words, counter: Node, word: 0 | 1 | 'xor'): Node {
  const { shape } = counter;
  const [k0, k1] = words.map((w) => broadcastNode(where, w, shape)) as [Node, Node];
  return node('randomBits', [k0, k1, literal(0, 'uint32', shape), counter], { word, code: threefryCode(word) });
}

/** Both words for each counter, along a new last axis. */
function bothWords(where: string, words: Words, counter: Node): Node {
  const shape = [...counter.shape, 1];
  const parts = ([0, 1] as const).map((word) => node('reshape', [cipher(where, words, counter, word)], { shape }));
  return node('concat', parts, { axis: counter.shape.length });
}

export function bits(where: string, from: TensorLike, shape: Shape, word: 0 | 1 | 'xor'): Node {
  checkShape(where, shape);
  const flat = counters(sizeOf(shape));
  return node('reshape', [cipher(where, keyWords(where, from), flat, word)], { shape: [...shape] });
}

const counters = (count: number): Node => node('iota', [], { axis: 0, shape: [count], dtype: 'uint32' });
