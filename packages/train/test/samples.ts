import { relu } from '@gradkit/activations';
import { dense, dropout, type Model, sequential } from '@gradkit/layers';

/** Three classes of points on a line through the plane; 30 samples in a mixed order. */
export const points: { readonly x: readonly (readonly number[])[]; readonly y: readonly number[] } = {
  x: Array.from({ length: 30 }, (_, i) => [(i % 3) - 1 + 0.1 * Math.sin(i), 0.2 * Math.cos(3 * i)]),
  y: Array.from({ length: 30 }, (_, i) => i % 3),
};

/** A small classifier of them, with everything that is random. */
export const classifier = (seed?: number): Model =>
  sequential(
    [dense({ units: 8, activation: relu }), dropout({ rate: 0.2 }), dense({ units: 3 })],
    seed === undefined ? {} : { seed },
  );
