import {
  broadcastTo,
  cast,
  equal,
  formatShape,
  mul,
  reshape,
  type Shape,
  ShapeError,
  type Tensor,
  where,
} from '@gradkit/core';

/**
 * Weights of samples as float64 in the shape of what they weigh: their axes are its first ones. `name` is that of the
 * metric, for errors.
 */
export function alignWeight(name: string, weight: Tensor, wanted: Shape): Tensor {
  const { shape } = weight;
  // [B, 1] for values [B], as one column of a table.
  const axes = shape.length === wanted.length + 1 && shape.at(-1) === 1 ? shape.slice(0, -1) : shape;
  if (axes.length > wanted.length || !axes.every((extent, axis) => extent === 1 || extent === wanted[axis])) {
    throw new ShapeError(
      `${name}: sampleWeight ${formatShape(shape)} does not fit values ${formatShape(wanted)}. ` +
        'Give one number per sample, or one per timestep.',
    );
  }
  const aligned = [...axes, ...new Array<number>(wanted.length - axes.length).fill(1)];
  return broadcastTo(reshape(cast(weight, 'float64'), aligned), wanted);
}

/** Values times weights of their shape, in float64. What has no weight may be NaN. */
export function weigh(values: Tensor, weight: Tensor): Tensor {
  return where(equal(weight, 0), 0, mul(cast(values, 'float64'), weight));
}
