import { expect } from 'vitest';
import type { DType, TypedArray } from '../../src/dtype.ts';
import { cast, key, maximum, mul, normal, type Tensor } from '../../src/index.ts';
import { reference } from '../../src/reference/index.ts';
import { fusesMultiplyAdd } from '../../src/wasm/multiply-add.ts';
import { compile } from '../../src/wasm/runtime.ts';

/** Normally distributed values; of integers, up to hundreds. */
export const filled = (seed: number, shape: readonly number[], dtype: DType): Tensor => {
  const values = normal(key(seed), shape);
  return (dtype === 'float32' ? values : cast(dtype === 'float64' ? values : mul(values, 50), dtype)).realize();
};

export const positive = (x: Tensor): Tensor => maximum(x, mul(x, -1));

/** The ways in which this engine can multiply and add. */
export const kinds: readonly boolean[] = fusesMultiplyAdd() ? [false, true] : [false];

/**
 * Compares a product with the interpreter's, with multiply-add in two roundings and, where the engine has it, in one. Every term may be rounded, and every addition: n·u of the sum of magnitudes,
 * u being half a unit in the last place. Whatever else goes into it must not be negative.
 */
export function expectProduct(
  product: (a: Tensor, b: Tensor) => Tensor,
  [a, b]: readonly [Tensor, Tensor],
  depth: number,
): void {
  const result = product(a, b);
  const isFloat = result.dtype === 'float32' || result.dtype === 'float64';
  const magnitude = isFloat ? product(positive(a), positive(b)) : result;
  const [exact, size] = reference([result, magnitude]) as [Float64Array, Float64Array];
  const unit = result.dtype === 'float32' ? 2 ** -24 : result.dtype === 'float64' ? 2 ** -53 : 0;
  for (const fused of kinds) {
    const [got] = compile({ outputs: [result.node], updates: new Map() }, { fused }).run([]) as [TypedArray];
    expect(got.length).toBe(exact.length);
    let worst = 0;
    got.forEach((value, i) => {
      const bound = (depth + 2) * unit * (size[i] as number);
      // Not-a-number is worse than anything.
      worst = Math.max(worst, Math.abs(value - (exact[i] as number)) - bound);
    });
    expect(worst).toBeLessThanOrEqual(0);
  }
}
