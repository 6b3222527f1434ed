import type { Curves, Numbers } from 'experiments';
import { type Box, crisp, drawAxes, drawEmpty, fontOf } from '../axes.ts';
import { type Extent, extentOf, withValues } from '../extent.ts';
import { formatNumber } from '../number-format.ts';
import type { LegendEntry, Painted, Painter, Place, Places, Sheet } from '../painter.ts';
import { type Scale, scaleOf } from '../scale.ts';
import { drawMarker, type SeriesStyle, styleOf } from '../series-style.ts';
import { spread } from '../spread.ts';
import { whereOf } from '../summary/curves-summary.ts';
import { textOf } from '../text-of.ts';
import { drawLine } from '../thinned-line.ts';

/** From this width on, names stand at the ends of lines in place of a legend. */
const wide = 480;
/** More lines than these are named in a legend. */
const mostNames = 16;

/** Lines over a pair of axes. */
export function curvesPainter(): Painter<Curves> {
  return {
    height: (_, width) => Math.round(Math.min(340, Math.max(236, width * 0.55))),
    paint(view, sheet) {
      const styles = view.series.map(({ group, dashed }, i) => styleOf(group ?? i, dashed));
      const names = view.series.map(({ name }) => textOf(name, sheet.language));
      const areNamesAtLines =
        sheet.width >= wide && new Set(names).size === names.length && names.length > 1 && names.length <= mostNames;
      const lines = markLines(view, sheet);
      const box = boxOf(sheet, areNamesAtLines ? names : [], lines.length);
      const { xScale, yScale } = scalesOf(view, box, sheet);
      drawAxes(sheet, { box, x: view.x, y: view.y, xScale, yScale, nameAt: 21 });
      if (view.series.every(({ y }) => y.length === 0)) drawEmpty(sheet, box);
      drawMarks(view, sheet, box, xScale, lines);
      sheet.context.save();
      sheet.context.beginPath();
      sheet.context.rect(box.left - 1, box.top - 6, box.right - box.left + 8, box.bottom - box.top + 12);
      sheet.context.clip();
      view.series.forEach((series, i) => {
        drawSeries(sheet, series, styles[i], xScale, yScale, box, i);
      });
      sheet.context.restore();
      if (areNamesAtLines) drawNames(sheet, view, names, styles, xScale, yScale, box);
      const legend = areNamesAtLines ? [] : legendOf(view, names, styles);
      const painted: Painted = { legend: legend.length > 1 ? legend : [] };
      const places = placesOf(view, names, xScale, yScale, box, sheet);
      return places === undefined ? painted : { ...painted, places };
    },
  };
}

/** Lines of one name have one entry. */
function legendOf(view: Curves, names: readonly string[], styles: readonly SeriesStyle[]): readonly LegendEntry[] {
  return view.series.flatMap(({ dots }, i) =>
    names.indexOf(names[i]) < i ? [] : [{ text: names[i], style: styles[i], sample: dots ? 'point' : 'line' }],
  );
}

function boxOf(sheet: Sheet, names: readonly string[], lines: number): Box {
  sheet.context.font = fontOf(sheet);
  const widest = Math.max(0, ...names.map((name) => sheet.context.measureText(name).width));
  const right = names.length > 0 ? Math.min(sheet.width * 0.3, widest) + 24 : 14;
  return { left: 58, top: 30 + lines * 16, right: sheet.width - right, bottom: sheet.height - 42 };
}

/** What both axes need. */
function scalesOf(view: Curves, box: Box, { language }: Sheet): { xScale: Scale; yScale: Scale } {
  const xs = withValues(extentOf(view.series.map(({ x }) => x)), view.marks?.map(({ x }) => x) ?? []);
  const ys = fromZero(extentOf(view.series.map(({ y }) => y)), view.y.scale !== 'log');
  return {
    xScale: scaleOf(view.x, xs, { from: box.left, to: box.right, language, room: 60, nice: false }),
    yScale: scaleOf(view.y, ys, { from: box.bottom, to: box.top, language, room: 36 }),
  };
}

/** Positive numbers that come near to zero are shown with it. */
function fromZero(extent: Extent, isLinear: boolean): Extent {
  return isLinear && extent.low > 0 && extent.low < 0.4 * extent.high ? { ...extent, low: 0 } : extent;
}

/** Words of marks in lines above the picture, one below the other where there are several. */
const markLines = (view: Curves, { language }: Sheet): readonly string[] =>
  (view.marks ?? []).map(({ label }) => textOf(label, language));

function drawMarks(view: Curves, sheet: Sheet, box: Box, xScale: Scale, lines: readonly string[]): void {
  const { context, theme } = sheet;
  context.save();
  context.font = fontOf(sheet);
  context.strokeStyle = theme.ink;
  context.fillStyle = theme.ink;
  context.setLineDash([2, 3]);
  context.textBaseline = 'middle';
  (view.marks ?? []).forEach(({ x }, i) => {
    const at = crisp(xScale.place(x));
    if (Number.isNaN(at)) return;
    const y = box.top - 8 - (lines.length - 1 - i) * 16;
    context.beginPath();
    context.moveTo(at, y - 6);
    context.lineTo(at, box.bottom);
    context.stroke();
    const fits = at + 5 + context.measureText(lines[i]).width < sheet.width;
    context.textAlign = fits ? 'left' : 'right';
    context.fillText(lines[i], at + (fits ? 5 : -5), y, fits ? sheet.width - at - 5 : at - 5);
  });
  context.restore();
}

