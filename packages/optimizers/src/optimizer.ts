import {
  ArgumentError,
  add,
  assign,
  cast,
  checkOptions,
  type DType,
  DTypeError,
  equalShapes,
  formatShape,
  full,
  hostScalar,
  type Parameter,
  ShapeError,
  type Tensor,
  type Variable,
  variable,
} from '@gradkit/core';
import { type Clipping, clipper, clippingKeys } from './clip.ts';
import { checkLearningRate, type LearningRate, rateAt } from './learning-rate.ts';
import type { ParameterUpdate, Slots, UpdateRule } from './update-rule.ts';

/** Changes parameters so that a loss becomes smaller. */
export interface Optimizer {
  readonly name: string;
  /** The number of updates so far: an int32 scalar. */
  readonly iterations: Variable;
  /**
   * The learning rate of the next update. Assigning a number or a function of the step takes effect at once, also in
   * programs that are already compiled.
   */
  get learningRate(): number;
  set learningRate(next: LearningRate);
  /**
   * All that a checkpoint must hold to resume: `iterations`, then the slots in the order of the parameters. Slots exist
   * after `build` or the first `apply`.
   */
  readonly state: readonly Variable[];
  /** Creates the slots of parameters now, for a checkpoint to be loaded into. `apply` does it by itself. */
  build(parameters: readonly Parameter[]): void;
  /**
   * Makes one step. Inside `jit` it becomes part of the program, which then does all of it at every run.
   * @param gradients one for each parameter, in the same order, of its shape and element type
   * @throws ArgumentError, ShapeError, DTypeError when gradients and parameters do not fit; then nothing is changed
   */
  apply(gradients: readonly Tensor[], parameters: readonly Parameter[]): void;
}

/** Options that all optimizers share. */
export type OptimizerOptions = Clipping & {
  /** A number of at least 0, or a function of the step, counted from 0. */
  readonly learningRate?: LearningRate | undefined;
};

/** The keys of {@link OptimizerOptions}. */
export const optimizerKeys: readonly string[] = ['learningRate', ...clippingKeys];

/**
 * Turns an update rule into an optimizer: it keeps the slots, follows the schedule, clips gradients, applies the
 * constraints of parameters, and assigns everything at once.
 *
 * A learning rate, constant or not, is read anew at every run of a program, so that changing it never compiles anything.
 * A schedule is given the number of updates at the start of the run: a program that applies an optimizer several times
 * uses one rate for all of them.
 *
 * @throws ArgumentError when an option is unknown or out of range, or several kinds of clipping are asked for
 * @example
 * ```ts
 * import { mul, sign, sub, tensor, variable } from '@gradkit/core';
 * import { createOptimizer } from '@gradkit/optimizers';
 * const signDescent = createOptimizer(
 *   {
 *     name: 'signDescent',
 *     slots: {},
 *     update: ({ learningRate }) => (gradient, parameter, slots) => ({
 *       parameter: sub(parameter, mul(sign(gradient), learningRate)),
 *       slots,
 *     }),
 *   },
 *   { learningRate: 0.5 },
 * );
 * const w = variable([3, -4]);
 * signDescent.apply([tensor([6, -8])], [{ name: 'w', variable: w }]);
 * console.log(w.value.toArray()); // [2.5, -3.5]
 * ```
 */
export function createOptimizer<S extends Slots>(rule: UpdateRule<S>, options: OptimizerOptions): Optimizer {
  const { name } = rule;
  checkOptions(name, options, optimizerKeys);
  let rate = checkLearningRate(name, options.learningRate);
  const clipGradients = clipper(name, options);
  const iterations = variable(0, { name: `${name}/iterations`, dtype: 'int32' });
  const slotNames = Object.keys(rule.slots).filter((slot) => rule.slots[slot] !== undefined);
  const slotsOf = new Map<Variable, readonly Variable[]>();

  const currentRate = (): number => rateAt(name, rate, () => iterations.value.item());

  const slotsFor = (parameter: Parameter): readonly Variable[] => {
    const known = slotsOf.get(parameter.variable);
    if (known !== undefined) return known;
    const { shape, dtype } = parameter.variable;
    const made = slotNames.map((slot) =>
      variable(full(shape, rule.slots[slot] as number, { dtype }), { name: `${parameter.name}/${name}/${slot}` }),
    );
    slotsOf.set(parameter.variable, made);
    return made;
  };

  return {
    name,
    iterations,
    get learningRate(): number {
      return currentRate();
    },
    set learningRate(next: LearningRate) {
      rate = checkLearningRate(name, next);
    },
    get state(): readonly Variable[] {
      return [iterations, ...[...slotsOf.values()].flat()];
    },
    build(parameters) {
      parameters.forEach(slotsFor);
    },
    apply(gradients, parameters) {
      checkGradients(name, gradients, parameters);
      const step = add(iterations.value, 1);
      const updates = new Map<DType, ParameterUpdate<S>>();
      const updateFor = (dtype: DType): ParameterUpdate<S> => {
        const known = updates.get(dtype);
        if (known !== undefined) return known;
        const made = rule.update({ learningRate: hostScalar(currentRate, { dtype }), step: cast(step, dtype) });
        updates.set(dtype, made);
        return made;
      };

      const changes: [Variable, Tensor][] = [[iterations, step]];
      clipGradients(gradients).forEach((gradient, i) => {
        const parameter = parameters[i] as Parameter;
        const variables = slotsFor(parameter);
        const slots = Object.fromEntries(slotNames.map((slot, k) => [slot, (variables[k] as Variable).value])) as S;
        const next = updateFor(gradient.dtype)(gradient, parameter.variable.value, slots);
        changes.push([parameter.variable, parameter.constraint?.(next.parameter) ?? next.parameter]);
        slotNames.forEach((slot, k) => {
          changes.push([variables[k] as Variable, next.slots[slot] as Tensor]);
        });
      });
      assign(changes);
    },
  };
}

function checkGradients(where: string, gradients: readonly Tensor[], parameters: readonly Parameter[]): void {
  if (gradients.length !== parameters.length) {
    throw new ArgumentError(
      `${where}: got ${gradients.length} gradients for ${parameters.length} parameters. Give one for each, in order.`,
    );
  }
  gradients.forEach(({ shape, dtype }, i) => {
    const { name, variable: target } = parameters[i] as Parameter;
    if (!equalShapes(shape, target.shape)) {
      throw new ShapeError(
        `${where}: the gradient of "${name}" has shape ${formatShape(shape)}, the parameter ${formatShape(target.shape)}. ` +
          'Are gradients and parameters in the same order?',
      );
    }
    if (dtype !== target.dtype || (dtype !== 'float32' && dtype !== 'float64')) {
      throw new DTypeError(
        `${where}: the gradient of "${name}" is ${dtype}, the parameter ${target.dtype}. ` +
          'Both must be float32 or both float64: use cast().',
      );
    }
  });
}
