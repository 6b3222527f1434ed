import { ArgumentError, checkOptions, normalizeAxes, type Shape, sizeOf } from '@gradkit/core';

/** How many numbers flow into and out of one unit of a layer. */
export interface Fans {
  readonly fanIn: number;
  readonly fanOut: number;
}

/** Which axes of a weight count inputs and which outputs, where its shape does not tell; both or neither. */
export interface FanAxes {
  /** The axes of one unit's inputs, negative from the end; default: see {@link computeFans}. */
  readonly inputAxes?: readonly number[] | undefined;
  /** The axes of one input's units, negative from the end; default: see {@link computeFans}. */
  readonly outputAxes?: readonly number[] | undefined;
}

/**
 * The fan-in and fan-out of a weight, from its shape.
 *
 * ```text
 * []                    1, 1
 * [n]                   n, n
 * [in, out]             in, out                      a dense kernel
 * [window…, in, out]    in · Πwindow, out · Πwindow  a convolution kernel
 * ```
 *
 * As in Keras, a depthwise kernel `[window…, in, multiplier]` counts all channels as inputs, and an embedding
 * `[vocabulary, features]` the whole vocabulary. Kernels of other layouts, such as those of attention heads
 * `[in, heads, features]`, name their axes.
 *
 * @throws ArgumentError when an axis does not exist, or only one of the two lists is given
 * @example
 * ```ts
 * import { computeFans } from '@gradkit/initializers';
 * console.log(computeFans([784, 64])); // { fanIn: 784, fanOut: 64 }
 * console.log(computeFans([3, 3, 16, 32])); // { fanIn: 144, fanOut: 288 }
 * console.log(computeFans([128, 8, 16], { inputAxes: [0], outputAxes: [1, 2] })); // { fanIn: 128, fanOut: 128 }
 * ```
 */
export function computeFans(shape: Shape, axes: FanAxes = {}): Fans {
  checkOptions('computeFans', axes, ['inputAxes', 'outputAxes']);
  checkFanAxes('computeFans', axes);
  const { inputAxes, outputAxes } = axes;
  if (inputAxes !== undefined && outputAxes !== undefined) {
    const along = (list: readonly number[]): number =>
      normalizeAxes('computeFans', list, shape.length).reduce((size, axis) => size * (shape[axis] as number), 1);
    return { fanIn: along(inputAxes), fanOut: along(outputAxes) };
  }
  const receptiveField = sizeOf(shape.slice(0, -2));
  const [first = 1, second = first] = shape.slice(-2);
  return { fanIn: first * receptiveField, fanOut: second * receptiveField };
}

/** Throws unless both lists of axes are given, or neither. */
export function checkFanAxes(where: string, { inputAxes, outputAxes }: FanAxes): void {
  if ((inputAxes === undefined) === (outputAxes === undefined)) return;
  throw new ArgumentError(`${where}: needs both inputAxes and outputAxes, or neither.`);
}
