import { concatenate, jit, mul, slice, square, sub, type Tensor, tensor, variable } from '@gradkit/core';
import type { Optimizer } from '../src/index.ts';

const f64 = { dtype: 'float64' } as const;

/** How far from the minimum an optimizer is after so many steps down a gradient, compiled. */
function distance(
  optimizer: Optimizer,
  steps: number,
  from: readonly (readonly number[])[],
  to: readonly (readonly number[])[],
  gradient: (w: Tensor) => Tensor,
): number {
  const w = variable(tensor(from, f64));
  const parameters = [{ name: 'w', variable: w }];
  const step = jit(() => optimizer.step(() => [gradient(w.value)], parameters));
  for (let i = 0; i < steps; i++) step();
  return Math.hypot(...sub(w.value, tensor(to, f64)).dataSync());
}

/** Of a quadratic whose curvatures differ by a factor of 100: Σ curvature · (w − target)² / 2, from 0. */
export function distanceOnQuadratic(optimizer: Optimizer, steps: number): number {
  const curvature = tensor(
    [
      [10, 3],
      [1, 0.1],
    ],
    f64,
  );
  const target = [
    [3, -2],
    [1, 0.5],
  ];
  const origin = [
    [0, 0],
    [0, 0],
  ];
  return distance(optimizer, steps, origin, target, (w) => mul(curvature, sub(w, tensor(target, f64))));
}

/** Of Rosenbrock's valley (1 − x)² + 100 (y − x²)², from (−1.2, 1) to (1, 1). */
export function distanceOnRosenbrock(optimizer: Optimizer, steps: number): number {
  return distance(optimizer, steps, [[-1.2, 1]], [[1, 1]], (w) => {
    const [x, y] = [slice(w, [0, 0], [1, 1]), slice(w, [0, 1], [1, 2])];
    const across = sub(y, square(x));
    const along = mul(sub(1, x), -2);
    return concatenate([sub(along, mul(mul(x, across), 400)), mul(across, 200)], { axis: 1 });
  });
}
