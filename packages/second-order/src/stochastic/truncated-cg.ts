import {
  add,
  arange,
  cast,
  conditional,
  div,
  equal,
  floor,
  greater,
  less,
  logicalAnd,
  logicalNot,
  maximum,
  mul,
  neg,
  scan,
  sub,
  sum,
  type Tensor,
  tensor,
  where,
} from '@gradkit/core';
import { type Kept, selected } from './state-together.ts';

/** When the iteration ends. */
export interface TruncationOptions {
  /** Most products. */
  readonly maxIterations: number;
  /** The least progress of the value in one iteration, relative to it; 0 for none. */
  readonly tolerance: number;
}

type Carry = Kept<'x' | 'residual' | 'direction' | 'square' | 'isRunning' | 'done' | 'values'>;

const dot = (a: Tensor, b: Tensor): Tensor => cast(sum(mul(a, b)), 'float64');

/**
 * A minimiser of `φ(x) = ½ xᵀ A x + gᵀ x`, roughly, by conjugate gradients within a compiled program: iterations after the end cost
 * nothing. It ends when φ is below 0 and has fallen by less than `tolerance` for each of the last k iterations, relative to its value, k the
 * larger of 10 and a tenth of the iterations; when the residual is rounding; or where the curvature is not positive.
 *
 * @param product `A v`
 * @param start where to begin
 * @returns where it ended, and φ there, a float64 scalar
 * @see Martens, Deep learning via Hessian-free optimization, ICML 2010, section 4.4
 */
export function truncatedCg(
  product: (vector: Tensor) => Tensor,
  gradient: Tensor,
  start: Tensor,
  { maxIterations, tolerance }: TruncationOptions,
): { readonly x: Tensor; readonly value: Tensor } {
  const { dtype } = gradient;
  const rounding = (dtype === 'float64' ? 2 ** -52 : 2 ** -23) ** 2;
  const target = dot(gradient, gradient);
  const places = cast(arange(maxIterations + 1), 'float64');
  const at = (values: Tensor, place: Tensor): Tensor => sum(where(equal(places, place), values, 0));
  const scaled = (vector: Tensor, factor: Tensor): Tensor => mul(vector, cast(factor, dtype));
  /** φ by the residual `−A x − g`. */
  const modelAt = (x: Tensor, residual: Tensor): Tensor => mul(dot(x, sub(residual, gradient)), -0.5);

  const iterate = (carry: Carry): Carry => {
    const { x, residual, direction, square, done, values } = carry;
    const image = product(direction);
    const curvature = dot(direction, image);
    const length = div(square, curvature);
    const next = add(x, scaled(direction, length));
    const rest = sub(residual, scaled(image, length));
    const restSquare = dot(rest, rest);
    const count = add(done, 1);
    const value = modelAt(next, rest);
    const moved: Carry = {
      x: next,
      residual: rest,
      direction: add(rest, scaled(direction, div(restSquare, square))),
      square: restSquare,
      isRunning: logicalAnd(greater(restSquare, mul(target, rounding)), logicalNot(hasSlowed(values, value, count))),
      done: count,
      values: where(equal(places, count), value, values),
    };
    // Written so that what is no number fails.
    const isSound = logicalAnd(greater(curvature, 0), less(restSquare, Infinity));
    return selected(isSound, moved, { ...carry, isRunning: tensor(false) });
  };

  const hasSlowed = (values: Tensor, value: Tensor, count: Tensor): Tensor => {
    const span = maximum(10, floor(div(count, 10)));
    const progress = div(sub(value, at(values, sub(count, span))), value);
    const isSmall = logicalAnd(less(value, 0), less(progress, mul(span, tolerance)));
    return logicalAnd(greater(count, span), isSmall);
  };

  const residual = neg(add(gradient, product(start)));
  const remaining = dot(residual, residual);
  const first: Carry = {
    x: start,
    residual,
    direction: residual,
    square: remaining,
    isRunning: greater(remaining, mul(target, rounding)),
    done: tensor(0, { dtype: 'float64' }),
    values: where(equal(places, 0), modelAt(start, residual), 0),
  };
  const step = (carry: Carry): [Carry, undefined] => [conditional(carry.isRunning, iterate, carry, carry), undefined];
  const [last] = scan(step, first, undefined, { length: maxIterations });
  return { x: last.x, value: modelAt(last.x, last.residual) };
}
