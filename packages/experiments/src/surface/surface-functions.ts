import { add, mul, pow, square, sub, type Tensor } from '@gradkit/core';
import { quadraticEigenvalues, type SurfaceName } from './surfaces.ts';

/** A function of two variables; applied to grids, it gives the value at every place. */
export type SurfaceFunction = (x: Tensor, y: Tensor) => Tensor;

const cos30 = Math.sqrt(3) / 2;

/** The functions that `surfaces` describes. */
export const surfaceFunctions: Readonly<Record<SurfaceName, SurfaceFunction>> = {
  rosenbrock: (x, y) => add(square(sub(1, x)), mul(100, square(sub(y, square(x))))),
  beale: (x, y) => {
    const part = (c: number, power: number): Tensor => square(sub(c, mul(x, sub(1, pow(y, power)))));
    return add(add(part(1.5, 1), part(2.25, 2)), part(2.625, 3));
  },
  quadratic: (x, y) => {
    const along = add(mul(x, cos30), mul(y, 0.5));
    const across = sub(mul(y, cos30), mul(x, 0.5));
    const [low, high] = quadraticEigenvalues;
    return mul(0.5, add(mul(low, square(along)), mul(high, square(across))));
  },
  saddle: (x, y) => sub(square(x), square(y)),
  himmelblau: (x, y) => add(square(sub(add(square(x), y), 11)), square(sub(add(x, square(y)), 7))),
};
