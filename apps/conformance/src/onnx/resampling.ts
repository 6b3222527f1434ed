import { normalizeAxis, type Tensor, tensor, where } from '@gradkit/core';
import { affineGrid, type GridMode, type GridPadding, gridSample } from '../compositions/grid-sample.ts';
import { range } from '../compositions/positions.ts';
import { cubicKernel, interpolation, linearKernel, pick, resample } from '../compositions/resampling.ts';
import type { Adaptors } from '../suite/adaptor.ts';
import type { OperatorCall } from '../suite/operator-call.ts';

/** Functions that change the number of samples. */
export const resampling: Adaptors = {
  AffineGrid: (call) => affineGrid(call.input(0), call.numbersOf(1).slice(2), call.flag('align_corners', false)),
  GridSample: (call) =>
    gridSample(
      call.input(0),
      call.input(1),
      call.text('mode', 'linear') as GridMode,
      call.text('padding_mode', 'zeros') as GridPadding,
      call.flag('align_corners', false),
    ),
  Resize: resize,
};

/** One axis: extents before and after, how many samples after stand for one before, and the part that is kept. */
interface Axis {
  readonly axis: number;
  readonly extent: number;
  readonly wanted: number;
  readonly scale: number;
  readonly start: number;
  readonly end: number;
}

/** Where a new sample lies among the old ones, by the name of the rule. */
const transformations: Readonly<Record<string, (i: number, axis: Axis) => number>> = {
  align_corners: (i, { extent, scale }) => {
    const length = scale * extent;
    return length === 1 ? 0 : (i * (extent - 1)) / (length - 1);
  },
  asymmetric: (i, { scale }) => i / scale,
  half_pixel: (i, { scale }) => (i + 0.5) / scale - 0.5,
  half_pixel_symmetric: (i, { extent, wanted, scale }) =>
    (extent / 2) * (1 - wanted / (scale * extent)) + (i + 0.5) / scale - 0.5,
  pytorch_half_pixel: (i, { wanted, scale }) => (wanted > 1 ? (i + 0.5) / scale - 0.5 : 0),
  tf_crop_and_resize: (i, { extent, wanted, start, end }) =>
    (extent - 1) * (wanted > 1 ? start + (i * (end - start)) / (wanted - 1) : (start + end) / 2),
};

/** How a place between samples chooses one. */
const nearest: Readonly<Record<string, (place: number) => number>> = {
  ceil: Math.ceil,
  floor: Math.floor,
  round_prefer_ceil: (place) => Math.floor(place + 0.5),
  round_prefer_floor: (place) => Math.ceil(place - 0.5),
};

function resize(call: OperatorCall): Tensor {
  const x = call.input(0);
  const mode = call.text('mode', 'nearest');
  const rule = call.text('coordinate_transformation_mode', 'half_pixel');
  const [a, isClamped] = [call.number('cubic_coeff_a', -0.75), !call.flag('exclude_outside', false)];
  const round = nearest[call.text('nearest_mode', 'round_prefer_floor')] as (place: number) => number;
  const isSmooth = call.flag('antialias', false);
  const beyond = call.number('extrapolation_value', 0);
  const kernel = mode === 'cubic' ? cubicKernel(a) : linearKernel;
  const isCropped = rule === 'tf_crop_and_resize';

  return axesOf(call).reduce((part, along) => {
    const { axis, extent, wanted, scale } = along;
    // An axis that stays as it is needs no arithmetic.
    if (wanted === extent && scale === 1 && !isCropped) return part;
    const places = range(0, wanted, 1).map((i) =>
      (transformations[rule] as (typeof transformations)[string])(i, along),
    );
    if (mode === 'nearest') return pick(part, axis, places, round);
    const stretch = isSmooth ? Math.min(scale, 1) : 1;
    const result = resample(part, axis, interpolation(places, extent, kernel, stretch, isClamped));
    if (!isCropped) return result;
    const isBeyond = places.map((place) => place < 0 || place > extent - 1);
    const shape = result.shape.map((_, i) => (i === axis ? wanted : 1));
    return where(tensor(isBeyond).reshape(shape), beyond, result);
  }, x);
}

/** The axes that are named, with their scales given or found from the wanted extents. */
function axesOf(call: OperatorCall): Axis[] {
  const { shape } = call.input(0);
  const axes = call.numbers('axes', [...shape.keys()]).map((axis) => normalizeAxis('Resize', axis, shape.length));
  const policy = call.text('keep_aspect_ratio_policy', 'stretch');
  const [roi, scales, sizes] = [1, 2, 3].map((i) => call.optionalNumbersOf(i));
  const extents = axes.map((axis) => shape[axis] as number);
  const own = scales ?? extents.map((extent, i) => (sizes?.[i] as number) / extent);
  const common = policy === 'not_larger' ? Math.min(...own) : policy === 'not_smaller' ? Math.max(...own) : undefined;
  return axes.map((axis, i) => {
    const extent = extents[i] as number;
    const scale = common ?? (own[i] as number);
    const wanted = common === undefined ? (sizes?.[i] ?? Math.floor(extent * scale)) : Math.round(extent * common);
    return { axis, extent, wanted, scale, start: roi?.[i] ?? 0, end: roi?.[i + axes.length] ?? 1 };
  });
}
