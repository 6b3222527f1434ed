/** One movement of the pen: x, y of each point, y downwards, in any unit. */
export type Stroke = readonly (readonly [x: number, y: number])[];

/** Side of the bitmaps that the data set was made from, and of its images: each pixel counts the ink in a block of 4 × 4. */
const side = 32;
const block = 4;
export const pixels = side / block;

/**
 * Ink of an image of the data set, on average: 313 of 1,024 points, for each digit between 303 and 330. People wrote with the
 * same pen, and their digits were brought to one height: thin ones became thick.
 */
const usualInk = 313;
const radii = { finest: 1.2, broadest: 3 };
/** Digits of the data set are as tall as the bitmap, and leave a block free on each side. */
const room = { width: 24, height: 32 };

/** The bitmap of a drawing, row by row: 1 where there is ink. As tall as the bitmap, or as broad as digits are, and centred. */
export function bitmapOf(strokes: readonly Stroke[]): Uint8Array {
  const broadest = drawn(strokes, radii.broadest);
  if (inkOf(broadest) <= usualInk) return broadest;
  // The pen is as broad as it must be for the usual ink.
  let [finer, broader] = [radii.finest, radii.broadest];
  for (let round = 0; round < 6; round++) {
    const middle = (finer + broader) / 2;
    if (inkOf(drawn(strokes, middle)) > usualInk) broader = middle;
    else finer = middle;
  }
  return drawn(strokes, finer);
}

/** The image of a bitmap: shares of ink in blocks of 4 × 4 points, from 0 to 1, row by row. */
export function reduced(bitmap: Uint8Array): Float32Array {
  const image = new Float32Array(pixels * pixels);
  for (let i = 0; i < bitmap.length; i++) {
    const [row, column] = [Math.floor(i / side / block), Math.floor((i % side) / block)];
    image[row * pixels + column] += bitmap[i] / (block * block);
  }
  return image;
}

/** The image that the network sees of a drawing. */
export const imageOf = (strokes: readonly Stroke[]): Float32Array => reduced(bitmapOf(strokes));

const inkOf = (bitmap: Uint8Array): number => bitmap.reduce((sum, point) => sum + point, 0);

function drawn(strokes: readonly Stroke[], radius: number): Uint8Array {
  const bitmap = new Uint8Array(side * side);
  for (const stroke of fitted(strokes, radius)) {
    for (let i = 0; i < stroke.length; i++) drawSegment(bitmap, stroke[Math.max(0, i - 1)], stroke[i], radius);
  }
  return bitmap;
}

/** Moves and scales strokes so that they fill the bitmap with a pen of a radius. */
function fitted(strokes: readonly Stroke[], radius: number): readonly Stroke[] {
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const [x, y] of strokes.flat()) {
    [left, right] = [Math.min(left, x), Math.max(right, x)];
    [top, bottom] = [Math.min(top, y), Math.max(bottom, y)];
  }
  if (!(left <= right)) return [];
  const [width, height] = [right - left, bottom - top];
  const scale = Math.min((room.height - 2 * radius) / height, (room.width - 2 * radius) / width);
  // A dot has no extent, and stays one.
  const factor = Number.isFinite(scale) ? scale : 0;
  return strokes.map((stroke) =>
    stroke.map(([x, y]): [number, number] => [
      side / 2 + (x - left - width / 2) * factor,
      side / 2 + (y - top - height / 2) * factor,
    ]),
  );
}

type Point = Stroke[number];

/** Inks all points whose middle is no further than the radius from a segment. */
function drawSegment(bitmap: Uint8Array, [x0, y0]: Point, [x1, y1]: Point, radius: number): void {
  const length = (x1 - x0) ** 2 + (y1 - y0) ** 2;
  const from = (a: number, b: number): number => Math.max(0, Math.floor(Math.min(a, b) - radius));
  const to = (a: number, b: number): number => Math.min(side - 1, Math.ceil(Math.max(a, b) + radius));
  for (let row = from(y0, y1); row <= to(y0, y1); row++) {
    for (let column = from(x0, x1); column <= to(x0, x1); column++) {
      const [px, py] = [column + 0.5, row + 0.5];
      const along = length === 0 ? 0 : ((px - x0) * (x1 - x0) + (py - y0) * (y1 - y0)) / length;
      const t = Math.min(1, Math.max(0, along));
      const distance = (px - x0 - t * (x1 - x0)) ** 2 + (py - y0 - t * (y1 - y0)) ** 2;
      if (distance <= radius * radius) bitmap[row * side + column] = 1;
    }
  }
}
