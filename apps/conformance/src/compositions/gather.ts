import { broadcastTo, reshape, type Tensor, take } from '@gradkit/core';
import { counting } from './positions.ts';
import { components, linearPositions } from './scatter.ts';

/** What lies where vectors of indices along the first axes say; the first `batch` axes are common to both. */
export function gatherND(x: Tensor, indices: Tensor, batch: number): Tensor {
  const places = indices.shape.slice(0, -1);
  const own = places.slice(0, batch).map((_, axis) => broadcastTo(counting(places, axis), places));
  const vectors = [...own, ...components(indices)];
  const [indexed, rest] = [x.shape.slice(0, vectors.length), x.shape.slice(vectors.length)];
  return take(reshape(x, [indexed.reduce((a, b) => a * b, 1), ...rest]), linearPositions(vectors, indexed));
}
