import type { Language } from '@gradkit/diagnostics/report';
import type { Axis, Curves, Series } from 'experiments';
import { formatNumber } from '../number-format.ts';
import { textOf } from '../text-of.ts';
import { wordsOf } from '../words.ts';

/** So many lines are told one by one. */
const most = 8;

/** How each line goes: from where to where, and its extreme where that is not at an end. */
export function curvesSummary(view: Curves, language: Language): string {
  const words = wordsOf(language);
  const told = view.series.slice(0, most).map((series) => `${seriesSummary(series, view, language)}.`);
  if (view.series.length > most) told.push(words.others(view.series.length - most));
  const marks = (view.marks ?? []).map(({ x, label }) =>
    words.mark(textOf(label, language), whereOf(view.x, x, language)),
  );
  return [...told, ...marks].join(' ') || words.empty;
}

/** `step 37`, or the name that stands there; `layer 3` where the name is but a number. */
export function whereOf(axis: Axis, value: number, language: Language): string {
  const name = axis.names?.[value];
  const text = name === undefined ? formatNumber(value) : textOf(name, language);
  return name === undefined || /^[\d.]+$/.test(text) ? `${textOf(axis.label, language)} ${text}`.trim() : text;
}

function seriesSummary({ name, x, y, dots }: Series, view: Curves, language: Language): string {
  const words = wordsOf(language);
  const text = textOf(name, language);
  const length = Math.min(x.length, y.length);
  let [first, last, low, high, count] = [-1, -1, -1, -1, 0];
  let [infinite, strange] = [-1, -1];
  for (let i = 0; i < length; i++) {
    if (!Number.isFinite(y[i])) {
      if (Math.abs(y[i]) === Number.POSITIVE_INFINITY && infinite < 0) infinite = i;
      if (Number.isNaN(y[i]) && strange < 0) strange = i;
      continue;
    }
    // Gaps between numbers are no news; numbers that stay away are.
    [infinite, strange] = [-1, -1];
    count++;
    if (first < 0) first = i;
    last = i;
    if (low < 0 || y[i] < y[low]) low = i;
    if (high < 0 || y[i] > y[high]) high = i;
  }
  const ending =
    infinite >= 0
      ? words.infinite(whereOf(view.x, x[infinite], language))
      : strange >= 0
        ? words.notANumber(whereOf(view.x, x[strange], language))
        : '';
  if (first < 0) return words.noNumbers(text) + ending;
  if (dots) return words.points(text, formatNumber(count)) + ending;
  const axis = textOf(view.x.label, language);
  const names = view.x.names;
  const end = (i: number): string => (names?.[x[i]] === undefined ? formatNumber(x[i]) : textOf(names[x[i]], language));
  const where = first === last ? '' : words.along(axis, end(first), end(last));
  return movement() + ending;

  function movement(): string {
    const [from, to] = [formatNumber(y[first]), formatNumber(y[last])];
    const heightOf = heights(view.y, y[low], y[high]);
    const [start, stop] = [heightOf(y[first]), heightOf(y[last])];
    if (y[low] === y[high] || flat(view.y, y[low], y[high])) return words.stays(text, to, where);
    const lowest = words.lowest(formatNumber(y[low]), whereOf(view.x, x[low], language));
    const highest = words.highest(formatNumber(y[high]), whereOf(view.x, x[high], language));
    if (stop < start - 0.1) {
      return words.falls(text, from, to, where) + (start < 0.9 ? highest : '') + (stop > 0.02 ? lowest : '');
    }
    if (stop > start + 0.1) {
      return words.rises(text, from, to, where) + (start > 0.1 ? lowest : '') + (stop < 0.98 ? highest : '');
    }
    return words.between(text, formatNumber(y[low]), formatNumber(y[high]), from, to, where);
  }
}

/** Whether a line would be taken for level: less than half a percent of its size, or of a factor. */
const flat = ({ scale }: Axis, low: number, high: number): boolean =>
  scale === 'log' ? low > 0 && high / low < 1.05 : high - low <= 0.005 * Math.max(Math.abs(low), Math.abs(high));

/** From the numbers of a line to 0 (lowest) … 1 (highest), as they are drawn. */
function heights({ scale }: Axis, low: number, high: number): (value: number) => number {
  if (scale !== 'log' || !(low > 0)) return (value) => (value - low) / (high - low);
  return (value) => Math.log(value / low) / Math.log(high / low);
}
