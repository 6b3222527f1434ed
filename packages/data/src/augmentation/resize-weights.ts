/** Which pixels make one of a resized row or column, and how much of each. */
export interface ResizeWeights {
  /** The first pixel. */
  readonly first: number;
  /** Parts of the pixels from there on; their sum is 1. */
  readonly parts: readonly number[];
}

/**
 * The pixels of a row of `from` that make one of `to`. Pixel i of the result lies at (i + ½) · from / to − ½. Linear
 * interpolation takes the two pixels beside it; with antialias, shrinking takes all pixels within from / to of it, weighted by
 * a triangle.
 */
export function resizeWeights(from: number, to: number, linear: boolean, antialias: boolean): ResizeWeights[] {
  const step = from / to;
  return Array.from({ length: to }, (_, i): ResizeWeights => {
    const centre = (i + 0.5) * step - 0.5;
    if (!linear) return { first: Math.min(from - 1, Math.floor((i + 0.5) * step)), parts: [1] };
    const radius = antialias ? Math.max(1, step) : 1;
    const first = Math.max(0, Math.floor(centre - radius) + 1);
    const last = Math.min(from - 1, Math.ceil(centre + radius) - 1);
    const heights = Array.from({ length: last - first + 1 }, (_, k) => 1 - Math.abs(first + k - centre) / radius);
    // At the border, what would fall outside goes to the pixels inside.
    const total = heights.reduce((sum, part) => sum + part, 0);
    return { first, parts: heights.map((part) => part / total) };
  });
}
