import { ArgumentError, checkOptions, describe, type Parameter, type Tensor, type Variable } from '@gradkit/core';
import type { Objective } from '../problem/objective.ts';
import type { CommonOptions } from '../problem/options.ts';
import type { IterationState, OptimizeResult } from '../problem/result.ts';
import type { CompiledObjective } from './compiled.ts';
import { heldAtBest } from './held-at-best.ts';
import { isSingle } from './packed.ts';
import { type OutputLoss, parameterObjective } from './parameter-objective.ts';
import { checkUnconstrained, packedParameters } from './parameter-vector.ts';
import { precisionOf } from './precision.ts';

/** Options of {@link minimizeParameters} beside those of the method. */
export interface MinimizeParametersOptions {
  /**
   * What methods of Newton's kind are given as curvature: the products with the Hessian of the loss, or with the Gauss–Newton
   * matrix, which needs a loss in two parts and is then the default. That one has no negative curvature, and predicts well where
   * the loss becomes small; where it stays large, as with strong penalties, the Hessian takes fewer steps.
   */
  readonly curvature?: 'hessian' | 'gauss-newton' | undefined;
  /**
   * `'float64'`: everything that is float32, parameters and data, is computed in float64, and only at the end, and for the
   * callback, the parameters are rounded. Default: everything as it is.
   */
  readonly dtype?: 'float64' | undefined;
}

/** A method to minimise with: `lbfgs`, `trustNcg`, … */
export type Minimizer<O> = (objective: Objective, x0: ArrayLike<number>, options?: O) => OptimizeResult;

type AsyncCallback = (state: IterationState) => Promise<boolean | undefined> | Promise<void>;

const where = 'minimizeParameters';

/**
 * Trains with all data at once: a method minimises a loss by the parameters of a model, until it converges.
 *
 * ```text
 * x = (all parameters, one after the other), f(x) = loss with these parameters, ∇f(x) from the same program
 * ```
 *
 * The method works in float64, on one vector; float32 parameters are rounded when they are written, and sums at the end of the loss
 * are added up in float64. Loss and gradient are one compiled program; products with the Hessian, or with the Gauss–Newton matrix,
 * are compiled if the method asks for them. The loss is called when a program is recorded, not at every evaluation, so
 * data are what it captures.
 *
 * float32 ends at about ‖g‖∞ = 1e-5. With `dtype: 'float64'` the same model, of float32 layers and data, is computed in float64 as
 * long as the run takes, and reaches 1e-10; `x` of the result has all digits, and the parameters what float32 holds of them. The loss
 * must not assign variables then.
 *
 * Whenever the callback is called, and at the end, whatever that is, also an exception in the loss, the parameters hold the
 * best point that the method has accepted, never a trial of a line search.
 *
 * The loss is what you say: penalties of regularizers are part of it if you add them, `add(loss(y, z), penalty(model))`. It
 * must be a function of the parameters: with dropout or noise, as in `{ training: true }`, it would be another one at
 * each evaluation, which is found out at the start and refused. For minibatches there is `stochasticLbfgs`.
 *
 * @param method `lbfgs`, `conjugateGradient`, `newtonCG`, `trustNcg`, …
 * @param loss computes the loss, a scalar, from the parameters; or the same in two parts, {@link OutputLoss}
 * @param parameters what to change: those of a built model, or variables; what is left out stays as it is
 * @param options those of the method, `curvature` and `dtype`. If a parameter is float32 and `dtype` is not given, `gtol` is 1e-4 and `fnoise` 1.2e-7
 * unless given
 * @returns the result of the method; a promise if the callback is asynchronous
 * @throws ArgumentError, ShapeError, DTypeError, DifferentiationError when the loss is no float scalar, does not depend on the
 * parameters, or differs when it is computed again; or a parameter has a constraint, which no method here respects
 * @see Nocedal, Wright: Numerical Optimization, 2nd ed., Springer 2006, chapters 6 and 7
 * @example
 * ```ts
 * import { mean, square, sub, tensor } from '@gradkit/core';
 * import { dense, sequential } from '@gradkit/layers';
 * import { lbfgs, minimizeParameters } from '@gradkit/second-order';
 * const x = tensor([[0], [1], [2]]);
 * const y = tensor([[1], [3], [5]]);
 * const model = sequential([dense({ units: 1, inputShape: [1] })], { seed: 1 });
 * const loss = () => mean(square(sub(model.apply(x), y)));
 * const result = minimizeParameters(lbfgs, loss, model.parameters, { maxIter: 50 });
 * console.log(result.status, model.apply(tensor([[3]])).item().toFixed(2)); // gtol 7.00
 * ```
 */
export function minimizeParameters<O extends CommonOptions>(
  method: Minimizer<O>,
  loss: (() => Tensor) | OutputLoss,
  parameters: readonly (Parameter | Variable)[],
  options: NoInfer<O> & MinimizeParametersOptions & { readonly callback: AsyncCallback },
): Promise<OptimizeResult>;
export function minimizeParameters<O extends CommonOptions>(
  method: Minimizer<O>,
  loss: (() => Tensor) | OutputLoss,
  parameters: readonly (Parameter | Variable)[],
  options?: NoInfer<O> & MinimizeParametersOptions,
): OptimizeResult;
export function minimizeParameters<O extends CommonOptions>(
  method: Minimizer<O>,
  loss: (() => Tensor) | OutputLoss,
  parameters: readonly (Parameter | Variable)[],
  options: NoInfer<O> & MinimizeParametersOptions = {} as NoInfer<O>,
): OptimizeResult | Promise<OptimizeResult> {
  if (typeof method !== 'function') {
    throw new ArgumentError(`${where}: method must be a function such as lbfgs, got ${describe(method)}.`);
  }
  checkOptions(where, options, Object.keys(options ?? {}));
  const held = packedParameters(where, parameters);
  checkUnconstrained(where, parameters);
  const { curvature, dtype, callback, ...own } = options;
  const precision = precisionOf(where, held, dtype);
  const objective = parameterObjective(where, loss, precision, curvature);
  const release = (): void => {
    objective.release();
    precision.release();
  };
  const defaults = isSingle(precision.point) ? { gtol: 1e-4, fnoise: 1.2e-7 } : {};
  return heldAtBest(where, held, callback, release, (x0, watch) => {
    checkRepeatable(objective, x0);
    return method(objective, x0, { ...defaults, ...own, callback: watch } as unknown as O);
  });
}

/** A line search compares values: a loss that is another one each time would lead it astray, or stop it anywhere. */
function checkRepeatable({ valueAndGrad }: CompiledObjective, x: Float64Array): void {
  const gradient = new Float64Array(x.length);
  const [first, second] = [valueAndGrad(x, gradient), valueAndGrad(x, gradient)];
  if (Object.is(first, second)) return;
  throw new ArgumentError(
    `${where}: the loss was ${first} and then ${second} with the same parameters. Is there dropout or other noise in it, or does it ` +
      'change what it depends on? Apply the model without { training: true }, or use an optimizer for minibatches, such as stochasticLbfgs.',
  );
}
