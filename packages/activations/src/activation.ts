import type { Tensor } from '@gradkit/core';

/** What a layer takes as its activation: any function from a tensor to a tensor of the same shape. */
export type Activation = (x: Tensor) => Tensor;
