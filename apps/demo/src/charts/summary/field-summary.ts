import type { Language } from '@gradkit/diagnostics/report';
import type { Boundary, Heatmap, Numbers, Surface } from 'experiments';
import { gridValue, nearestValue } from '../grid-value.ts';
import { formatNumber, formatShare } from '../number-format.ts';
import { textOf } from '../text-of.ts';
import { wordsOf } from '../words.ts';
import { whereOf } from './curves-summary.ts';

/** Where the extremes lie. */
export function heatmapSummary(view: Heatmap, language: Language): string {
  const words = wordsOf(language);
  const { low, high, missing } = extremesOf(view.values);
  if (low < 0) return words.empty;
  const where = (i: number): string =>
    `${whereOf(view.x, placeOf(view.x.range, i % view.columns, view.columns), language)}, ${whereOf(
      view.y,
      placeOf(view.y.range, Math.floor(i / view.columns), view.rows),
      language,
    )}`;
  const told = words.extremes(formatNumber(view.values[low]), where(low), formatNumber(view.values[high]), where(high));
  return missing > 0 ? `${told} ${words.missing(formatNumber(missing))}` : told;
}

/** The number that the middle of a cell has on an axis: its index where the axis has no range. */
export function placeOf(range: readonly [number, number] | undefined, index: number, count: number): number {
  return range === undefined || count < 2 ? index : range[0] + ((range[1] - range[0]) * index) / (count - 1);
}

/** The lowest point of the landscape, and where each path begins and ends. */
export function surfaceSummary(view: Surface, language: Language): string {
  const words = wordsOf(language);
  const { low, high } = extremesOf(view.values);
  const told: string[] = [];
  const point = (x: number, y: number): string => `(${formatNumber(x)}, ${formatNumber(y)})`;
  if (low >= 0) {
    const where = (i: number): string =>
      point(
        placeOf(view.x.range, i % view.columns, view.columns),
        placeOf(view.y.range, Math.floor(i / view.columns), view.rows),
      );
    const values = [formatNumber(view.values[low]), formatNumber(view.values[high])] as const;
    told.push(words.extremes(values[0], where(low), values[1], where(high)));
  }
  if (view.ball !== undefined) told.push(words.ball(view.ball.norm, formatNumber(view.ball.radius)));
  for (const { name, points } of view.paths) {
    const count = Math.floor(points.length / 2);
    if (count === 0) continue;
    const [from, to] = [
      gridValue(view, points[0], points[1]),
      gridValue(view, points[2 * count - 2], points[2 * count - 1]),
    ];
    told.push(
      Number.isNaN(to)
        ? words.pathLeft(textOf(name, language), formatNumber(count))
        : words.path(textOf(name, language), formatNumber(count), formatNumber(from), formatNumber(to)),
    );
  }
  for (const { x, y, label } of view.points ?? []) told.push(words.mark(textOf(label, language), point(x, y)));
  return told.join(' ') || words.empty;
}

/** How much of the picture each class has, and how many samples lie where their class is. */
export function boundarySummary(view: Boundary, language: Language): string {
  const words = wordsOf(language);
  if (view.values.length === 0) return words.empty;
  const shares = new Float64Array(Math.max(2, view.classes));
  for (const value of view.values) shares[labelOf(value, view.classes)] += 1 / view.values.length;
  const told = Array.from(shares, (share, label) => ({ share, label }))
    .filter(({ label }) => view.classes > 2 || label === 1)
    .map(({ share, label }) => words.area(label, formatShare(share)));
  const { x, y, label, isTest } = view.points;
  const right = [0, 0];
  const all = [0, 0];
  for (let i = 0; i < x.length; i++) {
    const value = nearestValue(view, x[i], y[i]);
    if (Number.isNaN(value)) continue;
    const use = isTest !== undefined && isTest[i] !== 0 ? 1 : 0;
    all[use]++;
    if (labelOf(value, view.classes) === label[i]) right[use]++;
  }
  if (all[0] > 0) told.push(words.trainAccuracy(formatShare(right[0] / all[0])));
  if (all[1] > 0) told.push(words.testAccuracy(formatShare(right[1] / all[1])));
  return told.join(' ');
}

/** The class that a value of a boundary stands for. */
export const labelOf = (value: number, classes: number): number =>
  classes <= 2 ? (value > 0.5 ? 1 : 0) : Math.min(classes - 1, Math.max(0, Math.floor(value) || 0));

function extremesOf(values: Numbers): { low: number; high: number; missing: number } {
  let [low, high, missing] = [-1, -1, 0];
  for (let i = 0; i < values.length; i++) {
    if (Number.isNaN(values[i])) {
      missing++;
      continue;
    }
    if (low < 0 || values[i] < values[low]) low = i;
    if (high < 0 || values[i] > values[high]) high = i;
  }
  return { low, high, missing };
}
