import { erf, exp, jit, key, log, normal, sigmoid, sum, type Tensor, tanh } from '@gradkit/core';
import { interleave } from '../measure.ts';
import { median } from '../statistics.ts';

/** 10⁶ elements a second of functions of a million elements, each followed by a sum, and of the sum alone. */
export function measureElementwise(): { readonly name: string; readonly speed: number }[] {
  const size = 2 ** 20;
  const x = normal(key(1), [size]).realize();
  const functions = { exp, tanh, sigmoid, log, erf, sum: (t: Tensor) => t };
  const contestants = Object.entries(functions).map(([name, f]) => {
    const program = jit((t: Tensor) => sum(f(t)));
    const run = (count: number): void => {
      for (let i = 0; i < count; i++) program(x);
    };
    return { name, run };
  });
  return interleave(contestants).map(({ name, rounds }) => ({ name, speed: size / median(rounds) / 1e3 }));
}
