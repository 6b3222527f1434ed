import {
  broadcastTo,
  cast,
  div,
  formatShape,
  maximum,
  mean,
  reshape,
  ShapeError,
  square,
  sub,
  sum,
  type Tensor,
  type Variable,
  where,
} from '@gradkit/core';

/** What batch normalisation keeps of its inputs, and what it does with it outside training. */
export interface BatchStatistics {
  readonly mean: Variable;
  readonly variance: Variable;
  /** The axis of its inputs that has the features. */
  readonly axis: number;
  /** The number of axes of its inputs. */
  readonly rank: number;
  /** The moments of one batch. */
  momentsOf(x: Tensor, mask: Tensor | undefined): Moments;
  /** Outside training the layer gives `factor · x + shift`, both of shape `[features]`. */
  affine(): { readonly factor: Tensor; readonly shift: Tensor };
}

/** Of each feature, over one batch. */
export interface Moments {
  readonly mean: Tensor;
  /** The mean square of what deviates from the mean: divided by the number of values, not by one less. */
  readonly variance: Tensor;
  /** How many values counted, of each feature or of all alike. */
  readonly count: Tensor | number;
  /** The input minus the mean. */
  readonly centered: Tensor;
}

/** The moments over all axes but one; `place` makes what belongs to features broadcast to the input. */
export function momentsOf(
  name: string,
  x: Tensor,
  axis: number,
  place: (values: Tensor) => Tensor,
  mask: Tensor | undefined,
): Moments {
  const axes = x.shape.map((_, i) => i).filter((i) => i !== axis);
  if (mask === undefined) {
    const average = mean(x, { axis: axes });
    const centered = sub(x, place(average));
    const count = axes.reduce((product, i) => product * (x.shape[i] as number), 1);
    return { mean: average, variance: mean(square(centered), { axis: axes }), count, centered };
  }
  const counted = alongInput(name, x, mask);
  const count = sum(cast(counted, x.dtype), { axis: axes });
  const meanOf = (values: Tensor): Tensor => div(sum(where(counted, values, 0), { axis: axes }), maximum(count, 1));
  const average = meanOf(x);
  const centered = sub(x, place(average));
  return { mean: average, variance: meanOf(square(centered)), count, centered };
}

/** A mask of the first axes of an input, for every element of it. */
function alongInput(name: string, x: Tensor, mask: Tensor): Tensor {
  const { length } = mask.shape;
  if (length >= x.shape.length || mask.shape.some((extent, i) => extent !== x.shape[i])) {
    throw new ShapeError(
      `${name}: the mask ${formatShape(mask.shape)} is not one of the first axes of ${formatShape(x.shape)}.`,
    );
  }
  return broadcastTo(reshape(mask, [...mask.shape, ...x.shape.slice(length).map(() => 1)]), x.shape);
}
