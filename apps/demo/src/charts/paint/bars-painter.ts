import type { Bars } from 'experiments';
import { type Box, crisp, drawAxes, fontOf } from '../axes.ts';
import { emptyExtent, extentOf, withValues } from '../extent.ts';
import { formatNumber } from '../number-format.ts';
import type { Painter, Places, Sheet } from '../painter.ts';
import { type Scale, scaleOf } from '../scale.ts';
import { drawMarker, styleOf } from '../series-style.ts';
import { textOf } from '../text-of.ts';

/** Bars beside each other; those of a series have a point on top that tells it without colours. */
export function barsPainter(): Painter<Bars> {
  return {
    height(view, width) {
      const longest = Math.max(0, ...view.names.map((name) => textOf(name, 'en').length)) * 7;
      const isTurned = longest + 8 > (width - 72) / Math.max(1, view.names.length);
      return Math.round(Math.min(320, Math.max(210, width * 0.5)) + (isTurned ? Math.min(70, longest * 0.7) : 0));
    },
    paint(view, sheet) {
      const { language } = sheet;
      const names = view.names.map((name) => textOf(name, language));
      const turned = turnedNames(sheet, names);
      const box: Box = { left: 58, top: 30, right: sheet.width - 14, bottom: sheet.height - 30 - turned };
      const x = { label: '', names: view.names, range: [0, Math.max(0, view.names.length - 1)] as const };
      const xScale = scaleOf(x, emptyExtent, { from: box.left, to: box.right, language });
      const values = extentOf(view.series.map((series) => series.values));
      const zero = view.y.scale === 'log' ? [] : [0];
      const limits = (view.limits ?? []).map((limit) => limit.y);
      // Room for the numbers above the bars, and the words above the limits.
      const extent = withValues(values, [...zero, ...limits, 1.05 * Math.max(values.high, ...limits)]);
      const yScale = scaleOf(view.y, extent, { from: box.bottom, to: box.top, language, room: 36 });
      const shown = turned > 0 ? { ...xScale, ticks: [] } : xScale;
      drawAxes(sheet, { box, x, y: view.y, xScale: shown, yScale, grid: 'y' });
      if (turned > 0) drawTurnedNames(sheet, box, names, xScale);
      const slot = (box.right - box.left) / Math.max(1, view.names.length);
      const width = Math.min(56, (slot * 0.78) / Math.max(1, view.series.length));
      const leftOf = (name: number, series: number): number =>
        xScale.place(name) + (series - view.series.length / 2) * width;
      drawBars(view, sheet, yScale, box, width, leftOf);
      drawLimits(view, sheet, yScale, box);
      const legend = view.series.map(({ name }, i) => ({
        text: textOf(name, language),
        style: styleOf(i),
        sample: 'fill' as const,
      }));
      return {
        legend: view.series.length > 1 ? legend : [],
        places: placesOf(view, sheet, yScale, box, slot, (name, series) => leftOf(name, series) + width / 2),
      };
    },
  };
}

/** Room below the picture for names that are turned because they have no room beside each other; 0 where they have. */
function turnedNames(sheet: Sheet, names: readonly string[]): number {
  sheet.context.font = fontOf(sheet);
  const widest = Math.max(0, ...names.map((name) => sheet.context.measureText(name).width));
  const slot = (sheet.width - 72) / Math.max(1, names.length);
  return widest + 8 <= slot ? 0 : Math.min(70, widest * Math.SQRT1_2);
}

function drawTurnedNames(sheet: Sheet, box: Box, names: readonly string[], xScale: Scale): void {
  const { context, theme } = sheet;
  context.save();
  context.font = fontOf(sheet);
  context.fillStyle = theme.muted;
  context.textAlign = 'right';
  context.textBaseline = 'middle';
  const slot = (box.right - box.left) / Math.max(1, names.length);
  const every = Math.max(1, Math.ceil(14 / slot));
  names.forEach((name, i) => {
    if (i % every !== 0) return;
    context.save();
    context.translate(xScale.place(i) + 4, box.bottom + 9);
    context.rotate(-Math.PI / 4);
    context.fillText(name, 0, 0, 98);
    context.restore();
  });
  context.restore();
}

