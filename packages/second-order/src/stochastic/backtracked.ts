import { add, conditional, lessEqual, logicalNot, minimum, mul, scan, type Tensor, tensor, where } from '@gradkit/core';
import type { Kept } from './state-together.ts';

/** A step on a line from 0, and the value there: float64 scalars. */
interface Line {
  /** The value at 0 and the slope. */
  readonly value: Tensor;
  readonly slope: Tensor;
  /** The value at 1, where the search begins. */
  readonly first: Tensor;
  readonly valueAt: (step: Tensor) => Tensor;
}

/** The share of the slope's promise that a step must keep (Armijo). */
const sufficient = 0.01;
const shrinking = 0.8;
const most = 30;

/**
 * The first of 1, 0.8, 0.8², … where the value is below that at 0 by a hundredth of what the slope promises; 0 if none of 30 is. The
 * search is part of the program, and values are computed only as long as it goes on.
 * @see Armijo, Minimization of functions having Lipschitz continuous first partial derivatives, Pacific Journal of Mathematics 16, 1966
 */
export function backtracked({ value, slope, first, valueAt }: Line): Tensor {
  const promise = mul(minimum(slope, 0), sufficient);
  // Written so that what is no number fails.
  const isEnough = (step: Tensor, found: Tensor): Tensor => lessEqual(found, add(value, mul(step, promise)));
  type Carry = Kept<'step' | 'isFound'>;
  const one = tensor(1, { dtype: 'float64' });
  const shorter = ({ step }: Carry): Carry => {
    const next = mul(step, shrinking);
    return { step: next, isFound: isEnough(next, valueAt(next)) };
  };
  const [{ step, isFound }] = scan(
    (carry: Carry): [Carry, undefined] => [conditional(logicalNot(carry.isFound), shorter, carry, carry), undefined],
    { step: one, isFound: isEnough(one, first) },
    undefined,
    { length: most - 1 },
  );
  return where(isFound, step, 0);
}
