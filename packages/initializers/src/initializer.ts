import { ArgumentError, key as keyOf, type Shape, type Tensor } from '@gradkit/core';

/** Element types that weights may have. */
export type WeightType = 'float32' | 'float64';

/**
 * Makes the first values of a weight. The same shape, element type and key give the same values on every machine.
 *
 * @param key two uint32 words from `key(seed)`, `split` or `foldIn`; ignored by initializers that draw nothing
 */
export type Initializer = (shape: Shape, dtype: WeightType, key: Tensor) => Tensor;

/** The option that all initializers which draw numbers share. */
export interface SeedOption {
  /**
   * Draws from this seed whatever key is given, so that two weights of one shape get equal values: for experiments, not
   * for models. Default: the given key.
   */
  readonly seed?: number | undefined;
}

/** The key to draw with: that of the fixed seed, if there is one, else the given one. */
export function chooseKey(seed: number | undefined, given: Tensor): Tensor {
  return seed === undefined ? given : keyOf(seed);
}

/** Throws unless all the named numbers are finite. */
export function checkFinite(where: string, values: Readonly<Record<string, number>>): void {
  for (const [name, value] of Object.entries(values)) {
    if (!Number.isFinite(value)) throw new ArgumentError(`${where}: ${name} must be a finite number, got ${value}.`);
  }
}
