import { ArgumentError, describe, Tensor } from '@gradkit/core';
import { is, type Node, topological } from '@gradkit/core/graph';
import { flatten, isTensor, typeOf } from './arguments.ts';
import { promote } from './promote.ts';

/**
 * The same computation in float64: what was expressed in float32 is expressed anew, from the same data, with twice the digits.
 *
 * Every float32 operation becomes one of float64, back to the data and variables that it began with, which are converted; numbers
 * in the expression stay what they were in float32. Nothing is computed twice that does not depend on variables or arguments: inside
 * `jit` it becomes a constant of the program. What a function made by `jit` has returned is data, without history.
 *
 * @param results a tensor, or arrays and plain objects of tensors
 * @param replacements pairs of a tensor that they were computed from and the float64 tensor to use in its place
 * @returns results of the same form; what was float32 is float64
 * @throws ArgumentError when there is no tensor, or a replacement is not of type float64
 * @example
 * ```ts
 * import { inFloat64 } from '@gradkit/autograd';
 * import { exp, sub, tensor } from '@gradkit/core';
 * const y = sub(exp(tensor(1e-4)), 1); // float32 leaves four digits of it
 * console.log(y.item(), inFloat64(y).item()); // 0.00010001659393310547 0.00010000499764029058
 * ```
 */
export function inFloat64<T>(results: T, replacements: readonly (readonly [from: Tensor, to: Tensor])[] = []): T {
  const where = 'inFloat64';
  const { tensors, structure } = flatten(where, 'the result', results);
  const replaced = new Map<Node, Node>();
  for (const pair of replacements) {
    const [from, to] = pair;
    if (!isTensor(from) || !isTensor(to)) {
      throw new ArgumentError(`${where}: a replacement must be a pair of tensors, got ${describe(pair)}.`);
    }
    if (to.dtype !== 'float64' || to.shape.join() !== from.shape.join()) {
      throw new ArgumentError(
        `${where}: in place of ${typeOf(from)} must stand float64 of the same shape, got ${typeOf(to)}.`,
      );
    }
    replaced.set(from.node, to.node);
  }
  const roots = tensors.map((t) => t.node);
  const fixed = boundary(roots, replaced);
  const promoted = promote([...roots, ...fixed], replaced);
  for (const constant of promoted.slice(roots.length)) new Tensor(constant).realize();
  return structure.rebuild(promoted.slice(0, roots.length).map((n) => new Tensor(n))) as T;
}

/**
 * The float32 nodes that do not change from one run of a program to the next, where they meet what does: to be computed once.
 * Numbers that are only repeated are not worth it.
 */
function boundary(roots: readonly Node[], replaced: ReadonlyMap<Node, Node>): Node[] {
  const changing = new Set<Node>();
  const data = new Set<Node>();
  const found = new Set<Node>();
  const collect = (n: Node): void => {
    if (!data.has(n)) return;
    if (is('broadcast', n)) collect(n.inputs[0] as Node);
    else if (n.dtype === 'float32') found.add(n);
  };
  for (const n of topological(roots, (m) => replaced.has(m))) {
    if (replaced.has(n)) changing.add(n);
    else if (is('input', n)) (n.values === undefined ? changing : data).add(n);
    else if (n.inputs.some((input) => changing.has(input))) {
      changing.add(n);
      n.inputs.forEach(collect);
    } else if (n.inputs.some((input) => data.has(input))) data.add(n);
  }
  return [...found];
}
