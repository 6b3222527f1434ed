import type { Images } from 'experiments';
import { fontOf } from '../axes.ts';
import type { Painter, Places, Sheet } from '../painter.ts';
import { rgbOf } from '../palette.ts';
import { textOf } from '../text-of.ts';

/** Small grey images in rows, each over its caption. */
export function imagesPainter(): Painter<Images> {
  const canvas = document.createElement('canvas');
  return {
    height: (view, width) => {
      const { rows, pitch } = layoutOf(view, width);
      return Math.max(1, rows) * pitch + 4;
    },
    paint(view, sheet) {
      const layout = layoutOf(view, sheet.width);
      const { context, theme, language } = sheet;
      context.save();
      context.imageSmoothingEnabled = false;
      context.font = fontOf(sheet);
      context.textAlign = 'center';
      context.textBaseline = 'top';
      view.images.forEach(({ pixels, caption }, i) => {
        const [x, y] = placeAt(layout, i);
        drawImage(view, sheet, pixels, x, y, layout.side);
        context.fillStyle = theme.ink;
        context.fillText(textOf(caption, language), x + layout.side / 2, y + layout.side + 5, layout.side + 10);
      });
      context.restore();
      return { legend: [], places: placesOf(view, sheet, layout) };
    },
  };

  function drawImage(
    { width, height }: Images,
    { context, theme }: Sheet,
    pixels: Images['images'][number]['pixels'],
    x: number,
    y: number,
    side: number,
  ): void {
    canvas.width = width;
    canvas.height = height;
    const own = canvas.getContext('2d');
    if (own === null) return;
    const image = own.createImageData(width, height);
    const [ink, page] = [rgbOf(theme.ink), rgbOf(theme.surface)];
    for (let i = 0; i < width * height; i++) {
      const share = Math.min(1, Math.max(0, pixels[i]));
      for (let channel = 0; channel < 3; channel++) {
        image.data[i * 4 + channel] = page[channel] + (ink[channel] - page[channel]) * share;
      }
      image.data[i * 4 + 3] = 255;
    }
    own.putImageData(image, 0, 0);
    const tall = side * Math.min(1, height / width);
    const broad = side * Math.min(1, width / height);
    context.drawImage(canvas, x + (side - broad) / 2, y + (side - tall) / 2, broad, tall);
    context.strokeStyle = theme.grid;
    context.lineWidth = 1;
    context.strokeRect(x + (side - broad) / 2 - 0.5, y + (side - tall) / 2 - 0.5, broad + 1, tall + 1);
  }
}

interface Layout {
  readonly columns: number;
  readonly rows: number;
  readonly side: number;
  readonly pitch: number;
  readonly left: number;
}

function layoutOf({ images }: Images, width: number): Layout {
  const period = periodOf(images);
  // Images with the same captions again and again stand in rows of these.
  const fitting = Math.floor((width - 8) / period) - 16;
  const side = Math.min(width < 480 ? 56 : 72, period > 1 && fitting >= 28 ? fitting : Number.POSITIVE_INFINITY);
  const most = Math.max(1, Math.min(images.length, Math.floor((width - 4) / (side + 16))));
  const columns = period > 1 && period <= most ? period * Math.floor(most / period) : most;
  return { columns, rows: Math.ceil(images.length / columns), side, pitch: side + 32, left: 8 };
}

/** After how many images captions repeat; 1 where they do not. */
function periodOf(images: Images['images']): number {
  const captions = images.map(({ caption }) => JSON.stringify(caption));
  if (new Set(captions).size === 1) return 1;
  for (let period = 2; period <= captions.length / 2; period++) {
    if (captions.every((caption, i) => i < period || caption === captions[i - period])) return period;
  }
  return 1;
}

const placeAt = ({ columns, side, pitch, left }: Layout, i: number): readonly [number, number] => [
  left + (i % columns) * (side + 16),
  4 + Math.floor(i / columns) * pitch,
];

function placesOf(view: Images, { language }: Sheet, layout: Layout): Places {
  return {
    columns: layout.columns,
    rows: layout.rows,
    nearest(x, y) {
      const column = Math.floor((x - layout.left) / (layout.side + 16));
      const row = Math.floor(y / layout.pitch);
      return view.images[row * layout.columns + column] !== undefined && column >= 0 && column < layout.columns
        ? [column, row]
        : undefined;
    },
    at(column, row) {
      const i = Math.min(row * layout.columns + column, view.images.length - 1);
      const [x, y] = placeAt(layout, i);
      return {
        x: x + layout.side / 2,
        y: y + layout.side / 2,
        lines: [textOf(view.images[i]?.caption ?? '', language)],
      };
    },
  };
}
