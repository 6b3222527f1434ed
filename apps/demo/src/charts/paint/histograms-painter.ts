import type { HistogramCell, Histograms } from 'experiments';
import { fontOf } from '../axes.ts';
import { formatNumber } from '../number-format.ts';
import type { Painter, Places, Sheet } from '../painter.ts';
import { spreadOf } from '../summary/spread-of.ts';
import { textOf } from '../text-of.ts';
import { wordsOf } from '../words.ts';

/** From this width on, names of rows stand left of them; below, above. */
const wide = 560;
const gap = 4;

/** A grid of small histograms. */
export function histogramsPainter(): Painter<Histograms> {
  return {
    height: (view, width) => layoutOf(view, width).height,
    paint(view, sheet) {
      const layout = layoutOf(view, sheet.width);
      const range = view.x.range ?? rangeOf(view.cells);
      drawNames(view, sheet, layout);
      view.cells.forEach((cell, i) => {
        const [row, column] = [Math.floor(i / layout.columns), i % layout.columns];
        drawCell(sheet, cell, range, layout, row, column);
      });
      drawAxis(view, sheet, range, layout);
      return { legend: [], places: placesOf(view, sheet, layout) };
    },
  };
}

interface Layout {
  readonly columns: number;
  readonly rows: number;
  readonly left: number;
  readonly top: number;
  readonly cellWidth: number;
  readonly cellHeight: number;
  /** From the top of one row to that of the next. */
  readonly pitch: number;
  readonly namesAbove: boolean;
  readonly height: number;
}

function layoutOf({ rows, columns }: Histograms, width: number): Layout {
  const namesAbove = width < wide;
  const left = namesAbove ? 2 : 120;
  const count = Math.max(1, columns.length);
  const cellWidth = (width - left - 2) / count - gap;
  const tallest = rows.length <= 1 ? 180 : 72;
  const cellHeight = Math.round(Math.min(tallest, Math.max(rows.length <= 1 ? 90 : 36, cellWidth * 0.75)));
  const pitch = cellHeight + (namesAbove ? 24 : 10);
  // Two lines of names, should they be longer than their columns.
  const top = 36;
  const height = top + Math.max(1, rows.length) * pitch + 36;
  return { columns: count, rows: rows.length, left, top, cellWidth, cellHeight, pitch, namesAbove, height };
}

function rangeOf(cells: readonly HistogramCell[]): readonly [number, number] {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const { from, to } of cells) {
    if (from < low) low = from;
    if (to > high) high = to;
  }
  return low < high ? [low, high] : [-1, 1];
}

function drawNames(view: Histograms, sheet: Sheet, layout: Layout): void {
  const { context, theme, language } = sheet;
  context.save();
  context.font = fontOf(sheet);
  context.fillStyle = theme.ink;
  context.textBaseline = 'alphabetic';
  view.rows.forEach((name, row) => {
    const text = textOf(name, language);
    const top = layout.top + row * layout.pitch;
    if (layout.namesAbove) {
      context.textAlign = 'left';
      context.fillText(text, layout.left, top + 10, sheet.width - 4);
    } else {
      context.textAlign = 'right';
      context.fillText(text, layout.left - 10, top + layout.cellHeight / 2 + 4, layout.left - 14);
    }
  });
  context.fillStyle = theme.muted;
  context.textAlign = 'center';
  const names = view.columns.map((name) => textOf(name, language));
  const widest = Math.max(0, ...names.map((name) => context.measureText(name).width));
  const needed = (widest + 6) / (layout.cellWidth + gap);
  const isStaggered = needed > 1;
  const every = Math.max(1, Math.ceil(needed / 2));
  names.forEach((name, column) => {
    if (column % every !== 0) return;
    const y = isStaggered && (column / every) % 2 === 0 ? 13 : 28;
    const half = context.measureText(name).width / 2;
    const center = layout.left + column * (layout.cellWidth + gap) + layout.cellWidth / 2;
    context.fillText(name, Math.max(half, Math.min(center, sheet.width - half)), y);
  });
  context.restore();
}

const cellTop = (layout: Layout, row: number): number => layout.top + row * layout.pitch + (layout.namesAbove ? 15 : 0);
const cellLeft = (layout: Layout, column: number): number => layout.left + column * (layout.cellWidth + gap);

