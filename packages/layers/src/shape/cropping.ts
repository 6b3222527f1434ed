import { formatShape, ShapeError, slice } from '@gradkit/core';
import { checkLayerOptions, type Layer, type LayerOptions } from '../layer.ts';
import { checkSpatial, type Margins, marginsOf } from '../sizes.ts';
import { createStateless } from '../stateless.ts';

/** Options of {@link cropping2d} and its like. */
export interface CroppingOptions extends LayerOptions {
  /**
   * Elements cut off before and after: for all spatial axes alike, or for each axis a number for both sides or a pair. Of one
   * axis a list is the pair itself. Default 1, of images 0.
   */
  readonly cropping?: Margins | undefined;
}

/**
 * Sequences without their first and last steps.
 *
 * ```text
 * [batch, length, channels] → [batch, length − before − after, channels]
 * ```
 *
 * @throws ArgumentError when `cropping` is not a number or a pair of numbers of at least 0
 * @throws ShapeError when an input has other axes, or nothing would be left
 * @example
 * ```ts
 * import { tensor } from '@gradkit/core';
 * import { cropping1d, sequential } from '@gradkit/layers';
 *
 * const model = sequential([cropping1d({ cropping: [0, 1] })]);
 * console.log(model.apply(tensor([[[1], [2], [3]]])).toArray()); // [[[1], [2]]]
 * ```
 */
export function cropping1d(options: CroppingOptions = {}): Layer {
  return cropping('cropping1d', 1, options, 1);
}

/**
 * Images without a frame.
 *
 * ```text
 * [batch, height, width, channels] → [batch, height − top − bottom, width − left − right, channels]
 * ```
 *
 * @throws ArgumentError when `cropping` is not a number, or a number or a pair for each axis, of at least 0
 * @throws ShapeError when an input has other axes, or nothing would be left
 * @example
 * ```ts
 * import { zeros } from '@gradkit/core';
 * import { cropping2d, sequential } from '@gradkit/layers';
 *
 * const model = sequential([cropping2d({ cropping: [2, [4, 0]] })]);
 * console.log(model.apply(zeros([1, 28, 28, 3])).shape); // [1, 24, 24, 3]
 * ```
 */
export function cropping2d(options: CroppingOptions = {}): Layer {
  return cropping('cropping2d', 2, options, 0);
}

/**
 * Volumes without their outermost elements: {@link cropping2d} with one more axis.
 *
 * ```text
 * [batch, depth, height, width, channels] → [batch, …extent − before − after, channels]
 * ```
 *
 * @throws ArgumentError when `cropping` is not a number, or a number or a pair for each axis, of at least 0
 * @throws ShapeError when an input has other axes, or nothing would be left
 * @example
 * ```ts
 * import { zeros } from '@gradkit/core';
 * import { cropping3d, sequential } from '@gradkit/layers';
 *
 * console.log(sequential([cropping3d()]).apply(zeros([1, 4, 5, 6, 1])).shape); // [1, 2, 3, 4, 1]
 * ```
 */
export function cropping3d(options: CroppingOptions = {}): Layer {
  return cropping('cropping3d', 3, options, 1);
}

function cropping(kind: string, rank: number, options: CroppingOptions, standard: number): Layer {
  checkLayerOptions(kind, options, ['cropping']);
  const margins = marginsOf(kind, 'cropping', options.cropping ?? standard, rank);
  return createStateless(kind, options, (x) => {
    checkSpatial(kind, x.shape, rank);
    const start = margins.map(([before]) => before);
    const stop = margins.map(([, after], i) => (x.shape[i + 1] as number) - after);
    if (stop.some((end, i) => end <= (start[i] as number))) {
      throw new ShapeError(`${kind}: nothing is left of ${formatShape(x.shape)} without ${JSON.stringify(margins)}.`);
    }
    return slice(x, [undefined, ...start], [undefined, ...stop]);
  });
}
