import {
  broadcastTo,
  cast,
  checkOptions,
  div,
  equal,
  formatShape,
  logicalAnd,
  mean,
  mul,
  reshape,
  type Shape,
  ShapeError,
  sum,
  type Tensor,
  where,
} from '@gradkit/core';
import type { Reduction, SampleValues, Weighting } from './loss.ts';

/** Weighs the values of samples, leaves masked ones out, and applies the reduction. */
export function reduceValues(
  name: string,
  { values, mask: own }: SampleValues,
  weighting: Weighting | undefined,
  reduction: Reduction,
): Tensor {
  checkOptions(name, weighting, ['sampleWeight', 'mask']);
  const weight = alignWeight(name, 'sampleWeight', weighting?.sampleWeight, values);
  const mask = both(alignWeight(name, 'mask', own, values), alignWeight(name, 'mask', weighting?.mask, values));

  // Chosen, not multiplied: what is left out may be NaN or infinite.
  const kept = mask === undefined ? values : where(mask, values, 0);
  const weighted = weight === undefined ? kept : mul(kept, weight);
  if (reduction === 'none') return weighted;
  if (reduction === 'sum') return sum(weighted);

  const counts = mask === undefined ? undefined : cast(mask, values.dtype);
  if (reduction === 'weightedMean' && weight !== undefined) {
    return divideOrZero(sum(weighted), sum(counts === undefined ? weight : mul(weight, counts)));
  }
  return counts === undefined ? mean(weighted) : divideOrZero(sum(weighted), sum(counts));
}

/** What two masks leave, either of which may be missing. */
function both(a: Tensor | undefined, b: Tensor | undefined): Tensor | undefined {
  if (a === undefined || b === undefined) return a ?? b;
  return logicalAnd(a, b);
}

/** The quotient, or 0 where the divisor is 0, with derivatives that are finite in both cases. */
function divideOrZero(total: Tensor, divisor: Tensor): Tensor {
  const isNothing = equal(divisor, 0);
  return where(isNothing, 0, div(total, where(isNothing, 1, divisor)));
}

/** A weight or mask in the shape and type that it needs beside the values: its axes are their first ones. */
function alignWeight(
  name: string,
  which: keyof Weighting,
  weight: Tensor | undefined,
  values: Tensor,
): Tensor | undefined {
  if (weight === undefined) return undefined;
  const { shape } = weight;
  const { shape: wanted, rank } = values;
  // [B, 1] for values [B], as one column of a table.
  const axes = shape.length === rank + 1 && shape.at(-1) === 1 ? shape.slice(0, -1) : shape;
  if (axes.length > rank || !axes.every((extent, axis) => extent === 1 || extent === wanted[axis])) {
    throw misfit(name, which, shape, wanted);
  }
  const typed = which === 'mask' ? cast(weight, 'bool') : cast(weight, values.dtype);
  return broadcastTo(reshape(typed, [...axes, ...new Array<number>(rank - axes.length).fill(1)]), wanted);
}

function misfit(name: string, which: string, shape: Shape, wanted: Shape): ShapeError {
  return new ShapeError(
    `${name}: ${which} ${formatShape(shape)} does not fit values ${formatShape(wanted)}. ` +
      'Give one number per sample, or one per timestep.',
  );
}
