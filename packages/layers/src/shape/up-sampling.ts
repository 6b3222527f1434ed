import {
  ArgumentError,
  add,
  describe,
  mul,
  type PerAxis,
  repeat,
  reshape,
  type Tensor,
  take,
  tensor,
} from '@gradkit/core';
import { checkLayerOptions, type Layer, type LayerOptions } from '../layer.ts';
import { checkSpatial, perAxis } from '../sizes.ts';
import { createStateless } from '../stateless.ts';

/** Options of {@link upSampling1d} and {@link upSampling3d}. */
export interface UpSamplingOptions extends LayerOptions {
  /** How many elements become of one, for all spatial axes or for each, at least 1; default 2. */
  readonly size?: PerAxis | undefined;
}

/** Options of {@link upSampling2d}. */
export interface UpSampling2dOptions extends UpSamplingOptions {
  /** `'nearest'`: elements are repeated; `'bilinear'`: what lies between is interpolated. Default `'nearest'`. */
  readonly interpolation?: 'nearest' | 'bilinear' | undefined;
}

/**
 * Every step of sequences several times in a row.
 *
 * ```text
 * y[p] = x[⌊p / size⌋]
 * ```
 *
 * `[batch, length, channels]` becomes `[batch, length · size, channels]`.
 *
 * @throws ArgumentError when `size` is not a positive integer
 * @throws ShapeError when an input has other axes
 * @example
 * ```ts
 * import { tensor } from '@gradkit/core';
 * import { sequential, upSampling1d } from '@gradkit/layers';
 *
 * console.log(sequential([upSampling1d()]).apply(tensor([[[1], [2]]])).toArray()); // [[[1], [1], [2], [2]]]
 * ```
 */
export function upSampling1d(options: UpSamplingOptions = {}): Layer {
  return upSampling('upSampling1d', 1, options, [], repeated);
}

/**
 * Images enlarged by whole factors.
 *
 * ```text
 * nearest   y[p, q] = x[⌊p / size⌋, ⌊q / size⌋]
 * bilinear  y[p, q] = x at ((p + ½) / size − ½, (q + ½) / size − ½), interpolated linearly along both axes
 * ```
 *
 * `[batch, height, width, channels]` becomes `[batch, height · size, width · size, channels]`. Pixels are areas, whose centres lie at
 * halves; beyond the outermost centres the outermost pixels go on.
 *
 * @throws ArgumentError when `size` is not a positive integer or one for each axis, or there is no such interpolation
 * @throws ShapeError when an input has other axes
 * @see Odena, Dumoulin and Olah, Deconvolution and checkerboard artifacts, Distill 2016
 * @example
 * ```ts
 * import { tensor } from '@gradkit/core';
 * import { sequential, upSampling2d } from '@gradkit/layers';
 *
 * const model = sequential([upSampling2d({ size: [1, 2], interpolation: 'bilinear' })]);
 * console.log(model.apply(tensor([[[[0], [4]]]])).toArray()); // [[[[0], [1], [3], [4]]]]
 * ```
 */
export function upSampling2d(options: UpSampling2dOptions = {}): Layer {
  const { interpolation = 'nearest' } = options;
  if (interpolation !== 'nearest' && interpolation !== 'bilinear') {
    throw new ArgumentError(`upSampling2d: interpolation is 'nearest' or 'bilinear', got ${describe(interpolation)}.`);
  }
  return upSampling(
    'upSampling2d',
    2,
    options,
    ['interpolation'],
    interpolation === 'nearest' ? repeated : interpolated,
  );
}

/**
 * Every element of volumes several times along each axis: {@link upSampling1d} with two more.
 *
 * ```text
 * y[p, q, r] = x[⌊p / size⌋, ⌊q / size⌋, ⌊r / size⌋]
 * ```
 *
 * `[batch, depth, height, width, channels]` becomes `[batch, …extent · size, channels]`.
 *
 * @throws ArgumentError when `size` is not a positive integer, or one for each axis
 * @throws ShapeError when an input has other axes
 * @example
 * ```ts
 * import { zeros } from '@gradkit/core';
 * import { sequential, upSampling3d } from '@gradkit/layers';
 *
 * console.log(sequential([upSampling3d({ size: [1, 2, 3] })]).apply(zeros([1, 2, 2, 2, 1])).shape); // [1, 2, 4, 6, 1]
 * ```
 */
export function upSampling3d(options: UpSamplingOptions = {}): Layer {
  return upSampling('upSampling3d', 3, options, [], repeated);
}

function upSampling(
  kind: string,
  rank: number,
  options: UpSamplingOptions,
  own: readonly string[],
  enlarge: (x: Tensor, axis: number, factor: number) => Tensor,
): Layer {
  checkLayerOptions(kind, options, ['size', ...own]);
  const size = perAxis(kind, 'size', options.size ?? 2, rank);
  return createStateless(kind, options, (x) => {
    checkSpatial(kind, x.shape, rank);
    return size.reduce((y, factor, i) => (factor === 1 ? y : enlarge(y, i + 1, factor)), x);
  });
}

function repeated(x: Tensor, axis: number, factor: number): Tensor {
  return repeat(x, factor, { axis });
}

function interpolated(x: Tensor, axis: number, factor: number): Tensor {
  const { shape, dtype } = x;
  const extent = shape[axis] as number;
  if (extent === 0) return repeated(x, axis, factor);
  const centres = Array.from({ length: extent * factor }, (_, p) => (p + 0.5) / factor - 0.5);
  const below = centres.map((centre) => Math.floor(centre));
  const inside = (at: number): number => Math.min(extent - 1, Math.max(0, at));
  const along = [centres.length, ...shape.slice(axis + 1).map(() => 1)];
  const share = (values: readonly number[]): Tensor => reshape(tensor(values, { dtype }), along);
  const upper = centres.map((centre, p) => centre - (below[p] as number));
  return add(
    mul(take(x, below.map(inside), { axis }), share(upper.map((weight) => 1 - weight))),
    mul(
      take(
        x,
        below.map((at) => inside(at + 1)),
        { axis },
      ),
      share(upper),
    ),
  );
}
