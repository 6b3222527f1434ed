import { abs, log, type ReduceOptions, square, sum, type Tensor } from '@gradkit/core';

/** A function that folds axes away. */
export type Reduction = (x: Tensor, options: ReduceOptions) => Tensor;

export const sumOfSizes: Reduction = (x, options) => sum(abs(x), options);

export const sumOfSquares: Reduction = (x, options) => sum(square(x), options);

export const logOfSum: Reduction = (x, options) => log(sum(x, options));
