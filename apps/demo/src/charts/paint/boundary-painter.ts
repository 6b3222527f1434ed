import type { Boundary } from 'experiments';
import { type Box, drawAxes } from '../axes.ts';
import { colorField } from '../color-field.ts';
import { emptyExtent } from '../extent.ts';
import { nearestValue } from '../grid-value.ts';
import { formatNumber, formatShare } from '../number-format.ts';
import type { LegendEntry, Painter, Places, Sheet } from '../painter.ts';
import { divergingColors, rgbOf } from '../palette.ts';
import { type Scale, scaleOf } from '../scale.ts';
import { drawMarker, type SeriesStyle, styleOf } from '../series-style.ts';
import { textOf } from '../text-of.ts';
import { wordsOf } from '../words.ts';
import { nearestOnGrid } from './nearest-on-grid.ts';

/** What a classifier says everywhere, and the samples, whose shape says their class as their colour does. */
export function boundaryPainter(): Painter<Boundary> {
  const field = colorField();
  return {
    height: (_, width) => Math.round(Math.min(560, width)) + 8,
    paint(view, sheet) {
      const { language } = sheet;
      const side = Math.min(sheet.width - 58 - 14, sheet.height - 30 - 42);
      const left = 58 + Math.max(0, (sheet.width - 72 - side) / 2);
      const box: Box = { left, top: 30, right: left + side, bottom: 30 + side };
      const xScale = scaleOf(view.x, emptyExtent, { from: box.left, to: box.right, language, room: 60 });
      const yScale = scaleOf(view.y, emptyExtent, { from: box.bottom, to: box.top, language, room: 36 });
      const { columns, rows, values } = view;
      field.draw(
        sheet.context,
        { columns, rows, values, isUpward: true, areEnds: true },
        box,
        view.classes <= 2 ? twoClasses(sheet) : manyClasses(sheet),
        `${sheet.theme.lightness} ${view.classes} ${sheet.theme.series.join()}`,
      );
      drawAxes(sheet, { box, x: view.x, y: view.y, xScale, yScale, grid: 'none' });
      drawSamples(view, sheet, xScale, yScale, box);
      return { legend: legendOf(view, sheet), places: placesOf(view, sheet, xScale, yScale, box) };
    },
  };
}

/** Classes of two have the colours of the field's ends. */
function classStyle(label: number, classes: number): SeriesStyle {
  const style = styleOf(label);
  return classes <= 2 ? { ...style, color: label === 0 ? 1 : 6 } : style;
}

function twoClasses({ theme }: Sheet): (value: number, pixels: Uint8ClampedArray, offset: number) => void {
  const colors = divergingColors(theme.lightness);
  return (value, pixels, offset) => {
    // The strongest colours are left to the samples.
    const color = Math.round((0.22 + 0.56 * Math.min(1, Math.max(0, value))) * 255) * 3;
    pixels[offset] = colors[color];
    pixels[offset + 1] = colors[color + 1];
    pixels[offset + 2] = colors[color + 2];
    pixels[offset + 3] = Number.isNaN(value) ? 0 : 255;
  };
}

function manyClasses({ theme }: Sheet): (value: number, pixels: Uint8ClampedArray, offset: number) => void {
  const colors = theme.series.map(rgbOf);
  return (value, pixels, offset) => {
    const label = Math.floor(value);
    const [red, green, blue] = colors[(Number.isNaN(label) ? 0 : label) % colors.length];
    pixels[offset] = red;
    pixels[offset + 1] = green;
    pixels[offset + 2] = blue;
    pixels[offset + 3] = Number.isNaN(value) ? 0 : 30 + 120 * (value - label);
  };
}

function drawSamples(view: Boundary, { context, theme }: Sheet, xScale: Scale, yScale: Scale, box: Box): void {
  const { x, y, label, isTest } = view.points;
  const size = x.length > 600 ? 2.2 : x.length > 250 ? 2.8 : 3.6;
  context.save();
  context.beginPath();
  context.rect(box.left - 4, box.top - 4, box.right - box.left + 8, box.bottom - box.top + 8);
  context.clip();
  for (let i = 0; i < x.length; i++) {
    const [px, py] = [xScale.place(x[i]), yScale.place(y[i])];
    if (Number.isNaN(px) || Number.isNaN(py)) continue;
    const style = classStyle(label[i], view.classes);
    const color = theme.series[style.color];
    const hollow = isTest !== undefined && isTest[i] !== 0;
    context.lineWidth = 1.5;
    context.fillStyle = hollow ? color : theme.surface;
    context.strokeStyle = hollow ? color : theme.surface;
    drawMarker(context, style.marker, px, py, size + 1.2);
    context.fillStyle = hollow ? theme.surface : color;
    context.strokeStyle = hollow ? theme.surface : color;
    drawMarker(context, style.marker, px, py, hollow ? size - 0.6 : size);
  }
  context.restore();
}

function legendOf(view: Boundary, { language }: Sheet): readonly LegendEntry[] {
  const words = wordsOf(language);
  const classes = Array.from({ length: view.classes }, (_, label): LegendEntry => {
    return { text: words.classNumber(label), style: classStyle(label, view.classes), sample: 'point' };
  });
  const hasTest = view.points.isTest?.some((each) => each !== 0) ?? false;
  const test: LegendEntry = { text: words.hollowIsTest, style: classStyle(0, view.classes), sample: 'hollow' };
  return hasTest ? [...classes, test] : classes;
}

function placesOf(view: Boundary, { language }: Sheet, xScale: Scale, yScale: Scale, box: Box): Places {
  const steps = 21;
  const words = wordsOf(language);
  const [x0, x1] = view.x.range;
  const [y0, y1] = view.y.range;
  return {
    columns: steps,
    rows: steps,
    nearest: nearestOnGrid(box, steps),
    at(column, row) {
      const x = x0 + ((x1 - x0) * column) / (steps - 1);
      const y = y1 + ((y0 - y1) * row) / (steps - 1);
      const value = nearestValue(view, x, y);
      const label = view.classes <= 2 ? (value > 0.5 ? 1 : 0) : Math.floor(value);
      const confidence = view.classes <= 2 ? Math.max(value, 1 - value) : value - label;
      const where = `${textOf(view.x.label, language)} ${formatNumber(x)}, ${textOf(view.y.label, language)} ${formatNumber(y)}`;
      const lines = Number.isNaN(value) ? [where] : [where, `${words.classNumber(label)}: ${formatShare(confidence)}`];
      return { x: xScale.place(x), y: yScale.place(y), lines };
    },
  };
}
