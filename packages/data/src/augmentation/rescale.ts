import { ArgumentError, add, cast, checkOptions, describe, mul, type Tensor } from '@gradkit/core';

/** Options of {@link rescale}. */
export interface RescaleOptions {
  /** Added after scaling; default 0. */
  readonly offset?: number | undefined;
}

/**
 * Brings pixels to another range: bytes to 0 … 1 with 1 / 255, or to −1 … 1 with 1 / 127.5 and an offset of −1.
 *
 * ```text
 * out = scale · image + offset
 * ```
 *
 * Any shape → the same; what is not floating-point becomes float32.
 *
 * @throws ArgumentError when a number is missing
 * @example
 * ```ts
 * import { tensor } from '@gradkit/core';
 * import { rescale } from '@gradkit/data';
 *
 * console.log(rescale(1 / 255)(tensor(new Uint8Array([0, 51, 255]))).dataSync()); // 0 0.2 1
 * ```
 */
export function rescale(scale: number, options: RescaleOptions = {}): (images: Tensor) => Tensor {
  checkOptions('rescale', options, ['offset']);
  const { offset = 0 } = options;
  for (const [name, value] of Object.entries({ scale, offset })) {
    if (!Number.isFinite(value)) throw new ArgumentError(`rescale: ${name} is a number, got ${describe(value)}.`);
  }
  return (images) => {
    const isFloat = images.dtype === 'float32' || images.dtype === 'float64';
    return add(mul(isFloat ? images : cast(images, 'float32'), scale), offset);
  };
}
