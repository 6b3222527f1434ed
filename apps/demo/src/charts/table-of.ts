import type { Language } from '@gradkit/diagnostics/report';
import type { Curves, View } from 'experiments';
import { nearestValue } from './grid-value.ts';
import { formatNumber } from './number-format.ts';
import type { whereOf } from './summary/curves-summary.ts';
import { labelOf, placeOf } from './summary/field-summary.ts';
import { spreadOf } from './summary/spread-of.ts';
import { textOf } from './text-of.ts';
import { wordsOf } from './words.ts';

/** The numbers of a picture in rows and columns. */
export interface ViewTable {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly (string | number)[])[];
}

/** The numbers behind a picture, as a table in the language of the page. */
export function tableOf(view: View, language: Language): ViewTable {
  const words = wordsOf(language).columns;
  const text = (label: Parameters<typeof textOf>[0]): string => textOf(label, language);
  switch (view.kind) {
    case 'curves':
      return curvesTable(view, language);
    case 'histograms':
      return {
        columns: [words.row, words.column, words.mean, words.deviation, words.count, words.from, words.to],
        rows: view.cells.map((cell, i) => {
          const count = Math.max(1, view.columns.length);
          const { mean, deviation, total } = spreadOf(cell);
          const names = [text(view.rows[Math.floor(i / count)] ?? ''), text(view.columns[i % count] ?? '')];
          return [...names, mean, deviation, total, cell.from, cell.to];
        }),
      };
    case 'heatmap':
      return {
        columns: [
          `${text(view.y.label)} \\ ${text(view.x.label)}`,
          ...Array.from({ length: view.columns }, (_, i) => headOf(view.x, i, view.columns)),
        ],
        rows: Array.from({ length: view.rows }, (_, row) => [
          headOf(view.y, row, view.rows),
          ...view.values.subarray(row * view.columns, (row + 1) * view.columns),
        ]),
      };
    case 'surface':
      return {
        columns: [words.name, words.point, text(view.x.label), text(view.y.label)],
        rows: [
          ...(view.points ?? []).map(({ x, y, label }) => [text(label), '', x, y]),
          ...view.paths.flatMap(({ name, points }) =>
            Array.from({ length: Math.floor(points.length / 2) }, (_, i) => [
              text(name),
              i,
              points[2 * i],
              points[2 * i + 1],
            ]),
          ),
        ],
      };
    case 'boundary': {
      const { x, y, label, isTest } = view.points;
      return {
        columns: [text(view.x.label), text(view.y.label), words.label, words.predicted, words.use],
        rows: Array.from(x, (_, i) => {
          const value = nearestValue(view, x[i], y[i]);
          const predicted = Number.isNaN(value) ? '' : labelOf(value, view.classes);
          return [x[i], y[i], label[i], predicted, isTest !== undefined && isTest[i] !== 0 ? words.test : words.train];
        }),
      };
    }
    case 'bars':
      return {
        columns: [words.name, ...view.series.map(({ name }) => text(name))],
        rows: view.names.map((name, i) => [text(name), ...view.series.map(({ values }) => values[i])]),
      };
    case 'images':
      return {
        columns: [words.caption, words.brightness],
        rows: view.images.map(({ pixels, caption }) => {
          let sum = 0;
          for (const pixel of pixels) sum += pixel;
          return [text(caption), sum / pixels.length];
        }),
      };
    case 'network':
      return {
        columns: [words.layer, words.active, words.units],
        rows: view.layers.map(({ name, units }) => [
          text(name),
          units.filter((unit) => unit.active).length,
          units.length,
        ]),
      };
    case 'table':
      return {
        columns: view.columns.map(text),
        rows: view.rows.map((row) => row.map((cell) => (typeof cell === 'number' ? cell : text(cell)))),
      };
  }

  function headOf(axis: Parameters<typeof whereOf>[0], index: number, count: number): string {
    const value = placeOf(axis.range, index, count);
    return axis.names?.[index] === undefined ? formatNumber(value) : text(axis.names[index]);
  }
}

/** One row for each x that any line has, ascending. */
function curvesTable({ x, y, series }: Curves, language: Language): ViewTable {
  const rows = new Map<number, (string | number)[]>();
  series.forEach((each, column) => {
    for (let i = 0; i < Math.min(each.x.length, each.y.length); i++) {
      const known = rows.get(each.x[i]) ?? [];
      known[column] = each.y[i];
      rows.set(each.x[i], known);
    }
  });
  const name = (value: number): string | number =>
    x.names?.[value] === undefined ? value : textOf(x.names[value], language);
  return {
    columns: [
      textOf(x.label, language),
      ...series.map(({ name }) => textOf(name, language) || textOf(y.label, language)),
    ],
    rows: [...rows]
      .sort(([a], [b]) => a - b)
      .map(([value, cells]) => [name(value), ...series.map((_, column) => cells[column] ?? '')]),
  };
}
