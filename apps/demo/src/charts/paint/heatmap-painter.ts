import type { Heatmap } from 'experiments';
import { type Box, drawAxes, fontOf } from '../axes.ts';
import { type Colorize, colorField } from '../color-field.ts';
import { emptyExtent, extentOf } from '../extent.ts';
import { formatNumber } from '../number-format.ts';
import type { Painter, Places, Sheet } from '../painter.ts';
import { type ColorTable, divergingColors, sequentialColors } from '../palette.ts';
import { type Scale, scaleOf } from '../scale.ts';
import { whereOf } from '../summary/curves-summary.ts';
import { placeOf } from '../summary/field-summary.ts';
import { textOf } from '../text-of.ts';

/** A grid of numbers as colours, numbers upwards and names downwards, with a bar that says what they mean. */
export function heatmapPainter(): Painter<Heatmap> {
  const field = colorField();
  return {
    height: (view, width) => {
      const tall = view.rows * (isSmall(view) ? 34 : 26);
      return Math.round(Math.min(420, Math.max(150, Math.min(tall, width * 0.7)))) + 116;
    },
    paint(view, sheet) {
      const { language } = sheet;
      const left = leftOf(view, sheet);
      const [top, bottom] = [74, sheet.height - 42];
      // Few cells are not drawn out to bars.
      const widest = isSmall(view) ? (1.5 * view.columns * (bottom - top)) / view.rows : sheet.width;
      const box: Box = { left, top, right: Math.min(sheet.width - 14, left + widest), bottom };
      const xScale = cellScale(view.x, view.columns, box.left, box.right, sheet, 60);
      const isUpward = view.y.names === undefined;
      const [yFrom, yTo] = isUpward ? [box.bottom, box.top] : [box.top, box.bottom];
      const yScale = cellScale(view.y, view.rows, yFrom, yTo, sheet, 18);
      const colors = view.color.diverging ? divergingColors(sheet.theme.lightness) : sequentialColors();
      const color = colorScale(view, sheet);
      field.draw(
        sheet.context,
        { columns: view.columns, rows: view.rows, values: view.values, isUpward, areEnds: false },
        box,
        colorizeBy(color, colors),
        `${sheet.theme.lightness} ${view.color.diverging} ${color.low} ${color.high}`,
      );
      drawAxes(sheet, { box, x: view.x, y: view.y, xScale, yScale, grid: 'none' });
      drawColorBar(view, sheet, color, colors, box);
      return { legend: [], places: placesOf(view, box, language) };
    },
  };
}

/** Whether cells are so few that each is looked at by itself. */
const isSmall = ({ columns, rows }: Heatmap): boolean => columns <= 16 && rows <= 16;

function leftOf(view: Heatmap, sheet: Sheet): number {
  sheet.context.font = fontOf(sheet);
  const names = (view.y.names ?? []).map((name) => sheet.context.measureText(textOf(name, sheet.language)).width);
  return Math.round(Math.min(sheet.width * 0.3, Math.max(58, ...names.map((width) => width + 14))));
}

/** Middles of cells; without names and range their indices are the numbers. */
function cellScale(axis: Heatmap['x'], count: number, from: number, to: number, sheet: Sheet, room: number): Scale {
  if (axis.names !== undefined) {
    return scaleOf({ ...axis, range: [0, count - 1] }, emptyExtent, { from, to, language: sheet.language, room });
  }
  const [low, high] = axis.range ?? [0, count - 1];
  const half = count > 1 ? (high - low) / (count - 1) / 2 : 0.5;
  const wide = { ...axis, scale: 'linear' as const, range: [low - half, high + half] as const };
  return scaleOf(wide, emptyExtent, { from, to, language: sheet.language, room: Math.max(room, 28) });
}

function colorScale(view: Heatmap, { language, width }: Sheet): Scale {
  const extent = extentOf([view.values]);
  const options = { from: 0, to: 1, language };
  const bar = Math.min(260, width - 72);
  const ticks = { ...options, from: 0, to: bar, room: 56, nice: false };
  const asked = view.color.range;
  if (view.color.diverging && asked === undefined) {
    const size = Math.max(Math.abs(extent.low), Math.abs(extent.high), Number.MIN_VALUE);
    return scaleOf({ ...view.color, range: [-size, size] }, extent, ticks);
  }
  return scaleOf(view.color, extent, ticks);
}

function colorizeBy(scale: Scale, colors: ColorTable): Colorize {
  const [from, to] = [scale.place(scale.low), scale.place(scale.high)];
  return (value, pixels, offset) => {
    const place = scale.place(value);
    const height = (place - from) / (to - from);
    const color = Math.round(Math.min(1, Math.max(0, height)) * 255) * 3;
    if (Number.isNaN(place)) {
      pixels[offset + 3] = value === Number.POSITIVE_INFINITY ? 255 : 0;
      if (value !== Number.POSITIVE_INFINITY) return;
      pixels.set(colors.subarray(255 * 3), offset);
      return;
    }
    pixels[offset] = colors[color];
    pixels[offset + 1] = colors[color + 1];
    pixels[offset + 2] = colors[color + 2];
    pixels[offset + 3] = 255;
  };
}

function drawColorBar(view: Heatmap, sheet: Sheet, scale: Scale, colors: ColorTable, box: Box): void {
  const { context, theme, language } = sheet;
  const from = scale.place(scale.low);
  const width = scale.place(scale.high) - from;
  const left = Math.max(box.left, box.right - width);
  context.save();
  for (let i = 0; i < width; i++) {
    const color = Math.round((i / width) * 255) * 3;
    context.fillStyle = `rgb(${colors[color]} ${colors[color + 1]} ${colors[color + 2]})`;
    context.fillRect(left + i, 22, 1.5, 10);
  }
  context.font = fontOf(sheet);
  context.fillStyle = theme.ink;
  context.textAlign = 'right';
  context.fillText(textOf(view.color.label, language), left + width, 15, left + width);
  context.fillStyle = theme.muted;
  context.textBaseline = 'top';
  for (const { at, text } of scale.ticks) {
    if (text === '') continue;
    context.fillRect(left + at - from, 32, 1, 4);
    const half = context.measureText(text).width / 2;
    context.textAlign = 'center';
    context.fillText(text, Math.min(left + at - from, sheet.width - half - 1), 38);
  }
  context.restore();
}

function placesOf(view: Heatmap, box: Box, language: Sheet['language']): Places {
  const [width, height] = [(box.right - box.left) / view.columns, (box.bottom - box.top) / view.rows];
  return {
    columns: view.columns,
    rows: view.rows,
    nearest(x, y) {
      const [column, row] = [Math.floor((x - box.left) / width), Math.floor((y - box.top) / height)];
      return column >= 0 && column < view.columns && row >= 0 && row < view.rows ? [column, row] : undefined;
    },
    // Counted from above, as arrow keys go.
    at(column, fromAbove) {
      const row = view.y.names === undefined ? view.rows - 1 - fromAbove : fromAbove;
      const where = [
        whereOf(view.y, placeOf(view.y.range, row, view.rows), language),
        whereOf(view.x, placeOf(view.x.range, column, view.columns), language),
      ];
      const value = formatNumber(view.values[row * view.columns + column]);
      return {
        x: box.left + (column + 0.5) * width,
        y: box.top + (fromAbove + 0.5) * height,
        lines: [where.join(' · '), `${textOf(view.color.label, language)}: ${value}`],
      };
    },
  };
}
