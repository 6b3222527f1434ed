import type { Box } from '../axes.ts';
import type { Places } from '../painter.ts';

/** Finds the place of a grid that is nearest to a point of the picture; its first and last rows and columns are the edges of the box. */
export function nearestOnGrid({ left, right, top, bottom }: Box, steps: number): Places['nearest'] {
  return (x, y) => {
    const column = Math.round(((x - left) / (right - left)) * (steps - 1));
    const row = Math.round(((y - top) / (bottom - top)) * (steps - 1));
    return column >= 0 && column < steps && row >= 0 && row < steps ? [column, row] : undefined;
  };
}
