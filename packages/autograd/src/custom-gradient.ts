import { ArgumentError, describe, flattenTree, Tensor } from '@gradkit/core';
import { customized, type Node, parametersOf, recorded } from '@gradkit/core/graph';
import { checkLike, flatten, isTensor } from './arguments.ts';
import { isFloat } from './expression.ts';
import type { GradientBy } from './value-and-grad.ts';

/** Cotangents of arguments, one for each, with the form of the argument; null or undefined for zero. */
export type Cotangents<A extends readonly unknown[]> = {
  readonly [I in keyof A]: GradientBy<A[I]> | null | undefined;
};

/** What the function given to {@link customGradient} returns. */
export interface ValueWithGradient<A extends readonly unknown[], R> {
  readonly value: R;
  /** From a cotangent like the value to those of the arguments: `g ↦ Jᵀ g`, or what is to stand for it. */
  readonly gradient: (cotangent: R) => Cotangents<A>;
}

/**
 * A function that brings its own derivative: for formulas that are more accurate, or for derivatives on purpose other
 * than those of the function.
 *
 * `fn` and the gradient it returns are called once for each call of the result, on placeholders. All transformations
 * follow the gradient: reverse mode is it, forward mode is its transpose, so that it should be linear in the cotangent, and
 * higher derivatives differentiate it; where it uses `value`, they use the custom derivative again. What `fn` captures is
 * constant.
 *
 * @param fn a function of tensors, or of arrays and plain objects of them; it returns `value`, such a tree, and `gradient`,
 * from a cotangent like the value to an array with one for each argument, null for zero
 * @returns the function of the same arguments that returns `value`
 * @throws ArgumentError, ShapeError, DTypeError when the cotangents do not look like the arguments
 * @throws TracingError when `fn` or `gradient` reads a value or assigns a variable
 * @example
 * ```ts
 * import { customGradient, grad } from '@gradkit/autograd';
 * import { exp, log1p, sigmoid, mul, tensor, type Tensor } from '@gradkit/core';
 * // ln(1 + eˣ), whose derivative eˣ / (1 + eˣ) would overflow.
 * const softplus = customGradient((x: Tensor) => ({
 *   value: log1p(exp(x)),
 *   gradient: (g: Tensor) => [mul(g, sigmoid(x))] as const,
 * }));
 * console.log(grad(softplus)(tensor(100)).item()); // 1
 * ```
 */
export function customGradient<A extends readonly unknown[], R>(
  fn: (...args: A) => ValueWithGradient<A, R>,
): (...args: A) => R {
  if (typeof fn !== 'function') throw new ArgumentError(`customGradient: expected a function, got ${describe(fn)}.`);
  let isPulling = false;
  return (...args) => {
    if (isPulling) {
      throw new ArgumentError(
        'customGradient: the gradient calls the function it is the gradient of, without end. Use `value` instead.',
      );
    }
    const { leaves, structure } = flattenTree(args, isTensor);
    const inputs = (leaves as Tensor[]).map((t) => t.node);
    const parameters = parametersOf(inputs);
    const inner = structure.rebuild(parameters.map((parameter) => new Tensor(parameter))) as unknown as A;
    const { value, gradient } = checkedPair(recorded('customGradient', () => fn(...inner)));
    const out = flatten('customGradient', 'the value', value);
    const values = out.tensors.map((t) => t.node);
    const cotangents = parametersOf(values);
    const given = out.structure.rebuild(cotangents.map((g) => new Tensor(g))) as R;
    isPulling = true;
    try {
      const found = recorded('customGradient', () => gradient(given));
      const pulled = pulledOf(found, args);
      const nodes = customized({ inputs, parameters, values, cotangents, pulled });
      return out.structure.rebuild(nodes.map((n) => new Tensor(n))) as R;
    } finally {
      isPulling = false;
    }
  };
}

function checkedPair<A extends readonly unknown[], R>(returned: ValueWithGradient<A, R>): ValueWithGradient<A, R> {
  if (typeof returned === 'object' && returned !== null && typeof returned.gradient === 'function') return returned;
  throw new ArgumentError(
    `customGradient: the function must return { value, gradient }, a value and a function, got ${describe(returned)}.`,
  );
}

/** A node for each tensor among the arguments, undefined where the cotangent is zero. */
function pulledOf(found: unknown, args: readonly unknown[]): (Node | undefined)[] {
  if (!Array.isArray(found) || found.length !== args.length) {
    throw new ArgumentError(
      `customGradient: the gradient must return an array with a cotangent for each of ${args.length} arguments, null ` +
        `for zero, got ${describe(found)}.`,
    );
  }
  return args.flatMap((argument, i) => {
    const what = `the cotangent of argument ${i}`;
    const { leaves, structure } = flattenTree(argument, isTensor);
    const tree: unknown = found[i];
    if (tree === null || tree === undefined) return leaves.map(() => undefined);
    const isLeaf = (value: unknown): boolean => isTensor(value) || value === null || value === undefined;
    const own = flattenTree(tree, isLeaf);
    if (own.structure.key !== structure.key) {
      throw new ArgumentError(
        `customGradient: ${what} is nested differently: ${own.structure.key}, not ${structure.key}.`,
      );
    }
    return (leaves as Tensor[]).map((like, k) => {
      const g = own.leaves[k];
      if (!isTensor(g) || !isFloat(like)) return undefined;
      checkLike('customGradient', what, g, like);
      return g.node;
    });
  });
}
