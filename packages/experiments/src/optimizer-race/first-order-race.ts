import { gradients } from '@gradkit/autograd';
import { add, jit, mul, stack, type Tensor, tensor, variable } from '@gradkit/core';
import { adagrad, adam, adamw, nag, type Optimizer, rmsprop, sgd } from '@gradkit/optimizers';
import type { SurfaceFunction } from '../surface/surface-functions.ts';
import type { FirstOrder } from './racers.ts';

const make: Readonly<Record<FirstOrder, (learningRate: number) => Optimizer>> = {
  sgd,
  momentum: (learningRate) => sgd({ learningRate, momentum: 0.9 }),
  nesterov: (learningRate) => nag({ learningRate, momentum: 0.9 }),
  adagrad,
  rmsprop,
  adam,
  adamw,
};

/** What one evaluation found: where, the value there, and the gradient that the method was given. */
export interface Evaluation {
  readonly x: number;
  readonly y: number;
  readonly value: number;
  readonly gradientX: number;
  readonly gradientY: number;
}

/**
 * Optimizers side by side: one program makes one step of each of them. Every step takes one value with its gradient, to which
 * the noise of that evaluation is added.
 * @returns a function of the noise that makes one step and tells what each of them evaluated
 */
export function firstOrderRace(
  f: SurfaceFunction,
  start: readonly [number, number],
  racers: readonly { readonly name: FirstOrder; readonly learningRate: number }[],
): (noiseX: number, noiseY: number) => Evaluation[] {
  const runners = racers.map(({ name, learningRate }) => {
    const [x, y] = start.map((each) => variable(each, { dtype: 'float64' })) as [
      ReturnType<typeof variable>,
      ReturnType<typeof variable>,
    ];
    return { x, y, optimizer: make[name](learningRate) };
  });
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
  return (noiseX, noiseY) => {
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
