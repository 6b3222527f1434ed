import { add, assign, cast, div, greater, mul, neg, sub, sum, type Tensor, tensor, where, zeros } from '@gradkit/core';
import {
  checkCount,
  checkRange,
  createOptimizer,
  type LearningRate,
  type Optimizer,
  type OptimizerOptions,
  ruleOptions,
} from '@gradkit/optimizers';
import { backtracked } from './backtracked.ts';
import { curvatureOptimizer } from './curvature-optimizer.ts';
import { divided, joined } from './flat.ts';
import { curvatureProduct } from './gauss-newton.ts';
import { elsewhere, neededPass, observe } from './observation.ts';
import { refuseAccumulation } from './refuse-accumulation.ts';
import { changesOf, stateTogether } from './state-together.ts';
import { truncatedCg } from './truncated-cg.ts';

/** Options of {@link hessianFree}. */
export type HessianFreeOptions = OptimizerOptions & {
  /** A step belongs to one batch: gradients are not accumulated. */
  readonly gradientAccumulationSteps?: 1 | undefined;
  /** The damping λ of the first step, at least 0, which then adapts; with 0 it stays 0. Default 0.1. */
  readonly damping?: number | undefined;
  /** What damping is multiplied by when the quadratic model was good, and divided by when it was bad, in (0, 1]; default 2/3. */
  readonly dampingFactor?: number | undefined;
  /** Most products in a step, at least 1; default 50. */
  readonly maxIterations?: number | undefined;
  /** The least progress of conjugate gradients in one iteration, relative to the value of the model, at least 0; default 5 · 10⁻⁴. */
  readonly tolerance?: number | undefined;
  /** Share of the direction before where conjugate gradients begin, in [0, 1]; default 0.95. */
  readonly warmStart?: number | undefined;
};

/**
 * Hessian-free optimization: each step minimises a quadratic model of the batch's loss by conjugate gradients, with Gauss–Newton products
 * and a damping that adapts.
 *
 * ```text
 * M(d) = gᵀ d + ½ dᵀ G d                        G = Jᵀ H J, of the outputs' derivatives J and the Hessian H of the loss by the outputs
 * d ← argmin M(d) + ½ λ dᵀ d                    roughly: conjugate gradients from warmStart · d
 * ρ = (loss(p + d) − loss(p)) / M(d)            on the same batch, with the same random numbers
 * λ ← dampingFactor · λ if ρ > ¾,   λ / dampingFactor if ρ < ¼
 * p ← p + learningRate · α d                    α the first of 1, 0.8, 0.8², … that lowers the loss enough
 * ```
 *
 * A bare number or schedule is the learning rate; its default is 1. Conjugate gradients end by the progress of the model, as in the
 * paper, or after `maxIterations`; an iteration costs two to three gradients. The paper takes batches as large as they can be: small ones are
 * solved too well, which is what `maxIterations` and damping are against. The curvature of penalties is that of their Hessian.
 *
 * All of it is one compiled program, and what is not needed (iterations after the end, tries of α) is not computed. All parameters
 * together are one vector: they have one element type, and the optimizer goes on with the same parameters. Options of the driver act as
 * everywhere: clipping on the direction, weight decay on the parameters. It works by `step`, which `fit` and `trainStep` call and tell the
 * outputs and the loss as a function of them.
 *
 * @throws ArgumentError when an option is out of range, from `apply`, and from `step` when the training loop does not tell what the loss
 * is made of; ShapeError and DTypeError from `step` and `build` for other parameters than before, or of two types
 * @see Martens, Deep learning via Hessian-free optimization, ICML 2010; Martens and Sutskever, Training deep and recurrent networks with
 * Hessian-free optimization, Neural Networks: Tricks of the Trade, 2012; Schraudolph, Fast curvature matrix-vector products, Neural
 * Computation 14, 2002
 * @example
 * ```ts
 * import { gradients } from '@gradkit/autograd';
 * import { matmul, mean, square, sub, type Tensor, tensor, variable } from '@gradkit/core';
 * import type { EvaluationObserver } from '@gradkit/optimizers';
 * import { hessianFree } from '@gradkit/second-order';
 * const [x, y] = [tensor([[1, 0], [1, 1], [1, 2]]), tensor([[1], [3], [5]])];
 * const w = variable([[0], [0]]);
 * const parameters = [{ name: 'w', variable: w }];
 * // What fit() and trainStep() do by themselves.
 * const evaluate = (observer?: EvaluationObserver) => {
 *   const outputs = [matmul(x, w.value)];
 *   const lossOf = ([z]: readonly Tensor[]) => mean(square(sub(z as Tensor, y)));
 *   const loss = lossOf(outputs);
 *   observer?.pass?.({ loss, penalty: tensor(0), outputs, truths: [y], lossOf });
 *   return gradients(loss, parameters);
 * };
 * hessianFree({ damping: 0 }).step(evaluate, parameters);
 * console.log(w.value.toArray()); // of a quadratic, one step is enough: [[1], [2]], nearly
 * ```
 */
