import { gradients } from '@gradkit/autograd';
import { add, checkFlags, clip, div, maximum, mul, square, sub, type Tensor, where } from '@gradkit/core';
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
import { hutchinsonDiagonal } from './hutchinson.ts';
import { neededPass, type Observation, observe } from './observation.ts';
import { type Likelihood, likelihoods, sampledTruths } from './sampled-truths.ts';
import { scheduledCurvature } from './scheduled-curvature.ts';

/** Options of {@link sophia}. */
export type SophiaOptions = OptimizerOptions & {
  /**
   * How the curvature is estimated: `hutchinson` (default) takes a product of the Hessian with random signs, `gauss-newton-bartlett` the
   * square of a gradient for truths that are drawn from the model's own distribution.
   */
  readonly estimator?: 'hutchinson' | 'gauss-newton-bartlett' | undefined;
  /** Share of the past in the mean of the gradient, in [0, 1); default 0.96. */
  readonly beta1?: number | undefined;
  /** Share of the past in the mean of the curvature, in [0, 1); default 0.99. */
  readonly beta2?: number | undefined;
  /**
   * Factor of the curvature, above 0: the larger it is, the fewer elements are clipped. The γ of the paper; default 0.01 for `hutchinson`
   * and 0.05 for `gauss-newton-bartlett`.
   */
  readonly rho?: number | undefined;
  /** The least curvature, above 0; default 10⁻¹². */
  readonly epsilon?: number | undefined;
  /** Number of steps from one estimate of the curvature to the next, at least 1; default 10. */
  readonly updatePeriod?: number | undefined;
  /** What all outputs stand for, where truths are drawn: `categorical` (default), `bernoulli` or `normal`. */
  readonly likelihood?: Likelihood | undefined;
  /** Whether outputs are logits, where truths are drawn; `false` for a model that ends with softmax or sigmoid. Default `true`. */
  readonly fromLogits?: boolean | undefined;
  /** Of the random numbers; default 0. */
  readonly seed?: number | undefined;
};

/**
 * Momentum divided by a diagonal of the curvature, and clipped element by element: a second-order method whose worst step is that
 * of sign descent.
 *
 * ```text
 * m ← beta1 · m + (1 − beta1) · g
 * h ← beta2 · h + (1 − beta2) · ĥ              at every updatePeriod-th step
 * p ← p − learningRate · clip(m / max(rho · h, epsilon), −1, 1)
 *
 * ĥ = z · H z                                  hutchinson, with random signs z
 * ĥ = n · ∇ℓ · ∇ℓ                              gauss-newton-bartlett: ℓ the mean loss of the batch for truths drawn from the
 *                                              n distributions that the model gives
 * ```
 *
 * A bare number or schedule is the learning rate; its default is 10⁻⁴. Where curvature is negative or small, an element moves by
 * the learning rate. The paper decays weights by 0.1 and more. Steps without an estimate cost what a gradient costs.
 *
 * It works by `step`, which `fit` and `trainStep` call. With `gauss-newton-bartlett` the loss must be the negative logarithm of the
 * likelihood, a mean over the batch: `categorical` is a crossentropy over the last axis, `bernoulli` the binary crossentropy,
 * `normal` the mean squared error. With weights of samples the estimate is that of the unweighted mean times the mean
 * square of the weights.
 *
 * @throws ArgumentError when an option is out of range, from `apply`, and from `step` when the gradients have no graph or the
 * training loop does not tell what truths could be drawn for
 * @see Liu, Li, Hall, Liang and Ma, Sophia: a scalable stochastic second-order optimizer for language model pre-training, ICLR 2024
 * @example
 * ```ts
 * import { gradients } from '@gradkit/autograd';
 * import { mul, square, sum, tensor, variable } from '@gradkit/core';
 * import { sophia } from '@gradkit/second-order';
 * const w = variable([3, 0.2]);
 * const parameters = [{ name: 'w', variable: w }];
 * const optimizer = sophia({ learningRate: 0.5, beta1: 0, beta2: 0, rho: 0.5 });
 * const loss = () => sum(mul(square(w.value), tensor([0.5, 50]))); // curvatures 1 and 100
 * optimizer.step(() => gradients(loss(), parameters), parameters);
 * console.log(w.value.toArray()); // the first is clipped, the second goes by Newton's step: [2.5, 0]
 * ```
 */
export function sophia(options: SophiaOptions | LearningRate = {}): Optimizer {
  const name = 'sophia';
  const keys = [
    'estimator',
    'beta1',
    'beta2',
    'rho',
    'epsilon',
    'updatePeriod',
    'likelihood',
    'fromLogits',
    'seed',
  ] as const;
  const { own, driver } = ruleOptions<SophiaOptions>(name, options, keys, 1e-4);
  const { estimator = 'hutchinson', beta1 = 0.96, beta2 = 0.99, epsilon = 1e-12, updatePeriod = 10 } = own;
  const { rho = estimator === 'hutchinson' ? 0.01 : 0.05, likelihood = 'categorical', fromLogits = true } = own;
  checkChoice(name, 'estimator', estimator, ['hutchinson', 'gauss-newton-bartlett']);
  checkChoice(name, 'likelihood', likelihood, likelihoods);
  checkRange(name, 'in [0, 1)', { beta1, beta2 });
  checkRange(name, 'above 0', { rho, epsilon });
  checkCount(name, 1, { updatePeriod });
  checkFlags(name, { fromLogits });

  const curvature = scheduledCurvature(updatePeriod, own.seed ?? 0, driver.gradientAccumulationSteps);
  const base = createOptimizer<{ readonly momentum: Tensor; readonly hessian: Tensor }>(
    {
      name,
      slots: { momentum: 0, hessian: 0 },
      update: ({ learningRate, step }) => {
        const isDue = curvature.isDue(step);
        return (gradient, parameter, slots, { variable }) => {
          const momentum = add(slots.momentum, mul(sub(gradient, slots.momentum), 1 - beta1));
          const moved = add(slots.hessian, mul(sub(curvature.of(variable), slots.hessian), 1 - beta2));
          const hessian = where(isDue, moved, slots.hessian);
          const ratio = clip(div(momentum, maximum(mul(hessian, rho), epsilon)), -1, 1);
          return { parameter: sub(parameter, mul(ratio, learningRate)), slots: { momentum, hessian } };
        };
      },
    },
    driver,
  );

  const bartlett = (observation: Observation, random: Tensor): Tensor[] => {
    const pass = neededPass(name, observation);
    const { truths, count } = sampledTruths(pass, random, { likelihood, fromLogits });
    const drawn = gradients(pass.lossOf(pass.outputs, truths), observation.contents);
    return drawn.map((gradient) => mul(square(gradient), count));
  };
  const estimate = estimator === 'hutchinson' ? hutchinsonDiagonal : bartlett;

  return curvatureOptimizer(base, {
    step(evaluate, parameters) {
      const observation = observe(name, evaluate, parameters);
      curvature.during(base, parameters, observation, (random) => estimate(observation, random));
    },
  });
}
