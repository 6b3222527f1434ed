import { ArgumentError, describe, flattenTree, Tensor } from '@gradkit/core';
import { called, parametersOf, recorded } from '@gradkit/core/graph';
import { flatten, isTensor } from './arguments.ts';

/**
 * The same function, whose derivative computes it again instead of keeping what it computed on the way: less memory for
 * more work, as `jax.checkpoint`.
 *
 * Of a chain of such functions only the arguments of each are kept for the backward pass, and the values inside one of
 * them at a time: with `√n` functions of `√n` operations each, memory for `2 √n` values instead of `n`. Values and
 * derivatives are the same. Tensors and variables that `fn` captures are kept like arguments. Nests with itself, `vmap`,
 * `jit` and all derivatives.
 *
 * @param fn a function of tensors, or of arrays and plain objects of them, that returns such a tree; it cannot read
 * values of its arguments or assign variables
 * @throws TracingError when `fn` reads a value or assigns a variable
 * @see Griewank, Walther: Evaluating Derivatives, 2nd ed., SIAM 2008, chapter 12; Chen, Xu, Zhang, Guestrin: Training deep
 * nets with sublinear memory cost, 2016
 * @example
 * ```ts
 * import { grad, rematerialize } from '@gradkit/autograd';
 * import { sin, sum, tensor, type Tensor } from '@gradkit/core';
 * const block = rematerialize((x: Tensor) => sin(sin(sin(x))));
 * console.log(grad((x: Tensor) => sum(block(block(x))))(tensor([0])).toArray()); // [1]
 * ```
 */
export function rematerialize<A extends readonly unknown[], R>(fn: (...args: A) => R): (...args: A) => R {
  if (typeof fn !== 'function') throw new ArgumentError(`rematerialize: expected a function, got ${describe(fn)}.`);
  return (...args) => {
    const { leaves, structure } = flattenTree(args, isTensor);
    const inputs = (leaves as Tensor[]).map((t) => t.node);
    const parameters = parametersOf(inputs);
    const inner = structure.rebuild(parameters.map((parameter) => new Tensor(parameter))) as unknown as A;
    const value = recorded('rematerialize', () => fn(...inner));
    const out = flatten('rematerialize', 'the value of the function', value);
    const results = called(
      parameters,
      out.tensors.map((t) => t.node),
      inputs,
    );
    return out.structure.rebuild(results.map((n) => new Tensor(n))) as R;
  };
}
