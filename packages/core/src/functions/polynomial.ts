import type { Tensor, TensorLike } from '../tensor.ts';
import { add, mul, neg } from './arithmetic.ts';
import { where } from './comparison.ts';
import { signBit } from './signs.ts';

/** `c₀ + c₁ x + c₂ x² + …`, by Horner's rule. */
export function polynomial(x: Tensor, coefficients: readonly number[]): Tensor {
  return coefficients
    .slice(0, -1)
    .reduceRight<TensorLike>((value, c) => add(mul(value, x), c), coefficients.at(-1) as number) as Tensor;
}

/**
 * An odd function from its rule for `x ≥ 0`. At 0 the choices differentiate like `x` itself, where `|x|` and `sign x` have
 * slope 0: derivatives of any order are those of the rule.
 */
export function odd(x: Tensor, rule: (magnitude: Tensor) => Tensor): Tensor {
  const negative = signBit(x);
  const y = rule(where(negative, neg(x), x));
  return where(negative, neg(y), y);
}
