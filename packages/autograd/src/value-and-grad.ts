import { ArgumentError, checkOptions, describe, type Tensor, type TensorLike } from '@gradkit/core';
import { inlined, literal, type Node } from '@gradkit/core/graph';
import { checkLoss, derivative, type Independent, independent } from './arguments.ts';
import { pathBetween } from './path.ts';
import { pull } from './propagate.ts';

/** One position among the arguments, or several. */
export type Argnums = number | readonly number[];

/** The gradient by an argument: what the argument is, and a tensor where a number would do as well. */
export type GradientBy<T> = TensorLike extends T ? Tensor : T;

/** The gradients by the arguments at the given positions: one alone, several as a tuple. */
export type Selected<A extends readonly unknown[], N extends Argnums> = N extends number
  ? GradientBy<A[N]>
  : { -readonly [I in keyof N]: N[I] extends number ? GradientBy<A[N[I]]> : never };

/** Options of {@link grad} and {@link valueAndGrad}. */
export interface GradOptions<N extends Argnums, HasAux extends boolean> {
  /** Positions of the arguments to differentiate by, from 0; default 0. */
  readonly argnums?: N | undefined;
  /** Whether the function returns `[loss, extra]`; the extra value is handed through. Default `false`. */
  readonly hasAux?: HasAux | undefined;
}

/**
 * A function that returns the value of a scalar function together with its gradient, from one forward pass.
 *
 * The gradient has the form of the argument: a tensor, or arrays and plain objects of tensors. Only uses through the
 * argument count; what the function captures is constant.
 *
 * @param f a function that returns a scalar of type float32 or float64
 * @param options `argnums`: which arguments, default 0; `hasAux`: whether `f` returns `[loss, extra]`, default `false`
 * @returns `(…args) → [value, gradient]`, with `hasAux` `[[value, extra], gradient]`; an array of gradients when
 * `argnums` is an array
 * @throws ShapeError, DTypeError when the loss is not a float scalar
 * @throws DifferentiationError when an argument holds integers or truth values
 * @example
 * ```ts
 * import { valueAndGrad } from '@gradkit/autograd';
 * import { square, sum, tensor, type Tensor } from '@gradkit/core';
 * const [value, gradient] = valueAndGrad((w: Tensor) => sum(square(w)))(tensor([1, 2]));
 * console.log(value.item(), gradient.toArray()); // 5 [2, 4]
 * ```
 */
export function valueAndGrad<A extends readonly unknown[]>(
  f: (...args: A) => Tensor,
): (...args: A) => [value: Tensor, gradient: Selected<A, 0>];
export function valueAndGrad<A extends readonly unknown[], const N extends Argnums = 0>(
  f: (...args: A) => Tensor,
  options: GradOptions<N, false>,
): (...args: A) => [value: Tensor, gradient: Selected<A, N>];
export function valueAndGrad<A extends readonly unknown[], Aux, const N extends Argnums = 0>(
  f: (...args: A) => readonly [loss: Tensor, aux: Aux],
  options: GradOptions<N, true> & { readonly hasAux: true },
): (...args: A) => [value: [loss: Tensor, aux: Aux], gradient: Selected<A, N>];
export function valueAndGrad<A extends readonly unknown[]>(
  f: (...args: A) => unknown,
  options: GradOptions<Argnums, boolean> = {},
): (...args: A) => [unknown, unknown] {
  return differentiated('valueAndGrad', f, options);
}

/** The same for `grad`, whose errors bear its own name. */
export function differentiated<A extends readonly unknown[]>(
  where: string,
  f: (...args: A) => unknown,
  options: GradOptions<Argnums, boolean>,
): (...args: A) => [value: unknown, gradient: unknown] {
  if (typeof f !== 'function') throw new ArgumentError(`${where}: expected a function, got ${describe(f)}.`);
  checkOptions(where, options, ['argnums', 'hasAux']);
  const { argnums = 0, hasAux = false } = options;
  const positions: readonly number[] = typeof argnums === 'number' ? [argnums] : argnums;

  return (...args) => {
    const inner: unknown[] = [...args];
    const chosen = positions.map((position) => {
      if (!(position in args))
        throw new ArgumentError(
          `${where}: argnums names argument ${position}, but the function was called with ${args.length}.`,
        );
      const found = independent(where, `argument ${position}`, args[position]);
      inner[position] = found.tree;
      return found;
    });
    const value = inlined(() => f(...(inner as unknown as A)));
    const loss = hasAux && Array.isArray(value) ? (value[0] as unknown) : value;
    checkLoss(where, loss);
    const found = gradientsOf(loss, chosen);
    return [value, typeof argnums === 'number' ? found[0] : found];
  };
}

function gradientsOf(loss: Tensor, by: readonly Independent[]): unknown[] {
  const cotangents = new Map<Node, Node>([[loss.node, literal(1, loss.dtype)]]);
  pull(pathBetween(new Set(by.flatMap(({ nodes }) => nodes)), [loss.node]), cotangents);
  return by.map(({ nodes, structure }) => structure.rebuild(nodes.map((n) => derivative(cotangents.get(n), n))));
}
