import { logScale, tickText } from './log-scale.ts';
import { element, label } from './markup.ts';

/** A line through points. */
export interface Line {
  readonly name: string;
  readonly points: readonly { readonly x: number; readonly y: number }[];
}

interface Axis {
  readonly name: string;
  readonly format: (value: number) => string;
}

const width = 520;
const height = 300;
const left = 74;
const right = 18;
const top = 34;
const bottom = 50;

/** Lines on two logarithmic axes; each is told apart by its dashes and its number. */
export function lineChart(title: string, xAxis: Axis, yAxis: Axis, lines: readonly Line[]): string {
  const points = lines.flatMap((line) => line.points);
  const across = logScale(points.map(({ x }) => x));
  const up = logScale(points.map(({ y }) => y));
  const x = (value: number): number => left + (width - left - right) * across.place(value);
  const y = (value: number): number => height - bottom - (height - top - bottom) * up.place(value);
  const grid = [
    ...across.ticks.map(
      (tick) =>
        element('line', { class: 'grid', x1: x(tick), x2: x(tick), y1: top, y2: height - bottom }) +
        label(x(tick), height - bottom + 18, tickText(xAxis.format(tick)), { class: 'tick', 'text-anchor': 'middle' }),
    ),
    ...up.ticks.map(
      (tick) =>
        element('line', { class: 'grid', x1: left, x2: width - right, y1: y(tick), y2: y(tick) }) +
        label(left - 8, y(tick) + 4, tickText(yAxis.format(tick)), { class: 'tick', 'text-anchor': 'end' }),
    ),
    label((left + width - right) / 2, height - 10, xAxis.name, { class: 'name', 'text-anchor': 'middle' }),
    label(left - 66, top - 18, yAxis.name, { class: 'name' }),
  ];
  const drawn = lines.map((line, i) => {
    const path = line.points.map(
      (point, k) => `${k === 0 ? 'M' : 'L'}${x(point.x).toFixed(1)} ${y(point.y).toFixed(1)}`,
    );
    return [
      element('path', { class: `line line${i}`, d: path.join('') }),
      ...line.points.map((point) =>
        element('circle', { class: `point point${i}`, cx: x(point.x), cy: y(point.y), r: 4 }),
      ),
    ].join('');
  });
  return element(
    'svg',
    { viewBox: `0 0 ${width} ${height}`, role: 'img', 'aria-label': `${title}; the table below has the numbers` },
    ...grid,
    ...drawn,
  );
}
