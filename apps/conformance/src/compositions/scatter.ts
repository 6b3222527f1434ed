import {
  add,
  clip,
  equal,
  expandDims,
  greater,
  less,
  max,
  maximum,
  min,
  minimum,
  mul,
  onesLike,
  prod,
  reshape,
  scatterAdd,
  slice,
  squeeze,
  type Tensor,
  type TensorLike,
  where,
  zeros,
  zerosLike,
} from '@gradkit/core';
import { counting, stridesOf } from './positions.ts';

/** What becomes of an element and the updates that fall on it; `none` replaces it, and none of them falls on another. */
export type ScatterReduction = 'none' | 'add' | 'mul' | 'max' | 'min';

interface Folding {
  readonly neutral: number;
  readonly fold: (x: Tensor, options: { axis: number }) => Tensor;
  readonly meet: (a: TensorLike, b: TensorLike) => Tensor;
}

const foldings: Readonly<Record<'mul' | 'max' | 'min', Folding>> = {
  mul: { neutral: 1, fold: prod, meet: mul },
  max: { neutral: -Infinity, fold: max, meet: maximum },
  min: { neutral: Infinity, fold: min, meet: minimum },
};

/** `x` of shape `[N, R]` with updates `[P, R]` at rows `[P]`. */
function scatterRows(x: Tensor, rows: Tensor, updates: Tensor, reduction: ScatterReduction): Tensor {
  if (reduction === 'add') return scatterAdd(x, rows, updates);
  const count = x.shape[0] as number;
  if (reduction === 'none') {
    const hits = scatterAdd(zeros([count, 1], { dtype: 'int32' }), rows, onesLike(expandDims(rows, 1)));
    return where(greater(hits, 0), scatterAdd(zerosLike(x), rows, updates), x);
  }
  const { neutral, fold, meet } = foldings[reduction];
  const falls = equal(counting([count, 1], 0), rows);
  return meet(x, fold(where(expandDims(falls, 2), updates, neutral), { axis: 1 }));
}

/** Positions in row-major order, from one index for each axis; negative ones count from the end, those beyond are limited. */
export function linearPositions(indices: readonly Tensor[], shape: readonly number[]): Tensor {
  const strides = stridesOf(shape);
  return indices
    .map((index, axis) => {
      const extent = shape[axis] as number;
      const counted = where(less(index, 0), add(index, extent), index);
      return mul(clip(counted, 0, extent - 1), strides[axis] as number);
    })
    .reduce(add);
}

/** Each update goes where its index says along one axis, and where it stands along the others. */
export function scatterElements(
  x: Tensor,
  indices: Tensor,
  updates: Tensor,
  axis: number,
  reduction: ScatterReduction,
): Tensor {
  const at = axis < 0 ? axis + x.rank : axis;
  const along = x.shape.map((_, i) => (i === at ? indices : counting(indices.shape, i)));
  const rows = reshape(linearPositions(along, x.shape), [-1]);
  return reshape(scatterRows(reshape(x, [-1, 1]), rows, reshape(updates, [-1, 1]), reduction), x.shape);
}

/** Each update, a number or an array, goes where its vector of indices along the first axes says. */
export function scatterND(x: Tensor, indices: Tensor, updates: Tensor, reduction: ScatterReduction): Tensor {
  const vectors = components(indices);
  const rows = reshape(linearPositions(vectors, x.shape.slice(0, vectors.length)), [-1]);
  const rest = x.shape.slice(vectors.length).reduce((product, extent) => product * extent, 1);
  return reshape(scatterRows(reshape(x, [-1, rest]), rows, reshape(updates, [-1, rest]), reduction), x.shape);
}

/** The index along each axis, from vectors along the last axis. */
export function components(indices: Tensor): Tensor[] {
  const before = indices.shape.slice(0, -1).map(() => undefined);
  return Array.from({ length: indices.shape.at(-1) as number }, (_, i) =>
    squeeze(slice(indices, [...before, i], [...before, i + 1]), { axis: -1 }),
  );
}
