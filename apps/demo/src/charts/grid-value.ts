import type { Numbers } from 'experiments';

interface GridOfNumbers {
  readonly x: { readonly range: readonly [number, number] };
  readonly y: { readonly range: readonly [number, number] };
  readonly columns: number;
  readonly rows: number;
  readonly values: Numbers;
}

/** The value of a grid at a point, between its numbers by bilinear interpolation; NaN outside. Row 0 lies at the lowest y. */
export function gridValue({ x, y, columns, rows, values }: GridOfNumbers, px: number, py: number): number {
  const column = ((px - x.range[0]) / (x.range[1] - x.range[0])) * (columns - 1);
  const row = ((py - y.range[0]) / (y.range[1] - y.range[0])) * (rows - 1);
  if (!(column >= 0 && column <= columns - 1 && row >= 0 && row <= rows - 1)) return Number.NaN;
  const [left, low] = [Math.min(Math.floor(column), columns - 1), Math.min(Math.floor(row), rows - 1)];
  const [right, high] = [Math.min(left + 1, columns - 1), Math.min(low + 1, rows - 1)];
  const [a, b] = [column - left, row - low];
  const below = values[low * columns + left] * (1 - a) + values[low * columns + right] * a;
  const above = values[high * columns + left] * (1 - a) + values[high * columns + right] * a;
  return below * (1 - b) + above * b;
}

/** The number of a grid nearest to a point. */
export function nearestValue({ x, y, columns, rows, values }: GridOfNumbers, px: number, py: number): number {
  const column = Math.round(((px - x.range[0]) / (x.range[1] - x.range[0])) * (columns - 1));
  const row = Math.round(((py - y.range[0]) / (y.range[1] - y.range[0])) * (rows - 1));
  return column >= 0 && column < columns && row >= 0 && row < rows ? values[row * columns + column] : Number.NaN;
}
