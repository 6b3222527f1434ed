import { ArgumentError, checkOptions, describe, type Parameter, type Tensor, type Variable } from '@gradkit/core';
import type { LeastSquaresCommonOptions } from '../least-squares/common-options.ts';
import type { Residuals } from '../least-squares/residuals.ts';
import type { LeastSquaresResult, LeastSquaresState } from '../least-squares/result.ts';
import type { Awaitable } from '../problem/drive.ts';
import { type CompiledResiduals, compiledResiduals } from './compiled-residuals.ts';
import { heldAtBest } from './held-at-best.ts';
import type { MinimizeParametersOptions } from './minimize-parameters.ts';
import { isSingle } from './packed.ts';
import { checkUnconstrained, packedParameters } from './parameter-vector.ts';
import { precisionOf } from './precision.ts';

/** A method of least squares: `levenbergMarquardt`, `leastSquares`. */
export type Fitter<O> = (residuals: Residuals, x0: ArrayLike<number>, options?: O) => LeastSquaresResult;

/** The options of a method that are not given by the residuals. */
type Own<O> = Omit<O, 'jac' | 'm'> & Pick<MinimizeParametersOptions, 'dtype'>;

const where = 'fitParameters';

/**
 * Fits a small network to data by least squares: a method such as `levenbergMarquardt` makes the residuals small by the parameters
 * of a model.
 *
 * ```text
 * minimise ½‖r‖² by the parameters, with the Jacobian ∂rᵢ/∂pⱼ from a compiled program
 * ```
 *
 * For regression with some hundred parameters: the Jacobian has a number for each residual and parameter, and each step factorizes
 * it. Where it fits, it takes fewer steps than any other method. The method works in float64; float32 parameters are rounded
 * when they are written.
 *
 * Whenever the callback is called, and at the end, whatever that is, the parameters hold the best point that was accepted. A
 * penalty of weights is further residuals: `concatenate([r, mul(flatten(w), √λ)])`.
 *
 * @param method `levenbergMarquardt` or `leastSquares`
 * @param residuals computes the residuals from the parameters, a tensor of any shape; called when a program is recorded
 * @param parameters what to change: those of a built model, or variables
 * @param options those of the method, without `jac` and `m`, which follow from the residuals, and `dtype: 'float64'`, as
 * in {@link minimizeParameters}. If a parameter is float32 and `dtype` is not given, `fnoise` is 1.2e-7 unless given
 * @returns the result of the method; a promise if the callback is asynchronous
 * @throws ArgumentError, DTypeError when the residuals are none, or differ when they are computed again, or a parameter has a constraint;
 * DifferentiationError when they do not depend on the parameters
 * @see Hagan, Menhaj: Training feedforward networks with the Marquardt algorithm, IEEE Transactions on Neural Networks 5, 1994
 * @example
 * ```ts
 * import { tanh } from '@gradkit/activations';
 * import { linspace, sin, sub } from '@gradkit/core';
 * import { dense, sequential } from '@gradkit/layers';
 * import { fitParameters, levenbergMarquardt } from '@gradkit/second-order';
 * const x = linspace(-2, 2, 50).reshape([50, 1]);
 * const layers = [dense({ units: 8, activation: tanh, inputShape: [1] }), dense({ units: 1 })];
 * const model = sequential(layers, { seed: 2 });
 * const residuals = () => sub(model.apply(x), sin(x));
 * const { cost } = fitParameters(levenbergMarquardt, residuals, model.parameters, { maxIter: 100 });
 * console.log(cost < 1e-6); // true
 * ```
 */
export function fitParameters<O extends LeastSquaresCommonOptions>(
  method: Fitter<O>,
  residuals: () => Tensor,
  parameters: readonly (Parameter | Variable)[],
  options: Own<NoInfer<O>> & { readonly callback: (state: LeastSquaresState) => Promise<unknown> },
): Promise<LeastSquaresResult>;
export function fitParameters<O extends LeastSquaresCommonOptions>(
  method: Fitter<O>,
  residuals: () => Tensor,
  parameters: readonly (Parameter | Variable)[],
  options?: Own<NoInfer<O>>,
): LeastSquaresResult;
export function fitParameters<O extends LeastSquaresCommonOptions>(
  method: Fitter<O>,
  residuals: () => Tensor,
  parameters: readonly (Parameter | Variable)[],
  options: Own<O> = {} as Own<O>,
): Awaitable<LeastSquaresResult> {
  for (const [name, f] of Object.entries({ method, residuals })) {
    if (typeof f !== 'function') throw new ArgumentError(`${where}: ${name} must be a function, got ${describe(f)}.`);
  }
  checkOptions(where, options, Object.keys(options ?? {}));
  for (const given of ['jac', 'm']) {
    if (given in options) throw new ArgumentError(`${where}: ${given} follows from the residuals. Leave it out.`);
  }
  const held = packedParameters(where, parameters);
  checkUnconstrained(where, parameters);
  const { callback, dtype, ...own } = options as LeastSquaresCommonOptions & MinimizeParametersOptions;
  const precision = precisionOf(where, held, dtype);
  const programs = compiledResiduals(where, precision.point, () => precision.computed(residuals));
  const release = (): void => {
    programs.release();
    precision.release();
  };
  const defaults = isSingle(precision.point) ? { fnoise: 1.2e-7 } : {};
  return heldAtBest(where, held, callback, release, (x0, watch) => {
    checkRepeatable(programs, x0);
    return method(programs.residuals, x0, { ...defaults, ...own, jac: programs.jac, callback: watch } as unknown as O);
  });
}

/** Residuals that are others each time are no function of the parameters, and no step would make them small. */
function checkRepeatable({ residuals }: CompiledResiduals, x: Float64Array): void {
  const first = residuals(x, new Float64Array(0));
  const second = residuals(x, new Float64Array(first.length));
  if (first.every((value, i) => Object.is(value, second[i]))) return;
  throw new ArgumentError(
    `${where}: the residuals were others when they were computed again with the same parameters. Is there dropout or other noise in ` +
      'them? Apply the model without { training: true }.',
  );
}
