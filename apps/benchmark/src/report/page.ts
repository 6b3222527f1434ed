import type { Results } from '../results.ts';
import { dotChart, legend } from './dot-chart.ts';
import type { Kind } from './kinds.ts';
import { lineChart } from './line-chart.ts';
import { element, escaped } from './markup.ts';
import { pageStyle } from './page-style.ts';
import { bytes, digits, duration } from './quantities.ts';
import { circumstances, type Section, scalingTable, sectionsOf, type Table } from './sections.ts';

function htmlTable({ head, body }: Table, caption: string): string {
  const headings = head.map((text) => element('th', { scope: 'col' }, escaped(text)));
  const rows = body.map(([first = '', ...cells]) =>
    element(
      'tr',
      {},
      element('th', { scope: 'row' }, escaped(first)),
      ...cells.map((text) => element('td', {}, escaped(text))),
    ),
  );
  return element(
    'div',
    { class: 'scroll' },
    element(
      'table',
      {},
      element('caption', {}, escaped(caption)),
      element('thead', {}, element('tr', {}, ...headings)),
      element('tbody', {}, ...rows),
    ),
  );
}

function sectionMarkup({ title, text, table, notes, dots, unit }: Section): string {
  const drawable = dots !== undefined && dots.length > 0;
  return element(
    'section',
    {},
    element('h2', {}, escaped(title)),
    ...(text === undefined ? [] : [element('p', {}, escaped(text))]),
    ...(drawable
      ? [dotChart(title, `${unit ?? 'time'} on a logarithmic axis`, dots, unit === 'bytes' ? bytes : duration)]
      : []),
    htmlTable(table, title),
    ...(notes.length > 0 ? [element('ul', {}, ...notes.map((note) => element('li', {}, escaped(note))))] : []),
  );
}

function scalingMarkup(series: Results['scaling'][number]): string {
  const xAxis = { name: series.variable, format: String };
  const chart = (name: 'time' | 'speed', unit: string, format: (value: number) => string): string =>
    lineChart(
      `${series.title}: ${name}`,
      xAxis,
      { name: unit, format },
      series.lines.map(({ label, points }) => ({
        name: label,
        points: points.map((point) => ({ x: point.x, y: point[name] })),
      })),
    );
  const key = series.lines.map(({ label }, i) =>
    element(
      'span',
      { class: 'entry' },
      `<svg viewBox="0 0 34 20" width="34" height="20" aria-hidden="true"><path class="line line${i}" d="M2 10h30"/><circle class="point point${i}" cx="17" cy="10" r="4"/></svg>`,
      escaped(label),
    ),
  );
  return element(
    'section',
    {},
    element('h2', {}, escaped(`growth of a step: ${series.title}`)),
    element('p', { class: 'legend' }, ...key),
    element('div', { class: 'pair' }, chart('time', 'time of a step', duration), chart('speed', 'GFLOP/s', digits)),
    htmlTable(scalingTable(series), series.title),
  );
}

/** A run as a page that needs nothing else: charts, and beside each chart its numbers. */
export function htmlReport(results: Results): string {
  const sections = sectionsOf(results);
  const present = [...new Set(sections.flatMap(({ dots }) => dots?.map(({ kind }): Kind => kind) ?? []))];
  const [where = '', ...how] = circumstances(results);
  const body = [
    element('h1', {}, 'gradkit: speed, measured'),
    element('p', {}, escaped(where)),
    element('ul', {}, ...how.map((line) => element('li', {}, escaped(line)))),
    ...(present.length > 0
      ? [
          legend(present),
          element(
            'p',
            {},
            'Further left is better: a mark is the median, its line reaches from quartile to quartile. Axes are logarithmic.',
          ),
        ]
      : []),
    ...sections.map(sectionMarkup),
    ...results.scaling.map(scalingMarkup),
  ];
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>gradkit: speed, measured</title><style>${pageStyle}</style></head>
<body><main>${body.join('\n')}</main></body></html>
`;
}
