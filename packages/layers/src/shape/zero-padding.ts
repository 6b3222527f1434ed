import { pad } from '@gradkit/core';
import { checkLayerOptions, type Layer, type LayerOptions } from '../layer.ts';
import { checkSpatial, type Margins, marginsOf } from '../sizes.ts';
import { createStateless } from '../stateless.ts';

/** Options of {@link zeroPadding2d} and its like. */
export interface ZeroPaddingOptions extends LayerOptions {
  /**
   * Elements added before and after: for all spatial axes alike, or for each axis a number for both sides or a pair. Of one axis
   * a list is the pair itself. Default 1.
   */
  readonly padding?: Margins | undefined;
}

/**
 * Zeros before and after sequences.
 *
 * ```text
 * [batch, length, channels] → [batch, before + length + after, channels]
 * ```
 *
 * @throws ArgumentError when `padding` is not a number or a pair of numbers of at least 0
 * @throws ShapeError when an input has other axes
 * @example
 * ```ts
 * import { tensor } from '@gradkit/core';
 * import { sequential, zeroPadding1d } from '@gradkit/layers';
 *
 * const model = sequential([zeroPadding1d({ padding: [2, 0] })]);
 * console.log(model.apply(tensor([[[1], [2]]])).toArray()); // [[[0], [0], [1], [2]]]
 * ```
 */
export function zeroPadding1d(options: ZeroPaddingOptions = {}): Layer {
  return zeroPadding('zeroPadding1d', 1, options);
}

/**
 * A frame of zeros around images.
 *
 * ```text
 * [batch, height, width, channels] → [batch, top + height + bottom, left + width + right, channels]
 * ```
 *
 * @throws ArgumentError when `padding` is not a number, or a number or a pair for each axis, of at least 0
 * @throws ShapeError when an input has other axes
 * @example
 * ```ts
 * import { zeros } from '@gradkit/core';
 * import { sequential, zeroPadding2d } from '@gradkit/layers';
 *
 * const model = sequential([zeroPadding2d({ padding: [3, [1, 0]] })]);
 * console.log(model.apply(zeros([1, 28, 28, 1])).shape); // [1, 34, 29, 1]
 * ```
 */
export function zeroPadding2d(options: ZeroPaddingOptions = {}): Layer {
  return zeroPadding('zeroPadding2d', 2, options);
}

/**
 * Zeros around volumes: {@link zeroPadding2d} with one more axis.
 *
 * ```text
 * [batch, depth, height, width, channels] → [batch, …before + extent + after, channels]
 * ```
 *
 * @throws ArgumentError when `padding` is not a number, or a number or a pair for each axis, of at least 0
 * @throws ShapeError when an input has other axes
 * @example
 * ```ts
 * import { zeros } from '@gradkit/core';
 * import { sequential, zeroPadding3d } from '@gradkit/layers';
 *
 * console.log(sequential([zeroPadding3d()]).apply(zeros([1, 2, 3, 4, 5])).shape); // [1, 4, 5, 6, 5]
 * ```
 */
export function zeroPadding3d(options: ZeroPaddingOptions = {}): Layer {
  return zeroPadding('zeroPadding3d', 3, options);
}

function zeroPadding(kind: string, rank: number, options: ZeroPaddingOptions): Layer {
  checkLayerOptions(kind, options, ['padding']);
  const margins = marginsOf(kind, 'padding', options.padding ?? 1, rank);
  return createStateless(kind, options, (x) => {
    checkSpatial(kind, x.shape, rank);
    return pad(x, [[0, 0], ...margins, [0, 0]]);
  });
}