function drawSeries(
  sheet: Sheet,
  { x, y, dots }: Curves['series'][number],
  style: SeriesStyle,
  xScale: Scale,
  yScale: Scale,
  box: Box,
  index: number,
): void {
  const { context, theme } = sheet;
  context.strokeStyle = theme.series[style.color];
  context.fillStyle = theme.series[style.color];
  context.lineWidth = 2;
  context.lineJoin = 'round';
  context.lineCap = 'round';
  const length = Math.min(x.length, y.length);
  if (!dots) {
    context.setLineDash([...style.dash]);
    context.beginPath();
    drawLine(context, x, y, xScale, yScale);
    context.stroke();
    context.setLineDash([]);
  }
  // Points along the line, at distances that do not depend on how many numbers there are.
  context.lineWidth = 1.5;
  let next = dots || length <= 16 ? Number.NEGATIVE_INFINITY : box.left + 24 + ((index * 37) % 90);
  for (let i = 0; i < length; i++) {
    const [px, py] = [xScale.place(x[i]), yScale.place(y[i])];
    if (Number.isNaN(px) || Number.isNaN(py)) {
      if (y[i] === Number.POSITIVE_INFINITY && !(y[i - 1] === y[i]) && !Number.isNaN(px)) {
        context.textAlign = 'center';
        context.fillText('∞', px, box.top + 4);
      }
      continue;
    }
    // A point without neighbours has no line that shows it.
    const isAlone = Number.isNaN(yScale.place(y[i - 1])) && Number.isNaN(yScale.place(y[i + 1]));
    if (px < next && !isAlone) continue;
    drawMarker(context, style.marker, px, py, dots ? 2.6 : 3.4);
    if (Number.isFinite(next)) next = px + 90;
  }
}

/** Names at the ends of their lines, moved apart where they would cover each other. */
function drawNames(
  sheet: Sheet,
  view: Curves,
  names: readonly string[],
  styles: readonly SeriesStyle[],
  xScale: Scale,
  yScale: Scale,
  box: Box,
): void {
  const { context, theme } = sheet;
  const ends = view.series.map((series, i) => ({ i, ...endOf(series, xScale, yScale), y: 0 }));
  const shown = ends.filter(({ at }) => !Number.isNaN(at)).sort((a, b) => a.at - b.at);
  spread(shown, box.top, box.bottom, Math.min(15, (box.bottom - box.top) / Math.max(1, shown.length - 1)));
  context.save();
  context.font = fontOf(sheet);
  context.textBaseline = 'middle';
  context.lineWidth = 1;
  for (const { i, at, end, y } of shown) {
    context.strokeStyle = theme.series[styles[i].color];
    context.fillStyle = theme.series[styles[i].color];
    // A line that ended before the others did is not drawn on.
    context.setLineDash(end < box.right - 12 ? [1, 5] : []);
    context.beginPath();
    context.moveTo(Math.min(end + 4, box.right), at);
    context.lineTo(box.right, at);
    context.lineTo(box.right + 10, y);
    context.stroke();
    context.setLineDash([]);
    drawMarker(context, styles[i].marker, box.right + 14, y, 3.2);
    context.fillStyle = theme.ink;
    context.fillText(names[i], box.right + 21, y, sheet.width - box.right - 22);
  }
  context.restore();
}

function endOf({ x, y }: Curves['series'][number], xScale: Scale, yScale: Scale): { end: number; at: number } {
  for (let i = Math.min(x.length, y.length) - 1; i >= 0; i--) {
    const [end, at] = [xScale.place(x[i]), yScale.place(y[i])];
    if (!Number.isNaN(end) && !Number.isNaN(at)) return { end, at };
  }
  return { end: Number.NaN, at: Number.NaN };
}

/** One place for each x of the longest line; says what all lines are there. */
function placesOf(
  view: Curves,
  names: readonly string[],
  xScale: Scale,
  yScale: Scale,
  box: Box,
  sheet: Sheet,
): Places | undefined {
  const longest = view.series.reduce<Numbers>((best, { x }) => (x.length > best.length ? x : best), new Float64Array());
  const stops = [...longest].filter((x) => !Number.isNaN(xScale.place(x))).sort((a, b) => a - b);
  if (stops.length === 0) return undefined;
  const at = (column: number): Place => {
    const x = stops[column];
    const found = view.series.flatMap((series, i) => {
      const k = indexAt(series.x, x);
      return k < 0 || Number.isNaN(series.y[k]) ? [] : [{ name: names[i], value: series.y[k], i }];
    });
    found.sort((a, b) => b.value - a.value || a.i - b.i);
    const places = found.map(({ value }) => yScale.place(value)).filter((y) => !Number.isNaN(y));
    return {
      x: xScale.place(x),
      y: places[0] ?? box.top,
      lines: [whereOf(view.x, x, sheet.language), ...found.map(({ name, value }) => `${name}: ${formatNumber(value)}`)],
    };
  };
  return {
    columns: stops.length,
    rows: 1,
    nearest(px, py) {
      if (py < box.top - 20 || py > box.bottom + 20) return undefined;
      const places = stops.map((x) => Math.abs(xScale.place(x) - px));
      return [places.indexOf(Math.min(...places)), 0];
    },
    at,
  };
}

/** Where a number stands in a list that may have no order. */
function indexAt(numbers: Numbers, value: number): number {
  let [best, distance] = [-1, Number.POSITIVE_INFINITY];
  for (let i = 0; i < numbers.length; i++) {
    const d = Math.abs(numbers[i] - value);
    if (d < distance) [best, distance] = [i, d];
    if (d === 0) break;
  }
  return distance <= 1e-6 * Math.max(1, Math.abs(value)) ? best : -1;
}