type LeftOf = (name: number, series: number) => number;

function drawBars(view: Bars, sheet: Sheet, yScale: Scale, box: Box, width: number, leftOf: LeftOf): void {
  const { context, theme } = sheet;
  const base = view.y.scale === 'log' ? box.bottom : yScale.place(Math.min(yScale.high, Math.max(yScale.low, 0)));
  context.save();
  context.font = fontOf(sheet);
  context.textAlign = 'center';
  view.series.forEach(({ values }, s) => {
    const style = styleOf(s);
    for (let i = 0; i < view.names.length; i++) {
      const left = leftOf(i, s);
      const at = yScale.place(values[i]);
      context.fillStyle = theme.series[style.color];
      context.strokeStyle = theme.series[style.color];
      if (Number.isNaN(at)) {
        if (values[i] !== undefined && !(values[i] <= 0)) {
          context.fillText(formatNumber(values[i]), left + width / 2, base - 4);
        }
        continue;
      }
      const top = Math.max(box.top, Math.min(at, base));
      context.fillRect(left + 0.5, top, Math.max(1, width - 1.5), Math.max(1, Math.abs(at - base)));
      if (view.series.length > 1 && width >= 8) drawMarker(context, style.marker, left + width / 2, top - 6, 3);
      const text = formatNumber(values[i], 2);
      // On a linear axis what is too small to be seen is not worth its digits.
      const isSeen = view.y.scale === 'log' || values[i] === 0 || Math.abs(at - base) > 1;
      if (isSeen && view.series.length === 1 && context.measureText(text).width < width + 12) {
        context.fillStyle = theme.ink;
        context.fillText(text, left + width / 2, at <= base ? top - 5 : at + 13);
      }
    }
  });
  context.fillStyle = theme.muted;
  context.fillRect(box.left, Math.round(base), box.right - box.left, 1);
  context.restore();
}

function drawLimits(view: Bars, sheet: Sheet, yScale: Scale, box: Box): void {
  const { context, theme, language } = sheet;
  context.save();
  context.font = fontOf(sheet);
  context.strokeStyle = theme.ink;
  context.fillStyle = theme.ink;
  context.setLineDash([5, 4]);
  context.textAlign = 'right';
  for (const { y, label } of view.limits ?? []) {
    const at = crisp(yScale.place(y));
    if (Number.isNaN(at)) continue;
    context.beginPath();
    context.moveTo(box.left, at);
    context.lineTo(box.right, at);
    context.stroke();
    context.fillText(textOf(label, language), box.right - 2, at - 5, box.right - box.left);
  }
  context.restore();
}

function placesOf(view: Bars, { language }: Sheet, yScale: Scale, box: Box, slot: number, middleOf: LeftOf): Places {
  const count = Math.max(1, view.series.length);
  return {
    columns: view.names.length,
    rows: 1,
    nearest(x, y) {
      const column = Math.floor((x - box.left) / slot);
      return column >= 0 && column < view.names.length && y > box.top - 20 && y < box.bottom + 24
        ? [column, 0]
        : undefined;
    },
    at(column) {
      const tops = view.series.map(({ values }) => yScale.place(values[column])).filter((y) => !Number.isNaN(y));
      const lines = view.series.map(({ name, values }) =>
        count === 1 ? formatNumber(values[column]) : `${textOf(name, language)}: ${formatNumber(values[column])}`,
      );
      return {
        x: (middleOf(column, 0) + middleOf(column, count - 1)) / 2,
        y: Math.min(box.bottom, ...tops),
        lines: [textOf(view.names[column], language), ...lines],
      };
    },
  };
}
