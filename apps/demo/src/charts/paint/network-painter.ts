import type { Network } from 'experiments';
import { fontOf } from '../axes.ts';
import type { Painter, Sheet } from '../painter.ts';
import { edgesOf } from '../summary/shape-summary.ts';
import { textOf } from '../text-of.ts';

/** Units as discs in columns, connections as lines; what does not take part is crossed out and has no lines. */
export function networkPainter(): Painter<Network> {
  return {
    height: (view, width) => {
      const most = Math.max(1, ...view.layers.map(({ units }) => units.length));
      return Math.round(Math.max(140, Math.min(380, most * (width < 480 ? 26 : 32)))) + 56;
    },
    paint(view, sheet) {
      const { context, theme, language } = sheet;
      const places = view.layers.map((_, layer) => placesOf(view, sheet, layer));
      const radius = radiusOf(view, sheet);
      context.save();
      context.lineWidth = 1;
      for (const { from, to, active } of edgesOf(view)) {
        const [start, end] = [places[from[0]]?.[from[1]], places[to[0]]?.[to[1]]];
        if (start === undefined || end === undefined) continue;
        context.strokeStyle = active ? theme.series[0] : theme.grid;
        context.globalAlpha = active ? 0.55 : 0.6;
        context.setLineDash(active ? [] : [2, 4]);
        context.beginPath();
        context.moveTo(start[0] + radius, start[1]);
        const span = to[0] - from[0];
        if (span === 1) context.lineTo(end[0] - radius, end[1]);
        else {
          // Connections over several layers make a bow around what lies between.
          const bow = start[1] - Math.min(sheet.height * 0.32, 26 * span);
          context.bezierCurveTo(start[0] + 40, bow, end[0] - 40, bow, end[0] - radius, end[1]);
        }
        context.stroke();
      }
      context.globalAlpha = 1;
      context.setLineDash([]);
      view.layers.forEach(({ name, units }, layer) => {
        units.forEach(({ active }, unit) => {
          const [x, y] = places[layer][unit];
          context.beginPath();
          context.arc(x, y, radius, 0, 2 * Math.PI);
          context.fillStyle = active ? theme.series[0] : theme.surface;
          context.fill();
          context.lineWidth = 1.5;
          context.strokeStyle = active ? theme.series[0] : theme.muted;
          context.stroke();
          if (active) return;
          const arm = radius * 0.55;
          context.beginPath();
          context.moveTo(x - arm, y - arm);
          context.lineTo(x + arm, y + arm);
          context.moveTo(x + arm, y - arm);
          context.lineTo(x - arm, y + arm);
          context.stroke();
        });
        context.font = fontOf(sheet);
        context.fillStyle = theme.ink;
        context.textAlign = 'center';
        const slot = sheet.width / view.layers.length;
        linesOf(textOf(name, language), (words) => context.measureText(words).width, slot - 6).forEach((words, i) => {
          context.fillText(words, slot * (layer + 0.5), sheet.height - 23 + 15 * i, slot - 4);
        });
      });
      context.restore();
      return { legend: [] };
    },
  };
}

/** One line, or two divided at the space nearest to the middle. */
function linesOf(text: string, widthOf: (words: string) => number, room: number): readonly string[] {
  const words = text.split(' ');
  if (widthOf(text) <= room || words.length === 1) return [text];
  const parts = words.slice(1).map((_, i) => [words.slice(0, i + 1).join(' '), words.slice(i + 1).join(' ')]);
  const widest = parts.map((lines) => Math.max(...lines.map(widthOf)));
  return parts[widest.indexOf(Math.min(...widest))];
}

function radiusOf(view: Network, { height }: Sheet): number {
  const most = Math.max(1, ...view.layers.map(({ units }) => units.length));
  return Math.min(11, ((height - 56) / most) * 0.36);
}

function placesOf(view: Network, { width, height }: Sheet, layer: number): readonly (readonly [number, number])[] {
  const count = view.layers[layer].units.length;
  const x = (width / view.layers.length) * (layer + 0.5);
  const most = Math.max(1, ...view.layers.map(({ units }) => units.length));
  const pitch = Math.min((height - 60) / most, 40);
  const top = (height - 50) / 2 - ((count - 1) * pitch) / 2;
  return Array.from({ length: count }, (_, unit) => [x, top + unit * pitch] as const);
}
