import {
  add,
  cast,
  clip,
  expandDims,
  floor,
  gatherND,
  greaterEqual,
  lessEqual,
  linspace,
  logicalAnd,
  matmul,
  minimum,
  mul,
  ones,
  remainder,
  round,
  stack,
  sub,
  type Tensor,
  take,
  transpose,
  where,
} from '@gradkit/core';
import { channelsFirst, channelsLast } from './axes.ts';

/** How values between samples are found. */
export type GridMode = 'nearest' | 'linear' | 'cubic';

/** What lies beyond the ends. */
export type GridPadding = 'zeros' | 'border' | 'reflection';

/** A sample near a place on one axis: its position, and how much it counts. */
interface Tap {
  readonly position: Tensor;
  readonly weight: Tensor | undefined;
}

/**
 * Samples of `[N, C, …]` at places `[N, …, axes]`: −1 and 1 are the ends of an axis, and the last axis is named first.
 * @param alignCorners whether the ends are the middles of the outermost samples, or their outer edges
 */
export function gridSample(
  x: Tensor,
  grid: Tensor,
  mode: GridMode,
  padding: GridPadding,
  alignCorners: boolean,
): Tensor {
  const spatial = x.shape.slice(2);
  const taps = spatial.map((extent, axis) => {
    const place = take(grid, spatial.length - 1 - axis, { axis: -1 });
    const at = alignCorners ? mul(add(place, 1), (extent - 1) / 2) : sub(mul(add(place, 1), extent / 2), 0.5);
    return nearby[mode](mode === 'cubic' ? at : broughtBack(at, extent, padding, alignCorners));
  });
  const samples = channelsLast(x);
  const values = everyChoice(taps).map((chosen) => {
    const positions = chosen.map(({ position }, i) =>
      broughtBack(position, spatial[i] as number, padding, alignCorners),
    );
    const index = cast(stack(positions, { axis: -1 }), 'int32');
    const inside = positions
      .map((each, i) => logicalAnd(greaterEqual(each, 0), lessEqual(each, (spatial[i] as number) - 1)))
      .reduce(logicalAnd);
    const found = where(expandDims(inside, -1), gatherND(samples, index, { batch: 1 }), 0);
    return chosen.reduce(
      (value, { weight }) => (weight === undefined ? value : mul(value, expandDims(weight, -1))),
      found,
    );
  });
  return channelsFirst(values.reduce(add));
}

/** A place beyond the ends, brought back as the padding says; zeros leave it where it is. */
function broughtBack(place: Tensor, extent: number, padding: GridPadding, alignCorners: boolean): Tensor {
  if (padding === 'zeros') return place;
  if (padding === 'border') return clip(place, 0, extent - 1);
  const margin = alignCorners ? 0 : 0.5;
  const length = extent - 1 + 2 * margin;
  const along = remainder(add(place, margin), 2 * length);
  return sub(minimum(along, sub(2 * length, along)), margin);
}

/** The slope of the cubic at distance 1. */
const slope = -0.75;

const nearby: Readonly<Record<GridMode, (place: Tensor) => Tap[]>> = {
  nearest: (place) => [{ position: round(place), weight: undefined }],
  linear: (place) => {
    const below = floor(place);
    const part = sub(place, below);
    return [
      { position: below, weight: sub(1, part) },
      { position: add(below, 1), weight: part },
    ];
  },
  cubic: (place) => {
    const below = floor(place);
    const part = sub(place, below);
    const near = (t: Tensor): Tensor => add(mul(sub(mul(t, slope + 2), slope + 3), mul(t, t)), 1);
    const far = (t: Tensor): Tensor => mul(sub(mul(add(mul(sub(t, 5), t), 8), t), 4), slope);
    return [
      { position: sub(below, 1), weight: far(add(part, 1)) },
      { position: below, weight: near(part) },
      { position: add(below, 1), weight: near(sub(1, part)) },
      { position: add(below, 2), weight: far(sub(2, part)) },
    ];
  },
};

/** Every way to choose one member of each list. */
function everyChoice<Member>(lists: readonly (readonly Member[])[]): Member[][] {
  return lists.reduce<Member[][]>(
    (choices, list) => choices.flatMap((chosen) => list.map((member) => [...chosen, member])),
    [[]],
  );
}

/** The places that affine maps `[N, axes, axes + 1]` make of a regular grid, for {@link gridSample}. */
export function affineGrid(maps: Tensor, spatial: readonly number[], alignCorners: boolean): Tensor {
  const along = spatial.map((extent, axis) => {
    const end = alignCorners ? 1 : 1 - 1 / extent;
    const shape = spatial.map((_, i) => (i === axis ? extent : 1));
    return mul(linspace(-end, end, extent).reshape(shape), ones(spatial));
  });
  const points = stack([...along.reverse(), ones(spatial)], { axis: -1 }).reshape([-1, spatial.length + 1]);
  const places = matmul(points, transpose(maps, [0, 2, 1]));
  return places.reshape([maps.shape[0] as number, ...spatial, spatial.length]);
}
