import { gradients } from '@gradkit/autograd';
import { add, jit, mul, stack, type Tensor, tensor, variable } from '@gradkit/core';
import type { Optimizer } from '@gradkit/optimizers';
import type { SurfaceFunction } from '../surface/surface-functions.ts';

/** What one evaluation found: where, the value there, and the gradient that the method was given. */
export interface Evaluation {
  readonly x: number;
  readonly y: number;
  readonly value: number;
  readonly gradientX: number;
  readonly gradientY: number;
}

/** Steps as a function of the noise of the evaluation: makes one step of each optimizer, and tells what each of them evaluated. */
export type Steps = (noiseX?: number, noiseY?: number) => Evaluation[];

/**
 * Optimizers side by side over one surface: one program makes one step of each of them. Every step takes one value with its
 * gradient, to which the noise of that evaluation is added.
 */
export function stepsOverSurface(
  f: SurfaceFunction,
  start: readonly [number, number],
  optimizers: readonly Optimizer[],
): Steps {
  const runners = optimizers.map((optimizer) => ({
    x: variable(start[0], { dtype: 'float64' }),
    y: variable(start[1], { dtype: 'float64' }),
    optimizer,
  }));
  const step = jit((noiseX: Tensor, noiseY: Tensor) =>
    stack(
      runners.flatMap(({ x, y, optimizer }) => {
        const place = [x.value, y.value] as const;
        const value = f(...place);
        const parameters = [
          { name: 'x', variable: x },
          { name: 'y', variable: y },
        ];
        const tilted = add(value, add(mul(noiseX, x.value), mul(noiseY, y.value)));
        const found = gradients(tilted, parameters);
        optimizer.apply(found, parameters);
        return [...place, value, ...found];
      }),
    ),
  );
  return (noiseX = 0, noiseY = 0) => {
    const numbers = step(tensor(noiseX, { dtype: 'float64' }), tensor(noiseY, { dtype: 'float64' })).dataSync();
    return runners.map((_, i) => {
      const [x, y, value, gradientX, gradientY] = numbers.subarray(5 * i, 5 * i + 5) as unknown as [
        number,
        number,
        number,
        number,
        number,
      ];
      return { x, y, value, gradientX, gradientY };
    });
  };
}
