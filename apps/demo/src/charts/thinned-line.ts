import type { Numbers } from 'experiments';
import type { Scale } from './scale.ts';

/** Draws lines: what a canvas does, and what a test counts. */
export interface LinePen {
  moveTo(x: number, y: number): void;
  lineTo(x: number, y: number): void;
}

/**
 * Draws a line through points, interrupted where a number has no place. Of many points within one column of pixels, it draws the
 * first, the lowest, the highest and the last: the picture is the same, and a frame costs no more than the width.
 *
 * @returns how many points it drew
 */
export function drawLine(pen: LinePen, x: Numbers, y: Numbers, xScale: Scale, yScale: Scale): number {
  let drawn = 0;
  let isOpen = false;
  let column = Number.NaN;
  // Of the column: the last point, and the extremes with the order in which they came.
  let [lastX, lastY, lowX, lowY, highX, highY] = [0, 0, 0, 0, 0, 0];
  let [lowIndex, highIndex, count] = [0, 0, 0];
  const line = (toX: number, toY: number): void => {
    pen.lineTo(toX, toY);
    drawn++;
  };
  const close = (): void => {
    if (count > 2) {
      if (lowIndex < highIndex) {
        line(lowX, lowY);
        line(highX, highY);
      } else {
        line(highX, highY);
        line(lowX, lowY);
      }
    }
    if (count > 1) line(lastX, lastY);
    count = 0;
  };
  const length = Math.min(x.length, y.length);
  for (let i = 0; i < length; i++) {
    const [px, py] = [xScale.place(x[i]), yScale.place(y[i])];
    if (Number.isNaN(px) || Number.isNaN(py)) {
      close();
      isOpen = false;
      column = Number.NaN;
      continue;
    }
    const here = Math.floor(px);
    if (here !== column) {
      close();
      column = here;
      if (isOpen) line(px, py);
      else {
        pen.moveTo(px, py);
        drawn++;
        isOpen = true;
      }
      [lowX, lowY, highX, highY] = [px, py, px, py];
      [lowIndex, highIndex] = [i, i];
    } else if (py < lowY) {
      [lowX, lowY, lowIndex] = [px, py, i];
    } else if (py > highY) {
      [highX, highY, highIndex] = [px, py, i];
    }
    [lastX, lastY] = [px, py];
    count++;
  }
  close();
  return drawn;
}
