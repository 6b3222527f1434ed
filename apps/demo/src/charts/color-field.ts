import type { Numbers } from 'experiments';
import type { Box } from './axes.ts';

/** Writes red, green, blue and opacity of a value at an offset of the pixels. */
export type Colorize = (value: number, pixels: Uint8ClampedArray, offset: number) => void;

/** A grid of numbers as an image, which is only made again when the numbers or the colours are others. */
export interface ColorField {
  /** @param key what the colours depend on besides the numbers */
  draw(context: CanvasRenderingContext2D, grid: Grid, box: Box, colorize: Colorize, key: string): void;
}

interface Grid {
  readonly columns: number;
  readonly rows: number;
  readonly values: Numbers;
  /** Whether row 0 lies at the bottom. */
  readonly isUpward: boolean;
  /**
   * Whether the outer numbers belong to the ends of the ranges, and colours run into each other between them, as those of a
   * function do; else each number is a rectangle.
   */
  readonly areEnds: boolean;
}

export function colorField(): ColorField {
  const canvas = document.createElement('canvas');
  let last: Numbers | undefined;
  let lastKey = '';
  return {
    draw(context, { columns, rows, values, isUpward, areEnds }, box, colorize, key) {
      if (columns < 1 || rows < 1) return;
      const fullKey = `${columns} ${rows} ${isUpward} ${key}`;
      if (fullKey !== lastKey || !areSame(last, values)) {
        canvas.width = columns;
        canvas.height = rows;
        const own = canvas.getContext('2d');
        if (own === null) return;
        const image = own.createImageData(columns, rows);
        for (let row = 0; row < rows; row++) {
          const from = (isUpward ? rows - 1 - row : row) * columns;
          for (let column = 0; column < columns; column++) {
            colorize(values[from + column], image.data, (row * columns + column) * 4);
          }
        }
        own.putImageData(image, 0, 0);
        [last, lastKey] = [values.slice(), fullKey];
      }
      const [width, height] = [box.right - box.left, box.bottom - box.top];
      // Half a pixel of the grid lies beyond each end.
      const [dx, dy] = areEnds ? [width / Math.max(1, columns - 1) / 2, height / Math.max(1, rows - 1) / 2] : [0, 0];
      context.save();
      context.beginPath();
      context.rect(box.left, box.top, width, height);
      context.clip();
      context.imageSmoothingEnabled = areEnds;
      context.imageSmoothingQuality = 'high';
      context.drawImage(canvas, box.left - dx, box.top - dy, width + 2 * dx, height + 2 * dy);
      context.restore();
    },
  };
}

/** Whether two lists have the same numbers; NaN is NaN. */
export function areSame(a: Numbers | undefined, b: Numbers): boolean {
  if (a === undefined || a.length !== b.length) return false;
  for (let i = 0; i < b.length; i++) if (!Object.is(a[i], b[i])) return false;
  return true;
}
