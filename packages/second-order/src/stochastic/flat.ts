import { concatenate, reshape, sizeOf, slice, type Tensor } from '@gradkit/core';

/** Tensors as one vector, one after the other. */
export function joined(tensors: readonly Tensor[]): Tensor {
  return concatenate(tensors.map((each) => reshape(each, [-1])));
}

/** The parts of a vector, in the shapes of some tensors. */
export function divided(vector: Tensor, like: readonly Tensor[]): Tensor[] {
  let end = 0;
  return like.map(({ shape }) => {
    const start = end;
    end += sizeOf(shape);
    return reshape(slice(vector, [start], [end]), shape);
  });
}
