import { contours } from 'd3-contour';
import type { Numbers, Surface } from 'experiments';
import { type Box, drawAxes, fontOf } from '../axes.ts';
import { areSame, colorField } from '../color-field.ts';
import { emptyExtent } from '../extent.ts';
import { gridValue } from '../grid-value.ts';
import { levelsOf } from '../landscape-levels.ts';
import { formatNumber } from '../number-format.ts';
import type { MovableStart, Painter, Places, Sheet } from '../painter.ts';
import { landscapeColors } from '../palette.ts';
import { type Scale, scaleOf } from '../scale.ts';
import { drawMarker, styleOf } from '../series-style.ts';
import { textOf } from '../text-of.ts';
import { wordsOf } from '../words.ts';
import { nearestOnGrid } from './nearest-on-grid.ts';

/** Contours of a function of two variables, and paths over them. */
export function surfacePainter(): Painter<Surface> {
  const field = colorField();
  const lines = contourLines();
  return {
    height: (_, width) => Math.round(Math.min(600, Math.max(260, width * 0.72))),
    paint(view, sheet) {
      const box = boxOf(view, sheet);
      const { language, context } = sheet;
      const xScale = scaleOf(view.x, emptyExtent, { from: box.left, to: box.right, language, room: 60 });
      const yScale = scaleOf(view.y, emptyExtent, { from: box.bottom, to: box.top, language, room: 36 });
      drawField(view, sheet, box);
      drawAxes(sheet, { box, x: view.x, y: view.y, xScale, yScale, grid: 'none' });
      context.save();
      context.beginPath();
      context.rect(box.left, box.top, box.right - box.left, box.bottom - box.top);
      context.clip();
      drawBall(view, sheet, xScale, yScale);
      drawPaths(view, sheet, xScale, yScale);
      drawPoints(view, sheet, xScale, yScale, box);
      context.restore();
      const legend = view.paths.map(({ name }, i) => ({ text: textOf(name, language), style: styleOf(i) }));
      const painted = { legend, places: placesOf(view, sheet, xScale, yScale, box) };
      const start = startOf(view, xScale, yScale, box);
      return start === undefined ? painted : { ...painted, start };
    },
  };

  function drawField(view: Surface, sheet: Sheet, box: Box): void {
    const { context, theme } = sheet;
    const { columns, rows, values } = view;
    const colors = landscapeColors(theme.lightness);
    const levels = levelsOf(values, view.scale);
    field.draw(
      context,
      { columns, rows, values, isUpward: true, areEnds: true },
      box,
      (value, pixels, offset) => {
        const color = Math.round(Math.min(1, Math.max(0, levels.height(value))) * 255) * 3;
        pixels[offset] = colors[color];
        pixels[offset + 1] = colors[color + 1];
        pixels[offset + 2] = colors[color + 2];
        pixels[offset + 3] = Number.isFinite(value) ? 255 : 0;
      },
      `${theme.lightness} ${view.scale}`,
    );
    const path = lines(view);
    if (path === undefined) return;
    context.save();
    context.beginPath();
    context.rect(box.left, box.top, box.right - box.left, box.bottom - box.top);
    context.clip();
    // d3 counts from the corners of cells, whose numbers stand in their middles; ours stand at the ends of the ranges.
    const matrix = new DOMMatrix()
      .translate(box.left, box.bottom)
      .scale((box.right - box.left) / (columns - 1), -(box.bottom - box.top) / (rows - 1))
      .translate(-0.5, -0.5);
    const placed = new Path2D();
    placed.addPath(path, matrix);
    context.strokeStyle = theme.muted;
    context.globalAlpha = 0.45;
    context.lineWidth = 1;
    context.stroke(placed);
    context.restore();
  }
}

/** Where the paths begin, if that can be moved. */
function startOf(view: Surface, xScale: Scale, yScale: Scale, box: Box): MovableStart | undefined {
  const points = view.paths.find((path) => path.points.length > 1)?.points;
  if (view.start === undefined || points === undefined) return undefined;
  const [x, y] = [xScale.place(points[0]), yScale.place(points[1])];
  if (Number.isNaN(x) || Number.isNaN(y)) return undefined;
  return {
    x,
    y,
    pointAt(px, py) {
      const [across, up] = [(px - box.left) / (box.right - box.left), (box.bottom - py) / (box.bottom - box.top)];
      if (across < 0 || across > 1 || up < 0 || up > 1) return undefined;
      const between = ([low, high]: readonly [number, number], share: number): number => low + (high - low) * share;
      return { x: between(view.x.range, across), y: between(view.y.range, up) };
    },
  };
}

/** With a ball, both directions have one unit: a disc is round. */
function boxOf({ ball, x, y }: Surface, { width, height }: Sheet): Box {
  const box: Box = { left: 58, top: 30, right: width - 14, bottom: height - 42 };
  if (ball === undefined) return box;
  const [wide, tall] = [x.range[1] - x.range[0], y.range[1] - y.range[0]];
  const unit = Math.min((box.right - box.left) / wide, (box.bottom - box.top) / tall);
  const left = box.left + (box.right - box.left - unit * wide) / 2;
  return { left, top: box.top, right: left + unit * wide, bottom: box.top + unit * tall };
}

/** Contours in coordinates of the grid, kept while the numbers stay. */
function contourLines(): (view: Surface) => Path2D | undefined {
  let last: Numbers | undefined;
  let lastKey = '';
  let path: Path2D | undefined;
  return ({ values, columns, rows, scale }) => {
    const key = `${columns} ${rows} ${scale}`;
    if (key === lastKey && areSame(last, values)) return path;
    [last, lastKey] = [values.slice(), key];
    path = undefined;
    if (columns < 2 || rows < 2) return path;
    const { height, thresholds } = levelsOf(values, scale);
    const heights = Array.from(values, height);
    path = new Path2D();
    for (const { coordinates } of contours()
      .size([columns, rows])
      .thresholds([...thresholds])(heights)) {
      for (const ring of coordinates.flat()) addLine(path, ring as [number, number][], columns, rows);
    }
    return path;
  };
}

