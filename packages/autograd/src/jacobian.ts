import { ArgumentError, checkOptions, describe, sizeOf, Tensor } from '@gradkit/core';
import { inlined, literal, type Node, node } from '@gradkit/core/graph';
import { derivative, independent, isTensor, typeOf } from './arguments.ts';
import { isFloat, pad, reshape } from './expression.ts';
import { pathBetween } from './path.ts';
import { pull, push } from './propagate.ts';

/** Options of {@link jacobian}. */
export interface JacobianOptions {
  /**
   * `'forward'` builds one column for each element of the argument, `'reverse'` one row for each element of the value.
   * Default: whichever are fewer.
   */
  readonly mode?: 'forward' | 'reverse' | undefined;
}

/**
 * The matrix of first derivatives of a function of one tensor: `J[i…, j…] = ∂f(x)[i…]/∂x[j…]`.
 *
 * All rows or columns are in one graph, a pass over `f` for each: its size grows with
 * `min(elements of x, elements of f(x))`, so it is made for up to some hundreds. For products with `J`, use `jvp` or
 * `vjp`.
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
  const path = pathBetween(new Set([x]), [y]);
  const columns = basis(x).map((e) => {
    const tangents = new Map([[x, e]]);
    push(path, tangents);
    return reshape(derivative(tangents.get(y), y).node, [sizeOf(y.shape), 1]);
  });
  return assemble(columns, 1, x, y);
}

function byRows(x: Node, y: Node): Node {
  const path = pathBetween(new Set([x]), [y]);
  const rows = basis(y).map((e) => {
    const cotangents = new Map([[y, e]]);
    pull(path, cotangents);
    return reshape(derivative(cotangents.get(x), x).node, [1, sizeOf(x.shape)]);
  });
  return assemble(rows, 0, x, y);
}

/** The arrays like `x` with one element 1 and all others 0. */
function basis(x: Node): Node[] {
  const size = sizeOf(x.shape);
  const one = literal(1, x.dtype, [1]);
  return Array.from({ length: size }, (_, i) => reshape(pad(one, [i], [size - 1 - i]), x.shape));
}

function assemble(parts: readonly Node[], axis: number, x: Node, y: Node): Node {
  const shape = [...y.shape, ...x.shape];
  return parts.length === 0 ? literal(0, y.dtype, shape) : reshape(node('concat', parts, { axis }), shape);
}
