import { ArgumentError, checkOptions, DTypeError, describe, GradkitError, variable, zeros } from '@gradkit/core';
import { type Packed, packed } from './packed.ts';
import {
  checkLength,
  type Layout,
  layoutOf,
  type ShapeTree,
  type TensorTree,
  tensorsOf,
  vectorOf,
} from './shape-tree.ts';

/** Options of {@link tensorObjective} and {@link tensorResiduals}. */
export interface TensorFunctionOptions<S extends ShapeTree> {
  /**
   * What the function takes: the shape of a tensor, or arrays and plain objects of shapes; default one vector, of the length of
   * the `x0` that the method is given.
   */
  readonly shape?: S | undefined;
}

/** From tensors to the vector that methods work on, and back. */
export interface TensorVector<S extends ShapeTree> {
  /** The vector that tensors make: a start, from initial weights. */
  flatten(tensors: TensorTree<S>): Float64Array;
  /** The float64 tensors that a vector stands for, such as the `x` of a result. */
  unflatten(x: ArrayLike<number>): TensorTree<S>;
}

/** A function of tensors as one of a vector. */
export interface FunctionOfVector<Programs> extends TensorVector<ShapeTree> {
  /** The programs for vectors of this length: made anew if no shape was given, and the length is another one. */
  readonly programsFor: (x: Float64Array) => Programs;
}

/**
 * @param make makes programs of the variables that hold a vector, and of the function, which reads them
 */
export function functionOfVector<Programs>(
  where: string,
  f: unknown,
  options: TensorFunctionOptions<ShapeTree>,
  make: (point: Packed, compute: () => unknown) => Programs,
): FunctionOfVector<Programs> {
  if (typeof f !== 'function') throw new ArgumentError(`${where}: expected a function, got ${describe(f)}.`);
  checkOptions(where, options, ['shape']);
  const given = options.shape === undefined ? undefined : layoutOf(where, options.shape);
  let latest: { readonly layout: Layout; readonly programs: Programs } | undefined;

  const programsOf = ({ shapes, structure }: Layout): Programs => {
    const point = packed(
      shapes.map((shape) => variable(zeros(shape, { dtype: 'float64' }), { name: 'x', dtype: 'float64' })),
    );
    return make(point, () => {
      const argument = structure.rebuild(point.variables.map((each) => each.value));
      return inFloat64(where, () => (f as (x: unknown) => unknown)(argument));
    });
  };

  return {
    programsFor(x) {
      if (given !== undefined) checkLength(where, given, x);
      if (latest?.layout.size !== x.length) {
        const layout = given ?? layoutOf(where, [x.length]);
        latest = { layout, programs: programsOf(layout) };
      }
      return latest.programs;
    },
    flatten(tensors) {
      const { size = 0 } = tensors as { readonly size?: number };
      return vectorOf(where, given ?? layoutOf(where, [size]), tensors);
    },
    unflatten: (x) => tensorsOf(where, given ?? layoutOf(where, [x.length]), x) as TensorTree<ShapeTree>,
  };
}

/** Says what to do about the one mistake that everybody makes: data are float32 unless something else is asked for. */
function inFloat64(where: string, call: () => unknown): unknown {
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
