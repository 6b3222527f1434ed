import { jit, type Parameter, type Tensor, tensor } from '@gradkit/core';
import type { Optimizer } from '../src/index.ts';

/** Applies gradients one after the other, in one compiled program, and returns the contents after each. */
export function contents(optimizer: Optimizer, w: Parameter, steps: readonly (readonly number[])[]): number[][] {
  const step = jit((gradient: Tensor) => optimizer.apply([gradient], [w]));
  return steps.map((gradient) => {
    step(tensor(gradient, { dtype: 'float64' }));
    return [...w.variable.value.dataSync()];
  });
}
