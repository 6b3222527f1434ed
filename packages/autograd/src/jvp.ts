import { ArgumentError, describe } from '@gradkit/core';
import type { Node } from '@gradkit/core/graph';
import { inlined } from '@gradkit/core/graph';
import { derivative, flatten, independent, matching } from './arguments.ts';
import { pathBetween } from './path.ts';
import { push } from './propagate.ts';

/**
 * The value of a function together with its Jacobian-vector product (forward mode): `(x, t) → [f(x), J t]`.
 *
 * Costs a small multiple of the function, whatever the number of elements in the value, and keeps no residuals.
 *
 * @param f a function of tensors, or of arrays and plain objects of them, that returns such a tree
 * @returns a function of `primals`, one tree for each argument, and `tangents` of the same form
 * @throws DifferentiationError when a primal holds integers or truth values
 * @throws ArgumentError, ShapeError, DTypeError when the tangents do not look like the primals
 * @see Griewank, Walther: Evaluating Derivatives, 2nd ed., SIAM 2008, section 3.1
 * @example
 * ```ts
 * import { jvp } from '@gradkit/autograd';
 * import { sin, tensor } from '@gradkit/core';
 * const [value, tangent] = jvp(sin)([tensor(0)], [tensor(2)]);
 * console.log(value.item(), tangent.item()); // 0 2
 * ```
 */
export function jvp<A extends unknown[], R extends object>(
  f: (...args: A) => R,
): (primals: Readonly<A>, tangents: Readonly<A>) => [value: R, tangent: R] {
  if (typeof f !== 'function') throw new ArgumentError(`jvp: expected a function, got ${describe(f)}.`);
  return (primals, tangents) => linearized('jvp', f, primals, tangents);
}

/** The same for functions built on it: errors bear the name of the one the user called. */
export function linearized<A extends unknown[], R extends object>(
  where: string,
  f: (...args: A) => R,
  primals: Readonly<A>,
  tangents: Readonly<A>,
): [value: R, tangent: R] {
  checkPairs(where, primals, tangents);
  const seeds = new Map<Node, Node>();
  const inner = primals.map((primal, i) => {
    const by = independent(where, `primal ${i}`, primal);
    matching(where, `tangent ${i}`, tangents[i], by).forEach((t, leaf) => {
      seeds.set(by.nodes[leaf] as Node, t.node);
    });
    return by.tree;
  });
  const value = inlined(() => f(...(inner as unknown as A)));
  const { tensors, structure } = flatten(where, 'the value of the function', value);
  const results = tensors.map((t) => t.node);
  push(pathBetween(new Set(seeds.keys()), results), seeds);
  return [value, structure.rebuild(results.map((y) => derivative(seeds.get(y), y))) as R];
}

function checkPairs(where: string, primals: unknown, tangents: unknown): void {
  for (const trees of [primals, tangents]) {
    if (!Array.isArray(trees)) {
      throw new ArgumentError(`${where}: expected arrays of primals and tangents, got ${describe(trees)}.`);
    }
  }
  const [expected, got] = [primals, tangents].map((trees) => (trees as unknown[]).length);
  if (expected !== got) throw new ArgumentError(`${where}: ${expected} primals need as many tangents, got ${got}.`);
}
