import { ArgumentError, describe } from '@gradkit/core';
import type { Node } from '@gradkit/core/graph';
import { inlined } from '@gradkit/core/graph';
import { derivative, flatten, independent, matching } from './arguments.ts';
import { add, isFloat } from './expression.ts';
import { pathBetween } from './path.ts';
import { pull } from './propagate.ts';
import type { GradientBy } from './value-and-grad.ts';

/** Takes a cotangent of the value to cotangents of the primals: `g ↦ Jᵀ g`. */
export type Pullback<A extends readonly unknown[], R> = (cotangent: R) => {
  -readonly [I in keyof A]: GradientBy<A[I]>;
};

/**
 * The value of a function and its vector-Jacobian product (reverse mode): `[f(x), g ↦ Jᵀ g]`.
 *
 * Calling the pullback costs a small multiple of the function, whatever the number of elements in the primals. It may
 * be called several times; the forward nodes are shared.
 *
 * @param f a function of tensors, or of arrays and plain objects of them, that returns such a tree
 * @param primals where to differentiate: one tree for each argument, all of type float32 or float64
 * @returns the value, and a function from a cotangent like the value to an array of cotangents like the primals
 * @throws DifferentiationError when a primal holds integers or truth values
 * @throws ArgumentError, ShapeError, DTypeError when the cotangent does not look like the value
 * @see Griewank, Walther: Evaluating Derivatives, 2nd ed., SIAM 2008, section 3.2
 * @example
 * ```ts
 * import { vjp } from '@gradkit/autograd';
 * import { mul, tensor, type Tensor } from '@gradkit/core';
 * const [value, pullback] = vjp((a: Tensor, b: Tensor) => mul(a, b), tensor([1, 2]), tensor([3, 4]));
 * const [ga, gb] = pullback(tensor([1, 10]));
 * console.log(value.toArray(), ga.toArray(), gb.toArray()); // [3, 8] [3, 40] [1, 20]
 * ```
 */
export function vjp<A extends unknown[], R extends object>(
  f: (...args: A) => R,
  ...primals: A
): [value: R, pullback: Pullback<A, R>] {
  if (typeof f !== 'function') throw new ArgumentError(`vjp: expected a function, got ${describe(f)}.`);
  const by = primals.map((primal, i) => independent('vjp', `primal ${i}`, primal));
  const value = inlined(() => f(...(by.map(({ tree }) => tree) as unknown as A)));
  const out = flatten('vjp', 'the value of the function', value);
  const results = out.tensors.map((t) => t.node);
  const path = pathBetween(new Set(by.flatMap(({ nodes }) => nodes)), results);

  const pullback: Pullback<A, R> = (cotangent) => {
    const cotangents = new Map<Node, Node>();
    matching('vjp', 'the cotangent', cotangent, out).forEach((g, i) => {
      const y = results[i] as Node;
      const others = cotangents.get(y);
      if (isFloat(y)) cotangents.set(y, others === undefined ? g.node : add(others, g.node));
    });
    pull(path, cotangents);
    return by.map(({ nodes, structure }) =>
      structure.rebuild(nodes.map((n) => derivative(cotangents.get(n), n))),
    ) as unknown as ReturnType<Pullback<A, R>>;
  };
  return [value, pullback];
}
