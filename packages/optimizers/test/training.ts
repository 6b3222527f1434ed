import { jit, type Parameter, type Tensor, tensor, variable } from '@gradkit/core';
import type { Optimizer } from '../src/index.ts';

/** A parameter with these values. */
export function parameter(values: readonly number[], dtype: 'float32' | 'float64' = 'float64', name = 'w'): Parameter {
  return { name, variable: variable(tensor(values, { dtype }), { name }) };
}

/** The values of a parameter after it was given these gradients, one step each. */
export function train(
  optimizer: Optimizer,
  start: readonly number[],
  gradients: readonly (readonly number[])[],
  { dtype = 'float64' as 'float32' | 'float64', compiled = false } = {},
): number[] {
  const w = parameter(start, dtype);
  const step = (gradient: Tensor): Tensor => {
    optimizer.apply([gradient], [w]);
    return gradient;
  };
  const run = compiled ? jit(step) : step;
  for (const gradient of gradients) run(tensor(gradient, { dtype }));
  return [...w.variable.value.dataSync()];
}

/** Gradients of some steps of four elements: large and small, of both signs, changing, and 0. */
export const gradients: readonly (readonly number[])[] = Array.from({ length: 7 }, (_, t) => [
  Math.sin(t + 1),
  1e3 * Math.cos(2 * t),
  1e-3 * (t - 3),
  0,
]);

export const start: readonly number[] = [1, -2, 0.5, 3];