export function hessianFree(options: HessianFreeOptions | LearningRate = {}): Optimizer {
  const name = 'hessianFree';
  const keys = ['damping', 'dampingFactor', 'maxIterations', 'tolerance', 'warmStart'] as const;
  const { own, driver } = ruleOptions<HessianFreeOptions>(name, options, keys, 1);
  const { damping = 0.1, dampingFactor = 2 / 3, maxIterations = 50, tolerance = 5e-4, warmStart = 0.95 } = own;
  checkRange(name, 'at least 0', { damping, tolerance });
  checkRange(name, 'in (0, 1]', { dampingFactor });
  checkRange(name, 'in [0, 1]', { warmStart });
  checkCount(name, 1, { maxIterations });
  refuseAccumulation(name, driver);

  const base = createOptimizer(
    {
      name,
      slots: {},
      update:
        ({ learningRate }) =>
        (descent, parameter, slots) => ({ parameter: sub(parameter, mul(descent, learningRate)), slots }),
    },
    driver,
  );
  const state = stateTogether(name, (size, dtype) => ({
    direction: zeros([size], { dtype }),
    damping: tensor(damping, { dtype: 'float64' }),
  }));

  return curvatureOptimizer(base, {
    build: (parameters) => void state.of(parameters),
    state: () => state.named,
    step(evaluate, parameters) {
      const observation = observe(name, evaluate, parameters);
      if (parameters.length === 0) return base.apply([], []);
      const pass = neededPass(name, observation);
      const variables = state.of(parameters);
      const { contents } = observation;
      const gradient = joined(observation.gradients);
      const { dtype } = gradient;
      const lambda = variables.damping.value;

      const curvature = curvatureProduct(observation, pass);
      const damped = (vector: Tensor): Tensor =>
        add(joined(curvature(divided(vector, contents))), mul(vector, cast(lambda, dtype)));
      const start = mul(variables.direction.value, warmStart);
      const { x: direction, value } = truncatedCg(damped, gradient, start, { maxIterations, tolerance });

      const valueAt = (step: Tensor): Tensor => {
        const way = divided(mul(direction, cast(step, dtype)), contents);
        const end = way.map((part, i) => add(contents[i] as Tensor, part));
        return cast(elsewhere([pass.loss], observation, end)[0] as Tensor, 'float64');
      };
      const loss = cast(pass.loss, 'float64');
      const first = valueAt(tensor(1, { dtype: 'float64' }));
      const model = sub(value, mul(mul(lambda, 0.5), dot(direction, direction)));
      const ratio = div(sub(first, loss), model);
      const isGood = greater(ratio, 0.75);
      // A ratio that is no number is bad, too.
      const isFair = greater(ratio, 0.25);
      const bad = where(isFair, lambda, div(lambda, dampingFactor));
      const step = backtracked({ value: loss, slope: dot(gradient, direction), first, valueAt });
      assign(changesOf(variables, { direction, damping: where(isGood, mul(lambda, dampingFactor), bad) }));
      base.apply(divided(mul(direction, cast(neg(step), dtype)), contents), parameters);
    },
  });
}

const dot = (a: Tensor, b: Tensor): Tensor => cast(sum(mul(a, b)), 'float64');
