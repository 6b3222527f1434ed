/** Writes the gradient at `x` into `gradient` and returns the value. Neither array may be kept. */
export type ValueAndGrad = (x: Float64Array, gradient: Float64Array) => number;

/** Writes the product of the Hessian at `x` with `v` into `out`. */
export type HessianProduct = (x: Float64Array, v: Float64Array, out: Float64Array) => void;

/** Writes the Hessian at `x` into `out`, row by row: n² numbers. */
export type Hessian = (x: Float64Array, out: Float64Array) => void;

/** What methods of Newton's kind use if it is there; otherwise they take differences of gradients. */
export interface Curvature {
  readonly hessp?: HessianProduct | undefined;
  readonly hess?: Hessian | undefined;
}

/**
 * A function to minimise, of n numbers. A value of NaN or +∞ says that it is not defined at `x`: methods turn back from there.
 */
export type Objective =
  | ValueAndGrad
  | (Curvature & { readonly valueAndGrad: ValueAndGrad })
  | (Curvature & {
      readonly fun: (x: Float64Array) => number;
      readonly grad: (x: Float64Array, gradient: Float64Array) => void;
    });

/** {@link ValueAndGrad}, of which the gradient is complete when the promise resolves. */
export type AsyncValueAndGrad = (x: Float64Array, gradient: Float64Array) => Promise<number>;

/** An {@link Objective} that has to be waited for, such as one computed by a worker. Its second derivatives may be, too. */
export type AsyncObjective =
  | AsyncValueAndGrad
  | (AsyncCurvature & { readonly valueAndGrad: AsyncValueAndGrad })
  | (AsyncCurvature & {
      readonly fun: (x: Float64Array) => Promise<number>;
      readonly grad: (x: Float64Array, gradient: Float64Array) => void | Promise<void>;
    });

/** {@link Curvature} that may have to be waited for. */
interface AsyncCurvature {
  readonly hessp?: ((x: Float64Array, v: Float64Array, out: Float64Array) => void | Promise<void>) | undefined;
  readonly hess?: ((x: Float64Array, out: Float64Array) => void | Promise<void>) | undefined;
}
