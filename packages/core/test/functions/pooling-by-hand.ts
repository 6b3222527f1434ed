import type { Shape } from '../../src/shape.ts';
import type { Plain } from './convolution-by-hand.ts';
import { indicesOf, position } from './elements.ts';

/** How windows slide: one number for each spatial axis. */
export interface Windows {
  readonly size: readonly number[];
  readonly strides: readonly number[];
  readonly dilations: readonly number[];
  readonly low: readonly number[];
  readonly counts: readonly number[];
}

/** One number for every window and channel, from the elements inside the input and how many lie before its ends. */
export function pooled(
  x: Plain,
  { size, strides, dilations, low, counts }: Windows,
  fold: (inside: readonly number[], indices: readonly (readonly number[])[]) => number,
): Plain {
  const shape: Shape = [x.shape[0] as number, ...counts, x.shape.at(-1) as number];
  const values = indicesOf(shape).map((index) => {
    const places = indicesOf(size).map((tap) =>
      tap.map(
        (t, i) => (index[i + 1] as number) * (strides[i] as number) + t * (dilations[i] as number) - (low[i] as number),
      ),
    );
    const inside = places.filter((place) => place.every((p, i) => p >= 0 && p < (x.shape[i + 1] as number)));
    const elements = inside.map(
      (place) => x.values[position(x.shape, [index[0] as number, ...place, index.at(-1) as number])],
    );
    return fold(elements as number[], places);
  });
  return { shape, values };
}
