import type { Numbers } from 'experiments';
import { extentOf } from './extent.ts';

/** From the values of a surface to heights between 0 and 1. */
export interface Levels {
  readonly height: (value: number) => number;
  /** Heights of the contours, ascending. */
  readonly thresholds: readonly number[];
}

/**
 * Heights of a surface. On a log scale the least value may be 0 or below (a minimum): heights are then those of
 * `value − least + ε` with ε a millionth of the range, so that contours stand close where the surface is flat.
 */
export function levelsOf(values: Numbers, scale: 'linear' | 'log', count = 14): Levels {
  const { low, high } = extentOf([values]);
  if (!(low < high)) return { height: () => 0.5, thresholds: [] };
  const thresholds = Array.from({ length: count }, (_, i) => (i + 1) / (count + 1));
  if (scale === 'linear') return { height: (value) => (value - low) / (high - low), thresholds };
  const isPositive = low > 0 && high / low < 1e8;
  const offset = isPositive ? 0 : (high - low) * 1e-6 - low;
  const [least, most] = [Math.log(low + offset), Math.log(high + offset)];
  return { height: (value) => (Math.log(Math.max(low, value) + offset) - least) / (most - least), thresholds };
}
