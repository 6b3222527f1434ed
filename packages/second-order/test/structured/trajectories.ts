import { jit, type Tensor, variable, zerosLike } from '@gradkit/core';
import type { Optimizer } from '@gradkit/optimizers';

/** The content of a parameter that began at 0, after a compiled step with each of the gradients. */
export function contentsAfter(optimizer: Optimizer, gradients: readonly Tensor[]): Tensor {
  const w = variable(zerosLike(gradients[0] as Tensor));
  const step = jit((gradient: Tensor) => optimizer.apply([gradient], [{ name: 'w', variable: w }]));
  for (const gradient of gradients) step(gradient);
  return w.value;
}

/** The largest difference of elements. */
export function distance(a: Tensor, b: Tensor): number {
  const [x, y] = [a.dataSync(), b.dataSync()];
  return Math.max(...Array.from(x, (value, i) => Math.abs(value - (y[i] as number))));
}
