import { threefry2x32 } from '../../src/ops/scalar-meaning.ts';

/** A reproducible sequence of choices. */
export interface Decisions {
  /** 0 ≤ result < 1 */
  real(): number;
  /** 0, …, count - 1 */
  below(count: number): number;
  chance(probability: number): boolean;
  pick<T>(list: readonly T[]): T;
  shuffled<T>(list: readonly T[]): T[];
}

export function decisions(seed: number): Decisions {
  let counter = 0;
  const real = (): number => (threefry2x32(seed, 0, counter++, 0)[0] as number) / 2 ** 32;
  const below = (count: number): number => Math.floor(real() * count);
  return {
    real,
    below,
    chance: (probability) => real() < probability,
    pick: (list) => list[below(list.length)] as (typeof list)[number],
    shuffled: (list) =>
      list
        .map((item) => ({ item, key: real() }))
        .sort((a, b) => a.key - b.key)
        .map(({ item }) => item),
  };
}
