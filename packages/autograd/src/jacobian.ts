import { ArgumentError, checkOptions, describe, sizeOf, Tensor } from '@gradkit/core';
import { type Batched, inlined, literal, type Node, node, parametersOf } from '@gradkit/core/graph';
import { independent, isTensor, typeOf } from './arguments.ts';
import { batch } from './batching/batch.ts';
import { moveAxis } from './batching/move-axis.ts';
import { cast, eq, expand, isFloat, reshape } from './expression.ts';
import { pathBetween } from './path.ts';
import { pull, push } from './propagate.ts';

/** Options of {@link jacobian}. */
export interface JacobianOptions {
  /**
   * `'forward'` computes one column for each element of the argument, `'reverse'` one row for each element of the value.
   * Default: whichever are fewer.
   */
  readonly mode?: 'forward' | 'reverse' | undefined;
}

/**
 * The matrix of first derivatives of a function of one tensor: `J[i…, j…] = ∂f(x)[i…]/∂x[j…]`.
 *
 * One derivative along all directions at once, as `vmap` of `jvp` or of the pullback of `vjp` over a basis: the graph is
 * as large as that of one derivative, and the work that of `min(elements of x, elements of f(x))` of them. For products with
 * `J`, use `jvp` or `vjp`. The argument is one tensor, so that the result is one matrix, as solvers need it: join several
 * with `concatenate()`, or use `vmap` over a basis of your own.
 *
 * @param f a function from a float tensor to a float tensor; differentiated by its first argument
 * @param options `mode`: by columns (`'forward'`) or rows (`'reverse'`); default: whichever are fewer
 * @returns a function of the arguments of `f`; its result has the shape of the value followed by that of `x`
 * @throws DifferentiationError when the argument or the value holds integers or truth values
 * @example
 * ```ts
 * import { jacobian } from '@gradkit/autograd';
 * import { square, tensor } from '@gradkit/core';
 * console.log(jacobian(square)(tensor([1, 2])).toArray()); // [[2, 0], [0, 4]]
 * ```
 */
export function jacobian<Rest extends readonly unknown[]>(
  f: (x: Tensor, ...rest: Rest) => Tensor,
  options: JacobianOptions = {},
): (x: Tensor, ...rest: Rest) => Tensor {
  return matrixOf('jacobian', f, options);
}

/** The same for other names: errors bear the name of the function the user called. */
export function matrixOf<Rest extends readonly unknown[]>(
  where: string,
  f: (x: Tensor, ...rest: Rest) => Tensor,
  options: JacobianOptions,
): (x: Tensor, ...rest: Rest) => Tensor {
  if (typeof f !== 'function') throw new ArgumentError(`${where}: expected a function, got ${describe(f)}.`);
  checkOptions(where, options, ['mode']);
  if (options.mode !== undefined && options.mode !== 'forward' && options.mode !== 'reverse') {
    throw new ArgumentError(`${where}: mode is 'forward' or 'reverse', got ${describe(options.mode)}.`);
  }
  return (argument, ...rest) => {
    if (!isTensor(argument)) {
      throw new ArgumentError(
        `${where}: the argument must be one tensor, got ${describe(argument)}. Use concatenate().`,
      );
    }
    const [x] = independent(where, 'the argument', argument).nodes as [Node];
    const value = inlined(() => f(new Tensor(x), ...rest));
    if (!isTensor(value) || !isFloat(value)) {
      const got = isTensor(value) ? typeOf(value) : describe(value);
      throw new ArgumentError(`${where}: the function must return one float tensor, got ${got}.`);
    }
    const y = value.node;
    const forward = options.mode === undefined ? sizeOf(x.shape) <= sizeOf(y.shape) : options.mode === 'forward';
    return new Tensor(forward ? byColumns(x, y) : byRows(x, y));
  };
}

function byColumns(x: Node, y: Node): Node {
  const [tangent] = parametersOf([x]) as [Node];
  const tangents = new Map([[x, tangent]]);
  push(pathBetween(new Set([x]), [y]), tangents);
  const columns = alongBasis(tangents.get(y), tangent, y);
  return reshape(moveAxis(reshape(columns, [sizeOf(x.shape), sizeOf(y.shape)]), 0, 1), [...y.shape, ...x.shape]);
}

function byRows(x: Node, y: Node): Node {
  const [cotangent] = parametersOf([y]) as [Node];
  const cotangents = new Map([[y, cotangent]]);
  pull(pathBetween(new Set([x]), [y]), cotangents);
  return reshape(alongBasis(cotangents.get(x), cotangent, x), [...y.shape, ...x.shape]);
}

/** What a linear map, given as a graph from its argument `from`, makes of every element of the basis, along a first axis. */
function alongBasis(image: Node | undefined, from: Node, like: Node): Node {
  const size = sizeOf(from.shape);
  const shape = [size, ...like.shape];
  if (image === undefined) return literal(0, like.dtype, shape);
  const [{ node, isBatched }] = batch([image], new Map([[from, basis(from, size)]]), size) as [Batched];
  return isBatched ? node : expand(node, [0], shape);
}

/** The arrays like `x` with one element 1 and all others 0, along a first axis. */
function basis(x: Node, size: number): Node {
  const [row, column] = [0, 1].map((axis) => node('iota', [], { axis, shape: [size, size], dtype: 'int32' }));
  return reshape(cast(eq(row as Node, column as Node), x.dtype), [size, ...x.shape]);
}
