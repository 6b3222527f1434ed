import {
  ArgumentError,
  checkOptions,
  DTypeError,
  describe,
  GradkitError,
  type Shape,
  type Tensor,
  variable,
  zeros,
} from '@gradkit/core';
import type { Hessian, HessianProduct, ValueAndGrad } from '../problem/objective.ts';
import { type CompiledObjective, compiled } from './compiled.ts';
import { checkValue } from './loss-value.ts';
import { packed } from './packed.ts';
import {
  checkLength,
  type Layout,
  layoutOf,
  type ShapeTree,
  type TensorTree,
  tensorsOf,
  vectorOf,
} from './shape-tree.ts';

/** Options of {@link tensorObjective}. */
export interface TensorObjectiveOptions<S extends ShapeTree> {
  /**
   * What the function takes: the shape of a tensor, or arrays and plain objects of shapes; default one vector, of the length of
   * the `x0` that the minimiser is given.
   */
  readonly shape?: S | undefined;
}

/** An {@link Objective} with all derivatives, computed from a function of tensors. */
export interface TensorObjective<S extends ShapeTree = Shape> {
  readonly valueAndGrad: ValueAndGrad;
  readonly hessp: HessianProduct;
  readonly hess: Hessian;
  /** The vector that tensors make: a start, from initial weights. Needs the option `shape`, unless it is one vector. */
  flatten(tensors: TensorTree<S>): Float64Array;
  /** The float64 tensors that a vector stands for, such as the `x` of a result. */
  unflatten(x: ArrayLike<number>): TensorTree<S>;
}

/**
 * An objective for minimisers from a function of tensors: value, gradient, products with the Hessian and the Hessian itself are
 * differentiated automatically, and compiled when they are first asked for.
 *
 * ```text
 * x ↦ f(x), ∇f(x)      reverse mode, one program
 * (x, v) ↦ ∇²f(x) v    forward over reverse
 * x ↦ ∇²f(x)           the same along all directions at once: n² numbers, for small n
 * ```
 *
 * The function is called with float64 tensors, so what it captures must be float64, too: `tensor(data, { dtype: 'float64' })`, or
 * `cast(x, 'float64')`. It is called while it is recorded, not at every evaluation. An evaluation copies `x` into the program and
 * the gradient out of it, and allocates nothing of their size.
 *
 * @param f a function of a tensor, or of a tree of tensors, that returns a scalar of type float64
 * @param options `shape`: what `f` takes; default a vector as long as `x0`
 * @throws ArgumentError, ShapeError, DTypeError at the first evaluation, when the value is no float64 scalar, or the length of `x`
 * does not fit `shape`
 * @throws DifferentiationError when the value does not depend on the argument
 * @see Pearlmutter: Fast exact multiplication by the Hessian, Neural Computation 6, 1994
 * @example
 * ```ts
 * import { matmul, square, sub, sum, tensor } from '@gradkit/core';
 * import { lbfgs, tensorObjective } from '@gradkit/second-order';
 * const x = tensor([[1, 0], [1, 1], [1, 2]], { dtype: 'float64' });
 * const y = tensor([1, 3, 5], { dtype: 'float64' });
 * const objective = tensorObjective((w) => sum(square(sub(matmul(x, w), y))));
 * const result = lbfgs(objective, [0, 0], { gtol: 1e-10 });
 * console.log(result.status, [...result.x].map((each) => each.toFixed(6))); // gtol [ '1.000000', '2.000000' ]
 * ```
 */
export function tensorObjective<const S extends ShapeTree>(
  f: (x: TensorTree<S>) => Tensor,
  options: TensorObjectiveOptions<S>,
): TensorObjective<S>;
export function tensorObjective(f: (x: Tensor) => Tensor, options?: TensorObjectiveOptions<Shape>): TensorObjective;
export function tensorObjective(
  f: (x: never) => Tensor,
  options: TensorObjectiveOptions<ShapeTree> = {},
): TensorObjective<ShapeTree> {
  const where = 'tensorObjective';
  if (typeof f !== 'function') throw new ArgumentError(`${where}: expected a function, got ${describe(f)}.`);
  checkOptions(where, options, ['shape']);
  const given = options.shape === undefined ? undefined : layoutOf(where, options.shape);
  let latest: { readonly layout: Layout; readonly programs: CompiledObjective } | undefined;

  /** The programs for vectors of this length: made anew if no shape was given, and the length is another one. */
  const programsFor = (x: Float64Array): CompiledObjective => {
    if (given !== undefined) checkLength(where, given, x);
    if (latest?.layout.size !== x.length) {
      const layout = given ?? layoutOf(where, [x.length]);
      latest = { layout, programs: programsOf(f, layout) };
    }
    return latest.programs;
  };

  return {
    valueAndGrad: (x, gradient) => programsFor(x).valueAndGrad(x, gradient),
    hessp: (x, v, out) => programsFor(x).hessp(x, v, out),
    hess: (x, out) => programsFor(x).hess(x, out),
    flatten(tensors) {
      const { size = 0 } = tensors as { readonly size?: number };
      return vectorOf(where, given ?? layoutOf(where, [size]), tensors);
    },
    unflatten: (x) => tensorsOf(where, given ?? layoutOf(where, [x.length]), x) as TensorTree<ShapeTree>,
  };
}

/** @param f the function, of whatever tree the layout says */
function programsOf(f: unknown, { shapes, structure }: Layout): CompiledObjective {
  const where = 'tensorObjective';
  const what = 'the function';
  const point = packed(
    shapes.map((shape) => variable(zeros(shape, { dtype: 'float64' }), { name: 'x', dtype: 'float64' })),
  );
  const value = (): Tensor => {
    const argument = structure.rebuild(point.variables.map((each) => each.value));
    const found = inFloat64(where, () => (f as (x: unknown) => unknown)(argument));
    checkValue(where, what, found);
    if (found.dtype === 'float64') return found;
    throw new DTypeError(
      `${where}: ${what} is called with float64 tensors and must return float64, got ${found.dtype}: somewhere it casts. ` +
        "Compute in float64, or return cast(value, 'float64') and tell the minimiser fnoise: 1.2e-7.",
    );
  };
  return compiled({ where, what, point, value });
}

/** Says what to do about the one mistake that everybody makes: data are float32 unless something else is asked for. */
export function inFloat64<T>(where: string, call: () => T): T {
  try {
    return call();
  } catch (error) {
    if (!(error instanceof GradkitError) || error.code !== 'dtype-mismatch') throw error;
    throw new DTypeError(
      `${where}: ${error.message} The function is called with float64 tensors, so what it captures must be float64, too: ` +
        "tensor(data, { dtype: 'float64' }), or cast(x, 'float64').",
    );
  }
}
