import {
  ArgumentError,
  add,
  assign,
  cast,
  checkOptions,
  type DType,
  div,
  equal,
  hostScalar,
  mul,
  named,
  type Parameter,
  sub,
  type Tensor,
  type Variable,
  variable,
  where,
} from '@gradkit/core';
import { checkEvaluate, checkGradients } from './check-gradients.ts';
import { type Clipping, clipper } from './clip.ts';
import type { Evaluate } from './evaluation.ts';
import { checkLearningRate, type LearningRate, rateAt } from './learning-rate.ts';
import { type MovingAverage, movingAverage } from './moving-average.ts';
import { checkCount } from './ranges.ts';
import { type NamedState, slotStore } from './slots.ts';
import type { ParameterUpdate, Slots, UpdateRule } from './update-rule.ts';
import { type WeightAverages, weightAverages } from './weight-averages.ts';
import { decayOf, type WeightDecay } from './weight-decay.ts';

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
  /** The learning rate as it was given: a number, or a function of the step. */
  readonly schedule?: LearningRate | undefined;
  /**
   * All that a checkpoint must hold to resume: `iterations`, then the slots in the order of the parameters. Slots exist
   * after `build` or the first update.
   */
  readonly state: readonly Variable[];
  /** The same variables under names that are unique and the same in every run: `iterations`, `kernel/momentum`, … */
  readonly namedState: readonly NamedState[];
  /** The averages of parameters, for optimizers that keep some: see the option `ema` and `averageWeights`. */
  readonly averages?: WeightAverages | undefined;
  /** Creates the slots of parameters now, for a checkpoint to be loaded into. `apply` does it by itself. */
  build(parameters: readonly Parameter[]): void;
  /**
   * Makes one update. Inside `jit` it becomes part of the program, which then does all of it at every run.
   *
   * A parameter that joins later is treated as if its gradients had been 0 until then.
   * @param gradients one for each parameter, in the same order, of its shape and element type
   * @throws ArgumentError, ShapeError, DTypeError when gradients and parameters do not fit; then nothing is changed
   */
  apply(gradients: readonly Tensor[], parameters: readonly Parameter[]): void;
  /**
   * Makes one update with gradients that it asks for: what a training loop calls. Most optimizers ask once and `apply`;
   * `sam` asks again, with the parameters moved, before it updates them. An optimizer that uses curvature looks at the graph of
   * the gradients, or gives an observer, which `fit` and `trainStep` tell what the loss was made of.
   * @param evaluate the gradients at the present contents of the parameters, one for each, in the same order; it may tell the
   * observer that it is given of the pass they come from
   */
  step(evaluate: Evaluate, parameters: readonly Parameter[]): void;
}

/** Options that all optimizers share. */
export type OptimizerOptions = Clipping &
  WeightDecay & {
    /** A number of at least 0, or a function of the step, counted from 0. */
    readonly learningRate?: LearningRate | undefined;
    /** Keeps a moving average of the parameters, found in `averages`; default none. */
    readonly ema?: MovingAverage | undefined;
    /**
     * Number of gradients whose mean makes one update: the first calls only add them up, the last one updates. At least 1;
     * default 1. Schedules count the calls, `iterations` the updates.
     */
    readonly gradientAccumulationSteps?: number | undefined;
  };

/** The keys of {@link OptimizerOptions}. */
export const optimizerKeys: readonly string[] = [
  'learningRate',
  'ema',
  'gradientAccumulationSteps',
  'clipNorm',
  'clipValue',
  'globalClipNorm',
  'gradientClip',
  'weightDecay',
  'excludeFromWeightDecay',
];

