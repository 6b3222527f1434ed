import { type Shape, sizeOf } from '@gradkit/core';

/** How many numbers flow into and out of one unit of a layer. */
export interface Fans {
  readonly fanIn: number;
  readonly fanOut: number;
}

/**
 * The fan-in and fan-out of a weight, from its shape.
 *
 * ```text
 * []                    1, 1
 * [n]                   n, n
 * [in, out]             in, out                    a dense kernel
 * [window…, in, out]    in · Πwindow, out · Πwindow  a convolution kernel
 * ```
 *
 * @example
 * ```ts
 * import { computeFans } from '@gradkit/initializers';
 * console.log(computeFans([784, 64])); // { fanIn: 784, fanOut: 64 }
 * console.log(computeFans([3, 3, 16, 32])); // { fanIn: 144, fanOut: 288 }
 * ```
 */
export function computeFans(shape: Shape): Fans {
  const receptiveField = sizeOf(shape.slice(0, -2));
  const [first = 1, second = first] = shape.slice(-2);
  return { fanIn: first * receptiveField, fanOut: second * receptiveField };
}
