import { ArgumentError, checkOptions, describe, threefry2x32 } from '@gradkit/core';

/** Options of {@link permutation}. */
export interface PermutationOptions {
  /** Any safe integer. */
  readonly seed: number;
  /** Every epoch of a seed has an order of its own; default 0. */
  readonly epoch?: number;
}

/**
 * The integers 0 … size − 1 in a random order that depends on the seed and the epoch only: the same on every engine.
 *
 * Fisher–Yates: for i from size − 1 down to 1, exchange element i with element j, j uniform in 0 … i. The j are drawn
 * without bias from the Threefry-2x32 stream of the key fold(seed, epoch): words in the incomplete last cycle of i + 1
 * are rejected.
 *
 * @param size how many integers, from 0 to 2^31 − 1
 * @throws ArgumentError when the size, the seed or the epoch is not an integer in range
 * @see R. Durstenfeld, "Algorithm 235: Random permutation", CACM 7(7), 1964; J. Salmon and others, "Parallel random
 * numbers: as easy as 1, 2, 3", SC 2011.
 * @example
 * ```ts
 * import { permutation } from '@gradkit/data';
 *
 * console.log(permutation(5, { seed: 1 })); // the same five integers in the same order, everywhere
 * console.log(permutation(5, { seed: 1, epoch: 1 })); // another order
 * ```
 */
export function permutation(size: number, options: PermutationOptions): Int32Array {
  checkOptions('permutation', options, ['seed', 'epoch']);
  const { seed, epoch = 0 } = options ?? {};
  checkInteger('permutation', 'size', size, 0, 2 ** 31 - 1);
  checkSeed('permutation', seed);
  checkEpoch('permutation', epoch);
  const order = new Int32Array(size);
  for (let i = 0; i < size; i++) order[i] = i;
  const below = uniformIntegers(seed, epoch);
  for (let i = size - 1; i > 0; i--) {
    const j = below(i + 1);
    const kept = order[i] as number;
    order[i] = order[j] as number;
    order[j] = kept;
  }
  return order;
}

export function checkSeed(where: string, seed: unknown): asserts seed is number {
  checkInteger(where, 'seed', seed, Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER);
}

export function checkEpoch(where: string, epoch: unknown): asserts epoch is number {
  checkInteger(where, 'epoch', epoch, 0, 2 ** 32 - 1);
}

export function checkInteger(
  where: string,
  what: string,
  value: unknown,
  lowest: number,
  highest: number,
): asserts value is number {
  if (!Number.isInteger(value) || (value as number) < lowest || (value as number) > highest) {
    throw new ArgumentError(
      `${where}: ${what} must be an integer from ${lowest} to ${highest}, got ${describe(value)}.`,
    );
  }
}

/** Uniform integers in 0 … bound − 1, one after the other. */
export function uniformIntegers(seed: number, epoch: number): (bound: number) => number {
  const [key0, key1] = threefry2x32(Math.floor(seed / 2 ** 32), seed >>> 0, 0, epoch);
  let counter = 0;
  let spare: number | undefined;
  const word = (): number => {
    if (spare !== undefined) {
      const second = spare;
      spare = undefined;
      return second;
    }
    const [first, second] = threefry2x32(key0, key1, Math.floor(counter / 2 ** 32), counter >>> 0);
    counter++;
    spare = second;
    return first;
  };
  return (bound) => {
    const complete = 2 ** 32 - (2 ** 32 % bound);
    let drawn = word();
    while (drawn >= complete) drawn = word();
    return drawn % bound;
  };
}