/**
 * Turns an update rule into an optimizer: it keeps the slots, follows the schedule, accumulates and clips gradients, lets
 * weights decay, applies the proximal steps and constraints of parameters, averages them, and assigns everything at once.
 *
 * ```text
 * g ← mean of the accumulated gradients, then clipped
 * p ← p − learningRate · weightDecay · p
 * p ← rule(g, p)
 * p ← proximal(p, learningRate), then constraint(p)
 * average ← ema.momentum · average + (1 − ema.momentum) · p      the first time: p
 * ```
 *
 * A learning rate, constant or not, is read anew at every run of a program, so that changing it never compiles anything.
 * A schedule is given the number of updates at the start of the run: a program that applies an optimizer several times
 * uses one rate for all of them. Whether an accumulated update is due is decided within the program too.
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
  const decay = decayOf(name, options, rule.weightDecay);
  const averaged = options.ema === undefined ? undefined : movingAverage(name, options.ema);
  const { gradientAccumulationSteps: period = 1 } = options;
  checkCount(name, 1, { gradientAccumulationSteps: period });

  const scalar = (content: number, called: string, dtype: DType): NamedState => ({
    name: called,
    variable: variable(content, { name: `${name}/${called}`, dtype }),
  });
  const iterations = scalar(0, 'iterations', 'int32');
  const waiting = period > 1 ? scalar(0, 'accumulated', 'int32') : undefined;
  const shared = Object.entries(rule.shared ?? {}).map(([called, start]) => scalar(start, called, 'float64'));
  const scalars = waiting === undefined ? [iterations, ...shared] : [iterations, waiting, ...shared];
  const store = slotStore(name, {
    ...rule.slots,
    gradientSum: waiting && 0,
    ema: averaged && (({ variable: target }) => target.value),
  });
  const average = averaged === undefined ? rule.average : 'ema';
  const namedState = (): NamedState[] => [...scalars, ...store.named];

  const calls = (): number =>
    iterations.variable.value.item() * period + (waiting === undefined ? 0 : waiting.variable.value.item());
  const currentRate = (): number => rateAt(name, rate, calls);

  const apply = (gradients: readonly Tensor[], parameters: readonly Parameter[]): void => {
    checkGradients(name, gradients, parameters);
    const slotsOf = parameters.map(store.of);
    const changes: [Variable, Tensor][] = [];
    let change = (target: Variable, next: Tensor): void => void changes.push([target, next]);
    let due = gradients;
    if (waiting !== undefined) {
      const count = add(waiting.variable.value, 1);
      const isDue = equal(count, period);
      change(waiting.variable, where(isDue, 0, count));
      due = gradients.map((gradient, i) => {
        const { gradientSum } = slotsOf[i] as { readonly gradientSum: Variable };
        const sum = add(gradientSum.value, gradient);
        change(gradientSum, where(isDue, 0, sum));
        return div(sum, period);
      });
      change = (target, next) => void changes.push([target, where(isDue, next, target.value)]);
    }

    const step = add(iterations.variable.value, 1);
    change(iterations.variable, step);
    const present = Object.fromEntries(shared.map((each) => [each.name, each.variable.value]));
    const advanced = rule.advance?.(present, cast(step, 'float64')) ?? present;
    for (const each of shared) change(each.variable, advanced[each.name] as Tensor);

    const updates = new Map<DType, { readonly learningRate: Tensor; readonly update: ParameterUpdate<S> }>();
    const updateFor = (dtype: DType) => {
      const known = updates.get(dtype);
      if (known !== undefined) return known;
      const learningRate = hostScalar(currentRate, { dtype });
      const own = Object.fromEntries(Object.entries(advanced).map(([key, value]) => [key, cast(value, dtype)]));
      const update = rule.update({ learningRate, step: cast(step, dtype), shared: own });
      updates.set(dtype, { learningRate, update });
      return { learningRate, update };
    };

    const changeOne = (gradient: Tensor, parameter: Parameter, i: number): void => {
      const slots = slotsOf[i] as Readonly<Record<string, Variable>>;
      const { learningRate, update } = updateFor(gradient.dtype);
      const share = decay(parameter);
      const value = parameter.variable.value;
      const decayed = share > 0 ? sub(value, mul(value, mul(learningRate, share))) : value;
      const own = Object.fromEntries(Object.keys(rule.slots).map((slot) => [slot, slots[slot]?.value])) as S;
      const next = update(gradient, decayed, own, parameter);

      const constrain = (content: Tensor): Tensor => parameter.constraint?.(content) ?? content;
      let content = constrain(parameter.regularizer?.proximal?.(next.parameter, learningRate) ?? next.parameter);
      if (averaged !== undefined) {
        const ema = slots['ema'] as Variable;
        const both = averaged(step, content, ema.value, constrain);
        change(ema, both.average);
        content = both.parameter;
      }
      change(parameter.variable, content);
      for (const slot of Object.keys(rule.slots)) {
        const target = slots[slot];
        if (target === undefined) continue;
        const filled = next.slots[slot];
        if (filled === undefined)
          throw new ArgumentError(`${name}: the rule returned no new content of its slot "${slot}".`);
        change(target, filled);
      }
    };
    clipGradients(due, parameters).forEach((gradient, i) => {
      const parameter = parameters[i] as Parameter;
      named(`${name} of ${parameter.name}`, () => changeOne(gradient, parameter, i));
    });
    assign(changes);
  };

  return {
    name,
    iterations: iterations.variable,
    get learningRate(): number {
      return currentRate();
    },
    set learningRate(next: LearningRate) {
      rate = checkLearningRate(name, next);
    },
    get schedule(): LearningRate {
      return rate;
    },
    get state(): readonly Variable[] {
      return namedState().map((each) => each.variable);
    },
    get namedState(): readonly NamedState[] {
      return namedState();
    },
    averages: average === undefined ? undefined : weightAverages(name, (parameter) => store.find(parameter)?.[average]),
    build(parameters) {
      parameters.forEach(store.of);
    },
    apply,
    step(evaluate, parameters) {
      checkEvaluate(name, evaluate);
      apply(evaluate(), parameters);
    },
  };
}
