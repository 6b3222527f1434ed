import { type Kind, kinds } from './kinds.ts';
import { logScale, tickText } from './log-scale.ts';
import { element, label } from './markup.ts';

/** A line of a chart: a value between its quartiles. */
export interface Dot {
  readonly label: string;
  readonly kind: Kind;
  readonly value: number;
  readonly lower: number;
  readonly upper: number;
  /** The value in words, at the right. */
  readonly text: string;
}

const width = 820;
const left = 210;
const right = 150;
const line = 28;
const top = 34;
const span = width - left - right;

function mark(kind: Kind, x: number, y: number): string {
  const size = 6;
  switch (kind) {
    case 'ours':
      return element('circle', { class: kind, cx: x, cy: y, r: size });
    case 'javascript':
      return element('rect', { class: kind, x: x - 5.5, y: y - 5.5, width: 11, height: 11 });
    case 'native':
      return element('path', { class: kind, d: `M${x} ${y - 7.5}l7 13h-14z` });
    case 'limit':
      return element('path', { class: kind, d: `M${x} ${y - 7}l7 7l-7 7l-7-7z` });
  }
}

/** Values on a logarithmic axis, one line each, the range between quartiles drawn through it. */
export function dotChart(title: string, unit: string, dots: readonly Dot[], format: (value: number) => string): string {
  const { place, ticks } = logScale(dots.flatMap(({ value, lower, upper }) => [value, lower, upper]));
  const x = (value: number): number => left + span * place(value);
  const height = top + dots.length * line + 14;
  const grid = ticks.map(
    (tick) =>
      element('line', { class: 'grid', x1: x(tick), x2: x(tick), y1: top - 6, y2: height - 12 }) +
      label(x(tick), top - 14, tickText(format(tick)), { class: 'tick', 'text-anchor': 'middle' }),
  );
  const rows = dots.map(({ label: name, kind, value, lower, upper, text }, i) => {
    const y = top + (i + 0.5) * line;
    return [
      label(left - 12, y + 5, name, { 'text-anchor': 'end', class: kind === 'ours' ? 'strong' : 'name' }),
      element('line', { class: `range ${kind}`, x1: x(lower), x2: x(upper), y1: y, y2: y }),
      mark(kind, x(value), y),
      label(width - right + 14, y + 5, text, { class: kind === 'ours' ? 'strong' : 'name' }),
    ].join('');
  });
  return element(
    'svg',
    {
      viewBox: `0 0 ${width} ${height}`,
      role: 'img',
      'aria-label': `${title}, ${unit}; the table below has the numbers`,
    },
    ...grid,
    ...rows,
  );
}

/** Which colour and shape means what. */
export function legend(present: readonly Kind[]): string {
  const entries = (Object.keys(kinds) as Kind[])
    .filter((kind) => present.includes(kind))
    .map((kind) =>
      element(
        'span',
        { class: 'entry' },
        element('svg', { viewBox: '0 0 20 20', width: 20, height: 20, 'aria-hidden': 'true' }, mark(kind, 10, 10)),
        kinds[kind],
      ),
    );
  return element('p', { class: 'legend' }, ...entries);
}
