import {
  ArgumentError,
  add,
  assign,
  conditional,
  describe,
  div,
  equal,
  greaterEqual,
  hostScalar,
  minimum,
  mul,
  neg,
  remainder,
  sqrt,
  square,
  sub,
  sum,
  type Tensor,
  where,
  zeros,
} from '@gradkit/core';
import {
  checkCount,
  checkRange,
  createOptimizer,
  type LearningRate,
  type Optimizer,
  type OptimizerOptions,
  ruleOptions,
} from '@gradkit/optimizers';
import { checkChoice } from '../problem/options.ts';
import { curvatureOptimizer } from './curvature-optimizer.ts';
import { remembered } from './curvature-pair.ts';
import { divided, joined } from './flat.ts';
import { hessianProduct } from './hessian-product.ts';
import { emptyMemory, inverseProduct, type LimitedMemory } from './limited-memory.ts';
import { elsewhere, type Observation, observe } from './observation.ts';
import { refuseAccumulation } from './refuse-accumulation.ts';
import { changesOf, type Kept, selected, stateTogether, valuesOf } from './state-together.ts';

/** Options of {@link stochasticLbfgs}. */
export type StochasticLbfgsOptions = OptimizerOptions & {
  /** A step belongs to one batch: gradients are not accumulated. */
  readonly gradientAccumulationSteps?: 1 | undefined;
  /** Number of pairs that are remembered, at least 1; default 10. */
  readonly memory?: number | undefined;
  /**
   * Where the change of the gradient comes from: `gradients` (default) takes it twice on the same batch, at both ends of the step; `hessian`
   * multiplies the way between the means of the parameters over two periods with the Hessian.
   */
  readonly pairs?: 'gradients' | 'hessian' | undefined;
  /** Number of steps from one pair to the next, at least 1; default 1, and 10 for `hessian`. */
  readonly updatePeriod?: number | undefined;
  /** Longest direction, in the Euclidean norm, above 0; default 1. */
  readonly maxNorm?: number | undefined;
  /**
   * The least curvature along a step that is believed, as a share of what was expected, in [0, 1): a change of the gradient that shows less is
   * mixed with the expected one. With 0 only negative curvature is; default 0.2.
   */
  readonly damping?: number | undefined;
  /** Bounds of the inverse curvature along directions of which no pair tells, above 0; default `[0.01, 100]`. */
  readonly scaleRange?: readonly [least: number, most: number] | undefined;
};

/**
 * L-BFGS for minibatches: directions from pairs of steps and changes of the gradient, without a line search.
 *
 * ```text
 * d ← H g, at most maxNorm long                     H from the pairs (s, y), H = scale · I without any
 * s ← −learningRate · d,  y ← g(p + s) − g(p)       both gradients of the same batch, with the same random numbers
 * scale ← s·y / y·y, within scaleRange              where s·y > 0
 * y ← θ y + (1 − θ) s / scale                       Powell: θ = 1, or less so that s·y ≥ damping · s·s / scale
 * p ← p + s
 * ```
 *
 * A bare number or schedule is the learning rate; its default is 0.5. Changes of the gradient between two batches would be noise, so
 * a step takes the gradient twice. With `pairs: 'hessian'` the pairs are those of Byrd et al.: every `updatePeriod` steps, the way
 * from the mean of the parameters over the period before to that over this one, and its product with the Hessian there on the
 * present batch; other steps then cost one gradient.
 *
 * All parameters together are one vector: they have one element type, and the optimizer goes on with the same parameters. It
 * keeps 2 · `memory` numbers for each of theirs. Options of the driver act as everywhere: clipping on the direction, weight decay on the
 * parameters. It works by `step`, which `fit` and `trainStep` call: the function given to it must return what `gradients` made.
 *
 * @throws ArgumentError when an option is out of range, from `apply`, and from `step` when the gradients have no graph; ShapeError and
 * DTypeError from `step` and `build` for other parameters than before, or of two types
 * @see Schraudolph, Yu and Günter, A stochastic quasi-Newton method for online convex optimization, AISTATS 2007 (pairs on one batch);
 * Byrd, Hansen, Nocedal and Singer, A stochastic quasi-Newton method for large-scale optimization, SIAM Journal on
 * Optimization 26, 2016 (products with the Hessian); Wang, Ma, Goldfarb and Liu, Stochastic quasi-Newton methods for nonconvex
 * stochastic optimization, SIAM Journal on Optimization 27, 2017 (damping)
 * @example
 * ```ts
 * import { gradients } from '@gradkit/autograd';
 * import { mul, square, sum, tensor, variable } from '@gradkit/core';
 * import { stochasticLbfgs } from '@gradkit/second-order';
 * const w = variable([3, 0.2]);
 * const parameters = [{ name: 'w', variable: w }];
 * const optimizer = stochasticLbfgs({ maxNorm: 10 });
 * const evaluate = () => gradients(sum(mul(square(w.value), tensor([0.5, 5]))), parameters);
 * for (let step = 0; step < 30; step++) optimizer.step(evaluate, parameters);
 * console.log(w.value.toArray()); // both below 10⁻⁷ in size, with curvatures 1 and 10
 * ```
 */