function drawCell(
  sheet: Sheet,
  { from, to, counts }: HistogramCell,
  [low, high]: readonly [number, number],
  layout: Layout,
  row: number,
  column: number,
): void {
  const { context, theme } = sheet;
  const [left, top] = [cellLeft(layout, column), cellTop(layout, row)];
  const bottom = top + layout.cellHeight;
  const place = (value: number): number =>
    left + ((Math.min(high, Math.max(low, value)) - low) / (high - low)) * layout.cellWidth;
  context.save();
  if (low < 0 && high > 0) {
    context.fillStyle = theme.grid;
    context.fillRect(Math.round(place(0)), top, 1, layout.cellHeight);
  }
  const { most, isCut } = heightOf(counts);
  context.fillStyle = theme.series[0];
  context.beginPath();
  const step = (to - from) / counts.length;
  for (let i = 0; i < counts.length && most > 0; i++) {
    if (!(counts[i] > 0) || from + i * step > high || from + (i + 1) * step < low) continue;
    const height = Math.max(1, Math.min(1, counts[i] / most) * (layout.cellHeight - 2));
    const start = place(from + i * step);
    context.rect(start, bottom - height, Math.max(1, place(from + (i + 1) * step) - start), height);
  }
  context.fill();
  if (isCut) {
    // A gap in the highest bar says that it goes on.
    context.fillStyle = theme.surface;
    context.fillRect(left, top + 8, layout.cellWidth, 2);
  }
  context.fillStyle = theme.muted;
  context.fillRect(left, bottom, layout.cellWidth, 1);
  context.restore();
}

/**
 * The count that the full height stands for. One bar that is more than three times as high as all others, such as the zeros of ReLU,
 * is cut, so that the others are seen.
 */
function heightOf(counts: HistogramCell['counts']): { readonly most: number; readonly isCut: boolean } {
  let [first, second] = [0, 0];
  for (let i = 0; i < counts.length; i++) {
    if (counts[i] > first) [first, second] = [counts[i], first];
    else if (counts[i] > second) second = counts[i];
  }
  return second > 0 && first > 3 * second ? { most: 1.35 * second, isCut: true } : { most: first, isCut: false };
}

/** Ends of the common range below the last row. */
function drawAxis(view: Histograms, sheet: Sheet, [low, high]: readonly [number, number], layout: Layout): void {
  const { context, theme, language } = sheet;
  const y = cellTop(layout, Math.max(1, layout.rows) - 1) + layout.cellHeight + 15;
  context.save();
  context.font = fontOf(sheet);
  context.fillStyle = theme.muted;
  context.textBaseline = 'alphabetic';
  const [first, last] = [formatNumber(low), formatNumber(high)];
  if (layout.cellWidth > context.measureText(first + last).width + 24) {
    for (let column = 0; column < layout.columns; column++) {
      context.textAlign = 'left';
      context.fillText(first, cellLeft(layout, column), y);
      context.textAlign = 'right';
      context.fillText(last, cellLeft(layout, column) + layout.cellWidth, y);
    }
    context.fillStyle = theme.ink;
    context.fillText(textOf(view.x.label, language), sheet.width - 2, y + 16);
  } else {
    context.fillStyle = theme.ink;
    context.textAlign = 'left';
    const text = wordsOf(language).eachFrom(textOf(view.x.label, language), first, last);
    context.fillText(text, layout.left, y, sheet.width - layout.left);
  }
  context.restore();
}

function placesOf(view: Histograms, { language }: Sheet, layout: Layout): Places {
  const words = wordsOf(language);
  return {
    columns: layout.columns,
    rows: layout.rows,
    nearest(x, y) {
      const column = Math.floor((x - layout.left) / (layout.cellWidth + gap));
      const row = Math.floor((y - layout.top) / layout.pitch);
      return column >= 0 && column < layout.columns && row >= 0 && row < layout.rows ? [column, row] : undefined;
    },
    at(column, row) {
      const cell = view.cells[row * layout.columns + column];
      const names = [view.rows[row], view.columns[column]].filter((name) => name !== undefined);
      const heading = names.map((name) => textOf(name, language)).join(' · ');
      const lines = [heading];
      if (cell !== undefined) {
        const { mean, deviation, total } = spreadOf(cell);
        lines.push(
          words.meanAndDeviation(formatNumber(mean), formatNumber(deviation)),
          words.values(formatNumber(total)),
        );
      }
      return {
        x: cellLeft(layout, column) + layout.cellWidth / 2,
        y: cellTop(layout, row) + layout.cellHeight / 2,
        lines,
      };
    },
  };
}
