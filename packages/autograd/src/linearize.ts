import { ArgumentError, describe, Tensor } from '@gradkit/core';
import { closed, inline, inlined, isInlined, isReadable, type Node, parametersOf, realize } from '@gradkit/core/graph';
import { derivative, flatten, independent, matching } from './arguments.ts';
import { pathBetween } from './path.ts';
import { push } from './propagate.ts';

/** Takes tangents of the primals to the tangent of the value: `t ↦ J t`. */
export type TangentMap<A extends readonly unknown[], R> = (...tangents: A) => R;

/**
 * The value of a function and its linear approximation there: `[f(x), t ↦ J t]`, as `jvp` split in two.
 *
 * What does not depend on tangents is computed once, at the first call of the map, and kept as long as the map is; every
 * call then does the linear part alone. Inside `jit` and other transformations nothing is computed: there the calls share
 * nodes.
 *
 * @param f a function of tensors, or of arrays and plain objects of them, that returns such a tree
 * @param primals where to linearize: one tree for each argument, all of type float32 or float64
 * @returns the value, and a function of tangents, one like each primal, to a tangent like the value
 * @throws DifferentiationError when a primal holds integers or truth values
 * @throws ArgumentError, ShapeError, DTypeError when the tangents do not look like the primals
 * @see Radul, Paszke, Frostig, Johnson, Maclaurin: You only linearize once, POPL 2023
 * @example
 * ```ts
 * import { linearize } from '@gradkit/autograd';
 * import { square, tensor } from '@gradkit/core';
 * const [value, push] = linearize(square, tensor([1, 3]));
 * console.log(value.toArray(), push(tensor([1, 0])).toArray(), push(tensor([0, 1])).toArray()); // [1, 9] [2, 0] [0, 6]
 * ```
 */
export function linearize<A extends unknown[], R extends object>(
  f: (...args: A) => R,
  ...primals: A
): [value: R, tangentMap: TangentMap<A, R>] {
  if (typeof f !== 'function') throw new ArgumentError(`linearize: expected a function, got ${describe(f)}.`);
  const by = primals.map((primal, i) => independent('linearize', `primal ${i}`, primal));
  const value = inlined(() => f(...(by.map(({ tree }) => tree) as unknown as A)));
  const { tensors, structure } = flatten('linearize', 'the value of the function', value);
  const results = tensors.map((t) => t.node);
  const sources = by.flatMap(({ nodes }) => nodes);
  const parameters = parametersOf(sources);
  const pushed = new Map<Node, Node>(sources.map((source, i) => [source, parameters[i] as Node]));
  push(pathBetween(new Set(sources), results), pushed);
  const images = results.map((y) => derivative(pushed.get(y), y).node);
  const { graph, captured } = closed(parameters, images);

  const tangentMap: TangentMap<A, R> = (...tangents) => {
    if (tangents.length !== by.length) {
      throw new ArgumentError(`linearize: ${by.length} primals need as many tangents, got ${tangents.length}.`);
    }
    const leaves = by.flatMap((primal, i) => matching('linearize', `tangent ${i}`, tangents[i], primal));
    if (!isInlined()) realize([...captured, ...results].filter(isReadable));
    const found = inline(graph, [...leaves.map((t) => t.node), ...captured]);
    return structure.rebuild(found.map((n) => new Tensor(n))) as R;
  };
  return [value, tangentMap];
}