export function stochasticLbfgs(options: StochasticLbfgsOptions | LearningRate = {}): Optimizer {
  const name = 'stochasticLbfgs';
  const keys = ['memory', 'pairs', 'updatePeriod', 'maxNorm', 'damping', 'scaleRange'] as const;
  const { own, driver } = ruleOptions<StochasticLbfgsOptions>(name, options, keys, 0.5);
  const { memory: count = 10, pairs = 'gradients', maxNorm = 1, damping = 0.2, scaleRange = [0.01, 100] } = own;
  const { updatePeriod = pairs === 'hessian' ? 10 : 1 } = own;
  checkChoice(name, 'pairs', pairs, ['gradients', 'hessian']);
  checkCount(name, 1, { memory: count, updatePeriod });
  checkRange(name, 'above 0', { maxNorm });
  checkRange(name, 'in [0, 1)', { damping });
  const curvature = { damping, scales: checkedScales(name, scaleRange) };
  refuseAccumulation(name, driver);

  const base = createOptimizer(
    {
      name,
      slots: {},
      update:
        ({ learningRate }) =>
        (direction, parameter, slots) => ({ parameter: sub(parameter, mul(direction, learningRate)), slots }),
    },
    driver,
  );

  const memories = stateTogether(name, (size, dtype) => emptyMemory(count, size, dtype));
  const means = pairs === 'hessian' ? stateTogether(name, noMeans) : undefined;
  const remember = (memory: LimitedMemory, step: Tensor, change: Tensor): LimitedMemory =>
    remembered(memory, step, change, curvature);
  const isDue = (steps: Tensor): Tensor => equal(remainder(steps, updatePeriod), 0);

  /** What is remembered of a step and its two gradients on the same batch. */
  const withStep = (memory: LimitedMemory, observation: Observation, direction: Tensor): LimitedMemory => {
    const rate = hostScalar(() => base.learningRate, { dtype: direction.dtype });
    const pair = (step: Tensor): LimitedMemory => {
      const { gradients, contents } = observation;
      const end = divided(step, contents).map((part, i) => add(contents[i] as Tensor, part));
      return remember(memory, step, sub(joined(elsewhere(gradients, observation, end)), joined(gradients)));
    };
    const step = neg(mul(direction, rate));
    return updatePeriod === 1 ? pair(step) : conditional(isDue(base.iterations.value), pair, memory, step);
  };

  /** What is remembered of the way between means, at the end of a period. */
  const withMeans = (
    memory: LimitedMemory,
    { gradients, contents }: Observation,
    { mean, total }: Kept<'mean' | 'total'>,
  ): LimitedMemory & Kept<'mean' | 'total'> => {
    const steps = add(base.iterations.value, 1);
    const pair = (sum: Tensor): LimitedMemory & Kept<'mean'> => {
      const next = div(sum, updatePeriod);
      const there = divided(next, contents);
      const way = sub(next, mean);
      const seen = { gradients: elsewhere(gradients, { contents }, there), contents: there };
      const found = remember(memory, way, joined(hessianProduct(seen, divided(way, contents))));
      // The first period has no mean before it.
      const isSecond = greaterEqual(steps, 2 * updatePeriod);
      return { ...selected(isSecond, found, memory), mean: next };
    };
    const sum = add(total, joined(contents));
    const due = isDue(steps);
    return { ...conditional(due, pair, { ...memory, mean }, sum), total: where(due, 0, sum) };
  };

  return curvatureOptimizer(base, {
    build(parameters) {
      memories.of(parameters);
      means?.of(parameters);
    },
    state: () => [...memories.named, ...(means?.named ?? [])],
    step(evaluate, parameters) {
      const observation = observe(name, evaluate, parameters);
      if (parameters.length === 0) return base.apply([], []);
      const [held, summed] = [memories.of(parameters), means?.of(parameters)];
      const memory = valuesOf(held);
      const product = inverseProduct(memory, joined(observation.gradients));
      const direction = mul(product, minimum(1, div(maxNorm, sqrt(sum(square(product))))));
      assign(
        summed === undefined
          ? changesOf(held, withStep(memory, observation, direction))
          : changesOf({ ...held, ...summed }, withMeans(memory, observation, valuesOf(summed))),
      );
      base.apply(divided(direction, observation.contents), parameters);
    },
  });
}

/** Means of parameters before the first period. */
function noMeans(size: number, dtype: 'float32' | 'float64'): Kept<'mean' | 'total'> {
  const none = zeros([size], { dtype });
  return { mean: none, total: none };
}

function checkedScales(where: string, scales: readonly number[]): readonly [number, number] {
  const [least = Number.NaN, most = Number.NaN, ...more] = Array.isArray(scales) ? (scales as number[]) : [];
  if (more.length === 0 && least > 0 && least <= most && most < Infinity) return [least, most];
  throw new ArgumentError(
    `${where}: scaleRange must be two numbers above 0, the smaller one first, got ${describe(scales)}.`,
  );
}
