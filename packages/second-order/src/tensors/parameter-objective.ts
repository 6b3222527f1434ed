import { hvp } from '@gradkit/autograd';
import { ArgumentError, checkOptions, describe, type Tensor } from '@gradkit/core';
import { checkChoice } from '../problem/options.ts';
import { asFunction, type CompiledObjective, compiled, type Product } from './compiled.ts';
import { productAt } from './gauss-newton-product.ts';
import { checkValue } from './loss-value.ts';
import type { Precision } from './precision.ts';
import { wideSum } from './wide-sum.ts';

/** A loss in two parts, for Gauss–Newton products: `loss(outputs()) + penalty()`. */
export interface OutputLoss {
  /** What the network computes from all its data. */
  readonly outputs: () => Tensor;
  /** A convex function of it: a scalar. */
  readonly loss: (outputs: Tensor) => Tensor;
  /** Added to the loss, such as penalties of weights; its own Hessian is used. */
  readonly penalty?: (() => Tensor) | undefined;
}

/** Programs for a loss of parameters, with the curvature that is asked for. */
export function parameterObjective(
  where: string,
  loss: (() => Tensor) | OutputLoss,
  precision: Precision,
  curvature: 'hessian' | 'gauss-newton' | undefined,
): CompiledObjective {
  if (curvature !== undefined) checkChoice(where, 'curvature', curvature, ['hessian', 'gauss-newton']);
  if (typeof loss !== 'function') checkParts(where, loss);
  else if (curvature === 'gauss-newton') {
    throw new ArgumentError(
      `${where}: Gauss–Newton products need the loss in two parts, { outputs: () => model.apply(x), loss: (z) => … }.`,
    );
  }
  const { point, computed } = precision;
  const checked = (part: string, value: Tensor): Tensor => {
    checkValue(where, `the ${part}`, value);
    return value;
  };
  const total = (): Tensor => {
    if (typeof loss === 'function') return checked('loss', loss());
    const own = checked('loss', loss.loss(loss.outputs()));
    return loss.penalty === undefined ? own : own.add(checked('penalty', loss.penalty()));
  };
  const isHessian = typeof loss === 'function' || curvature === 'hessian';
  return compiled({
    where,
    what: 'the loss',
    point,
    value: () => wideSum(computed(total)),
    product: isHessian ? undefined : () => gaussNewton(precision, loss, checked),
  });
}

function checkParts(where: string, loss: OutputLoss): void {
  const isObject = typeof loss === 'object' && loss !== null;
  if (!isObject || typeof loss.outputs !== 'function' || typeof loss.loss !== 'function') {
    throw new ArgumentError(
      `${where}: loss must be a function that returns a scalar, or { outputs, loss } with two functions, got ${describe(loss)}.`,
    );
  }
  checkOptions(where, loss, ['outputs', 'loss', 'penalty']);
  if (loss.penalty !== undefined && typeof loss.penalty !== 'function') {
    throw new ArgumentError(`${where}: penalty must be a function, got ${describe(loss.penalty)}.`);
  }
}

/** Products with `Jᵀ H J`, and with the Hessian of the penalty. */
function gaussNewton(
  { point, computed, applied }: Precision,
  { outputs, loss, penalty }: OutputLoss,
  checked: (part: string, value: Tensor) => Tensor,
): Product {
  const of = asFunction(point, () => computed(outputs));
  const curvature = hvp((z: Tensor[]) => applied((single) => checked('loss', loss(single)), z[0]));
  const network: Product = (xs, vs) => productAt(of, curvature, xs, vs);
  if (penalty === undefined) return network;
  const penalized = asFunction(point, () => computed(penalty));
  const penaltyProduct = hvp((xs: Tensor[]) => penalized(xs)[0]);
  return (xs, vs) => {
    const others = penaltyProduct(xs, vs);
    return network(xs, vs).map((each, i) => each.add(others[i]));
  };
}
