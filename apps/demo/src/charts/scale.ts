import type { Language } from '@gradkit/diagnostics/report';
import { tickIncrement, ticks as ticksBetween } from 'd3-array';
import type { Axis } from 'experiments';
import type { Extent } from './extent.ts';
import { formatNumber, formatTick, powerOfTen } from './number-format.ts';
import { textOf } from './text-of.ts';

/** A place on an axis that is marked. */
interface Tick {
  /** In pixels. */
  readonly at: number;
  /** Empty for the small ticks between powers of ten. */
  readonly text: string;
}

/** From numbers to pixels. */
export interface Scale {
  /** NaN where a number has no place: NaN itself, infinities, and negative numbers on a log axis. */
  readonly place: (value: number) => number;
  readonly ticks: readonly Tick[];
  readonly low: number;
  readonly high: number;
}

/** Options of {@link scaleOf}. */
export interface ScaleOptions {
  /** Pixels of the lowest and of the highest number. */
  readonly from: number;
  readonly to: number;
  readonly language: Language;
  /** Pixels that a label needs along the axis; default 48. */
  readonly room?: number;
  /** Whether a linear axis begins and ends at whole ticks; default yes. */
  readonly nice?: boolean;
}

/** A scale for an axis that shows numbers of an extent. */
export function scaleOf(axis: Axis, extent: Extent, options: ScaleOptions): Scale {
  if (axis.names !== undefined && axis.names.length > 0) return nameScale(axis, extent, options);
  return axis.scale === 'log' ? logScale(axis, extent, options) : linearScale(axis, extent, options);
}

const countOf = ({ from, to, room = 48 }: ScaleOptions): number =>
  Math.max(2, Math.min(6, Math.floor(Math.abs(to - from) / room)));

function linearScale(axis: Axis, extent: Extent, options: ScaleOptions): Scale {
  let [low, high] = axis.range ?? [extent.low, extent.high];
  if (!(low <= high)) [low, high] = [0, 1];
  if (low === high) {
    const around = low === 0 ? 1 : Math.abs(low) * 0.1;
    [low, high] = [low - around, high + around];
  }
  const count = countOf(options);
  // Twice: the wider interval may have another distance of ticks.
  for (let round = 0; axis.range === undefined && options.nice !== false && round < 2; round++) {
    const step = distance(low, high, count);
    [low, high] = [Math.floor(low / step + 1e-9) * step, Math.ceil(high / step - 1e-9) * step];
  }
  const place = linear(low, high, options);
  const step = distance(low, high, count);
  const ticks = ticksBetween(low, high, count).map((value) => ({ at: place(value), text: formatTick(value, step) }));
  return { place, ticks, low, high };
}

/** d3 gives distances below 1 as negative inverses, which are exact. */
function distance(low: number, high: number, count: number): number {
  const increment = tickIncrement(low, high, count);
  return increment < 0 ? -1 / increment : increment;
}

function linear(low: number, high: number, { from, to }: ScaleOptions): (value: number) => number {
  const factor = (to - from) / (high - low);
  return (value) => {
    const place = from + (value - low) * factor;
    return place - place === 0 ? place : Number.NaN;
  };
}

const decadeSteps = [1, 2, 3, 4, 5, 10, 20, 50];

/** Powers of ten, as many as have room; numbers that are exactly 0 lie on a line of their own at the low end. */
function logScale(axis: Axis, extent: Extent, options: ScaleOptions): Scale {
  let [low, high] = axis.range ?? [extent.lowPositive, extent.high];
  if (!(low > 0 && low <= high && high < Number.POSITIVE_INFINITY)) [low, high] = [0.1, 10];
  if (axis.range === undefined) {
    const decades = Math.log10(high / low);
    if (decades < 0.3) [low, high] = [low / 1.5, high * 1.5];
    if (decades > 1.2)
      [low, high] = [10 ** Math.floor(Math.log10(low) + 1e-9), 10 ** Math.ceil(Math.log10(high) - 1e-9)];
  }
  const [least, most] = [Math.log10(low), Math.log10(high)];
  const showsZero = extent.hasZero && axis.range === undefined;
  const start = showsZero ? options.from + Math.sign(options.to - options.from) * 18 : options.from;
  const inner = linear(least, most, { ...options, from: start });
  const place = (value: number): number =>
    value > 0 ? inner(Math.log10(value)) : value === 0 && showsZero ? options.from : Number.NaN;
  const ticks: Tick[] = showsZero ? [{ at: options.from, text: '0' }] : [];
  const count = countOf(options);
  const decades = most - least;
  if (decades < 1) {
    const step = distance(low, high, Math.min(count, 4));
    for (const value of ticksBetween(low, high, Math.min(count, 4))) {
      ticks.push({ at: place(value), text: formatTick(value, step) });
    }
  } else {
    const every = decadeSteps.find((step) => decades / step <= count) ?? 100;
    for (let power = Math.ceil(least - 1e-9); power <= most + 1e-9; power++) {
      if (power % every === 0) ticks.push({ at: inner(power), text: decadeText(power, decades) });
      if (decades > 4) continue;
      for (let digit = 2; digit < 10; digit++) {
        const exponent = power + Math.log10(digit);
        if (exponent < most) ticks.push({ at: inner(exponent), text: '' });
      }
    }
  }
  return { place, ticks, low, high };
}

const decadeText = (power: number, decades: number): string =>
  decades <= 5 && Math.abs(power) <= 3 ? formatNumber(10 ** power) : powerOfTen(power);

/** Names at 0, 1, …; half a name of room at both ends. */
function nameScale(axis: Axis, extent: Extent, options: ScaleOptions): Scale {
  const names = axis.names ?? [];
  const [low, high] = axis.range ?? [Math.min(0, extent.low), Math.max(names.length - 1, extent.high)];
  const place = linear(low - 0.5, high + 0.5, options);
  const longest = Math.max(...names.map((name) => textOf(name, options.language).length), 1);
  const room = options.room === undefined || options.room >= 40 ? longest * 7 + 10 : options.room;
  const every = Math.max(1, Math.ceil((names.length * room) / Math.abs(options.to - options.from)));
  const ticks = names.flatMap((name, i) =>
    i % every === 0 && i >= low && i <= high ? [{ at: place(i), text: textOf(name, options.language) }] : [],
  );
  return { place, ticks, low, high };
}