/** Rings run along the border of the grid where they leave it; that part is no contour. */
function addLine(path: Path2D, ring: readonly [number, number][], columns: number, rows: number): void {
  const isBorder = ([x, y]: readonly [number, number]): boolean =>
    x <= 0.5 || y <= 0.5 || x >= columns - 0.5 || y >= rows - 0.5;
  for (let i = 0; i < ring.length; i++) {
    if (i === 0 || (isBorder(ring[i]) && isBorder(ring[i - 1]))) path.moveTo(ring[i][0], ring[i][1]);
    else path.lineTo(ring[i][0], ring[i][1]);
  }
}

function drawBall({ ball }: Surface, { context, theme }: Sheet, xScale: Scale, yScale: Scale): void {
  if (ball === undefined) return;
  const { radius } = ball;
  context.beginPath();
  if (ball.norm === 1) {
    context.moveTo(xScale.place(radius), yScale.place(0));
    context.lineTo(xScale.place(0), yScale.place(radius));
    context.lineTo(xScale.place(-radius), yScale.place(0));
    context.lineTo(xScale.place(0), yScale.place(-radius));
    context.closePath();
  } else {
    const [x, y] = [xScale.place(0), yScale.place(0)];
    context.ellipse(x, y, xScale.place(radius) - x, y - yScale.place(radius), 0, 0, 2 * Math.PI);
  }
  context.fillStyle = theme.series[1];
  context.globalAlpha = 0.18;
  context.fill();
  context.globalAlpha = 1;
  context.strokeStyle = theme.series[1];
  context.lineWidth = 2;
  context.stroke();
}

function drawPaths(view: Surface, { context, theme }: Sheet, xScale: Scale, yScale: Scale): void {
  view.paths.forEach(({ points }, i) => {
    const style = styleOf(i);
    const line = new Path2D();
    let isOpen = false;
    const places: [number, number][] = [];
    for (let k = 0; k + 1 < points.length; k += 2) {
      const [x, y] = [xScale.place(points[k]), yScale.place(points[k + 1])];
      if (Number.isNaN(x) || Number.isNaN(y)) {
        isOpen = false;
        continue;
      }
      if (isOpen) line.lineTo(x, y);
      else line.moveTo(x, y);
      isOpen = true;
      places.push([x, y]);
    }
    context.lineJoin = 'round';
    context.lineCap = 'round';
    context.strokeStyle = theme.surface;
    context.lineWidth = 4.5;
    context.stroke(line);
    context.strokeStyle = theme.series[style.color];
    context.lineWidth = 2;
    context.setLineDash([...style.dash]);
    context.stroke(line);
    context.setLineDash([]);
    context.fillStyle = theme.series[style.color];
    const every = Math.max(1, Math.ceil(places.length / 24));
    places.forEach(([x, y], k) => {
      if (k % every === 0 && k < places.length - 1) dot(context, x, y, 1.8);
    });
    const end = places.at(-1);
    if (end === undefined) return;
    context.fillStyle = theme.surface;
    dot(context, end[0], end[1], 7);
    context.fillStyle = theme.series[style.color];
    drawMarker(context, style.marker, end[0], end[1], 4.6);
  });
}

function dot(context: CanvasRenderingContext2D, x: number, y: number, radius: number): void {
  context.beginPath();
  context.arc(x, y, radius, 0, 2 * Math.PI);
  context.fill();
}

function drawPoints(view: Surface, sheet: Sheet, xScale: Scale, yScale: Scale, box: Box): void {
  const { context, theme, language } = sheet;
  context.font = fontOf(sheet, 600);
  context.textBaseline = 'middle';
  context.lineWidth = 3;
  context.lineJoin = 'round';
  for (const point of view.points ?? []) {
    const [x, y] = [xScale.place(point.x), yScale.place(point.y)];
    if (Number.isNaN(x) || Number.isNaN(y)) continue;
    context.strokeStyle = theme.surface;
    context.fillStyle = theme.ink;
    context.beginPath();
    context.arc(x, y, 4, 0, 2 * Math.PI);
    context.stroke();
    context.fill();
    const text = textOf(point.label, language);
    const fits = x + 10 + context.measureText(text).width < box.right;
    context.textAlign = fits ? 'left' : 'right';
    context.strokeText(text, x + (fits ? 9 : -9), y);
    context.fillText(text, x + (fits ? 9 : -9), y);
  }
}

/** A grid of 20 by 20 places. */
function placesOf(view: Surface, { language }: Sheet, xScale: Scale, yScale: Scale, box: Box): Places {
  const steps = 21;
  const [x0, x1] = view.x.range;
  const [y0, y1] = view.y.range;
  return {
    columns: steps,
    rows: steps,
    nearest: nearestOnGrid(box, steps),
    at(column, row) {
      const x = x0 + ((x1 - x0) * column) / (steps - 1);
      const y = y1 + ((y0 - y1) * row) / (steps - 1);
      return {
        x: xScale.place(x),
        y: yScale.place(y),
        lines: [
          `${textOf(view.x.label, language)} ${formatNumber(x)}, ${textOf(view.y.label, language)} ${formatNumber(y)}`,
          `${wordsOf(language).value}: ${formatNumber(gridValue(view, x, y))}`,
        ],
      };
    },
  };
}
