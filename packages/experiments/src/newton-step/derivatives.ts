import { grad } from '@gradkit/autograd';
import { add, div, exp, jit, mul, pow, sqrt, square, stack, sub, type Tensor, tensor } from '@gradkit/core';
import type { CurveName } from './step-settings.ts';

/** Value, slope and curvature of a function at a place. */
export interface Derivatives {
  readonly value: number;
  readonly slope: number;
  readonly curvature: number;
}

const functions: Readonly<Record<CurveName, (x: Tensor) => Tensor>> = {
  'double-well': (x) => sub(div(pow(x, 4), 4), div(square(x), 2)),
  exponential: (x) => sub(exp(x), mul(2, x)),
  bowl: (x) => sqrt(add(1, square(x))),
  parabola: (x) => square(sub(x, 1)),
};

/** A function with its first two derivatives, differentiated automatically. */
export function derivativesOf(name: CurveName): (x: number) => Derivatives {
  const f = functions[name];
  const slope = grad(f);
  const all = jit((x: Tensor) => stack([f(x), slope(x), grad((at: Tensor) => slope(at))(x)]));
  return (x) => {
    const [value, first, second] = all(tensor(x, { dtype: 'float64' })).dataSync() as unknown as [
      number,
      number,
      number,
    ];
    return { value, slope: first, curvature: second };
  };
}
