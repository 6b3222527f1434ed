import { jit, key, matmul, normal, type Tensor } from '@gradkit/core';
import { besidePeak, type Share } from '../multiply-add-loops.ts';

/** Matrix products next to the peak of 128-bit multiply-add, in one run. */
export function measureProducts(extents: readonly number[] = [512, 511, 256, 255, 64]): Share[] {
  const products = extents.map((n) => {
    const [a, b] = [normal(key(1), [n, n]).realize(), normal(key(2), [n, n]).realize()];
    const product = jit((x: Tensor, y: Tensor) => matmul(x, y));
    const run = (count: number): void => {
      for (let i = 0; i < count; i++) product(a, b);
    };
    return { name: `matmul ${n} × ${n}`, operations: 2 * n ** 3, run };
  });
  return besidePeak(products, { rounds: 41 });
}
