import {
  add,
  div,
  mean,
  mul,
  type ReduceOptions,
  reciprocal,
  sqrt,
  square,
  sub,
  type Tensor,
  variance,
} from '@gradkit/core';

/** Axes that are normalised, kept with extent 1. */
type Folded = Pick<ReduceOptions, 'axis'>;

/** `(x − mean) / √(variance + ε) · scale + bias`; scale and bias broadcast, and may be missing. */
export function standardize(
  x: Tensor,
  average: Tensor,
  spread: Tensor,
  epsilon: number,
  scale?: Tensor | undefined,
  bias?: Tensor | undefined,
): Tensor {
  const normal = div(sub(x, average), sqrt(add(spread, epsilon)));
  const scaled = scale === undefined ? normal : mul(normal, scale);
  return bias === undefined ? scaled : add(scaled, bias);
}

/** Mean and population variance over axes that stay with extent 1. */
export function moments(x: Tensor, axis: readonly number[]): [average: Tensor, spread: Tensor] {
  return [mean(x, { axis, keepDims: true }), variance(x, { axis, keepDims: true })];
}

/** `1 / √(variance + ε)` */
export function inverseDeviation(spread: Tensor, epsilon: number): Tensor {
  return reciprocal(sqrt(add(spread, epsilon)));
}

/** `x / √(mean of x² + ε)` over axes */
export function rootMeanSquareNormal(x: Tensor, { axis }: Folded, epsilon: number): Tensor {
  return div(x, sqrt(add(mean(square(x), { axis, keepDims: true }), epsilon)));
}
