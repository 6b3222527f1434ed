import { mul, type Tensor } from '@gradkit/core';
import { hessianProduct } from './hessian-product.ts';
import type { Observation } from './observation.ts';
import { rademacher } from './rademacher.ts';

/**
 * An unbiased estimate of the diagonal of the Hessian, one tensor for each parameter: `z · H z` with random signs `z`. It is exact
 * where the Hessian is diagonal.
 * @see Bekas, Kokiopoulou and Saad, An estimator for the diagonal of a matrix, Applied Numerical Mathematics 57, 2007
 */
export function hutchinsonDiagonal(observation: Observation, key: Tensor): Tensor[] {
  const signs = rademacher(key, observation.contents);
  return hessianProduct(observation, signs).map((product, i) => mul(product, signs[i] as Tensor));
}
