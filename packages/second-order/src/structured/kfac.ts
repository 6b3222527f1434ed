import {
  ArgumentError,
  add,
  assign,
  cast,
  checkFlags,
  conditional,
  describe,
  div,
  equal,
  floorDivide,
  foldIn,
  hostScalar,
  key,
  minimum,
  mul,
  type Parameter,
  remainder,
  sqrt,
  square,
  type Tensor,
  type Variable,
} from '@gradkit/core';
import {
  biasCorrection,
  checkCount,
  checkRange,
  createOptimizer,
  type LearningRate,
  type Optimizer,
  type OptimizerOptions,
  ruleOptions,
} from '@gradkit/optimizers';
import { checkChoice } from '../problem/options.ts';
import { curvatureOptimizer } from '../stochastic/curvature-optimizer.ts';
import { neededPass, observe } from '../stochastic/observation.ts';
import { type Likelihood, likelihoods } from '../stochastic/sampled-truths.ts';
import { nextFactors } from './kfac-factors.ts';
import { dampedInverses, type FactorPair, fansOf, type KfacLayer, kfacLayer, preconditioned } from './kfac-layer.ts';
import { kfacRule } from './kfac-rule.ts';

/** Options of {@link kfac}. */
export type KfacOptions = OptimizerOptions & {
  /** Share of the past in the sum of updates, in [0, 1); default 0.9. */
  readonly momentum?: number | undefined;
  /** λ of what is added to the curvature, above 0, or a function of the step; default 0.01. */
  readonly damping?: number | ((step: number) => number) | undefined;
  /** The largest change of the model that one step may aim at, as a multiple of half a KL divergence, above 0; default 0.001. */
  readonly klClip?: number | undefined;
  /** Share of the past in the factors, in [0, 1); default 0.95. */
  readonly factorBeta?: number | undefined;
  /** Steps from one estimate of the factors to the next, at least 1; default 1. */
  readonly factorFrequency?: number | undefined;
  /** Steps from one computation of inverses to the next, at least 1; default 10. */
  readonly preconditionFrequency?: number | undefined;
  /**
   * `'sampled'`: gradients for truths that are drawn from the model's own distribution, which make the Fisher matrix; `'empirical'`: for
   * those of the batch, which cost nothing more. Default `'sampled'`.
   */
  readonly fisher?: 'sampled' | 'empirical' | undefined;
  /** What outputs stand for, all of them if there are several: `categorical` (default), `bernoulli` or `normal`. */
  readonly likelihood?: Likelihood | undefined;
  /** Whether outputs are logits, where truths are drawn; `false` for a model that ends with softmax or sigmoid. Default `true`. */
  readonly fromLogits?: boolean | undefined;
  /** Of the random numbers; default 0. */
  readonly seed?: number | undefined;
  /** The largest extent of a block on the diagonal of a factor, at least 1; default 512. */
  readonly blockSize?: number | undefined;
  /** Kernels with a longer side are left to Adam; default 4096. */
  readonly maxFactorDim?: number | undefined;
  /** What Adam multiplies the learning rate by, above 0; default 0.1. */
  readonly adamLearningRateRatio?: number | undefined;
};

const keys = [
  'momentum',
  'damping',
  'klClip',
  'factorBeta',
  'factorFrequency',
  'preconditionFrequency',
  'fisher',
  'likelihood',
  'fromLogits',
  'seed',
  'blockSize',
  'maxFactorDim',
  'adamLearningRateRatio',
] as const;

/**
 * The natural gradient, with a Fisher matrix that is taken for a Kronecker product in every layer.
 *
 * ```text
 * X̄: inputs of a layer with a 1 for the bias, S: gradients by its products, one row for each product of n samples
 * A ← factorBeta · A + (1 − factorBeta) · X̄ᵀ X̄ / rows
 * G ← factorBeta · G + (1 − factorBeta) · n · Sᵀ S
 * π = √((tr A / dim A) / (tr G / dim G))
 * D = (A + π √λ I)⁻¹ ∇W̄ (G + √λ/π I)⁻¹                 inverses at every preconditionFrequency-th step; W̄: kernel and bias
 * ν = min(1, √(klClip / (learningRate² · Σ D · ∇W̄)))    the sum over all layers
 * m ← momentum · m + ν · D
 * p ← p − learningRate · m
 * ```
 *
 * A bare number or schedule is the learning rate; its default is 0.01. This is how kernels and biases of dense and convolutional
 * layers are updated; rows of a convolution are its windows at all positions, and a layer that is applied several times has
 * the rows of all times. Adam updates everything else: embeddings, recurrent layers, normalisation, and kernels with a side longer than
 * `maxFactorDim`. Sides longer than `blockSize` are cut into blocks of equal extent, of whose factors only the blocks on the
 * diagonal are kept.
 *
 * λ is measured against the curvature of the loss. Where that is a mean over many outputs, such as the mean squared error of images,
 * a tenth of the default is better.
 *
 * It works by `step`, which `fit` and `trainStep` call: they tell what the layers multiply. The loss must be the negative logarithm of
 * the likelihood, a mean over the batch: `categorical` is a crossentropy over the last axis, `bernoulli` the binary crossentropy,
 * `normal` the mean squared error. Decay, clipping and accumulation of gradients act on `ν · D`; frequencies count batches.
 *
 * @throws ArgumentError when an option is out of range, from `apply`, and from `step` when the training loop does not tell what the
 * layers multiply
 * @see Martens and Grosse, Optimizing neural networks with Kronecker-factored approximate curvature, ICML 2015; Grosse and Martens,
 * A Kronecker-factored approximate Fisher matrix for convolution layers, ICML 2016; the clipping: Ba, Grosse and Martens,
 * Distributed second-order optimization using Kronecker-factored approximations, ICLR 2017
 * @example
 * ```ts
 * import { dense, sequential } from '@gradkit/layers';
 * import { meanSquaredError } from '@gradkit/losses';
 * import { kfac } from '@gradkit/second-order';
 * import { fit } from '@gradkit/train';
 * const model = sequential([dense({ units: 1 })]);
 * const data = { x: [[-1], [0], [1], [2]], y: [[-3], [-1], [1], [3]] };
 * const optimizer = kfac({ learningRate: 0.3, momentum: 0, likelihood: 'normal', klClip: 1 });
 * const history = await fit(model, data, { optimizer, loss: meanSquaredError(), epochs: 50 });
 * console.log(history.best('loss') < 1e-3); // true: the model has found y = 2x − 1
 * ```
 */
export function kfac(options: KfacOptions | LearningRate = {}): Optimizer {
  const name = 'kfac';
  const { own, driver } = ruleOptions<KfacOptions>(name, options, keys, 0.01);
  const { momentum = 0.9, damping = 0.01, klClip = 0.001, factorBeta = 0.95, factorFrequency = 1 } = own;
  const { preconditionFrequency = 10, fisher = 'sampled', likelihood = 'categorical', fromLogits = true } = own;
  const { seed = 0, blockSize = 512, maxFactorDim = 4096, adamLearningRateRatio = 0.1 } = own;
  checkRange(name, 'in [0, 1)', { momentum, factorBeta });
  checkRange(name, 'above 0', { adamLearningRateRatio, ...(typeof damping === 'function' ? {} : { damping }) });
  if (!(klClip > 0)) throw new ArgumentError(`${name}: klClip must be a number above 0, got ${describe(klClip)}.`);
  checkCount(name, 1, { factorFrequency, preconditionFrequency, blockSize });
  checkCount(name, 0, { maxFactorDim });
  checkChoice(name, 'fisher', fisher, ['sampled', 'empirical']);
  checkChoice(name, 'likelihood', likelihood, likelihoods);
  checkFlags(name, { fromLogits });

  const layers = new Map<Variable, KfacLayer>();
  const factored = new Set<Variable>();
  const meet = (parameters: readonly Parameter[]): void => {
    const present = new Set(parameters.map(({ variable }) => variable));
    for (const kernel of parameters) {
      if (kernel.linear === undefined || layers.has(kernel.variable)) continue;
      if (Math.max(...fansOf(kernel)) > maxFactorDim) continue;
      const { bias } = kernel.linear;
      const layer = kfacLayer(name, kernel, bias && present.has(bias) ? bias : undefined, blockSize);
      layers.set(kernel.variable, layer);
      factored.add(kernel.variable);
      if (layer.bias !== undefined) factored.add(layer.bias);
    }
  };

  const base = createOptimizer(kfacRule({ momentum, factored, adamLearningRateRatio }), driver);
  const random = key(seed);
  const { gradientAccumulationSteps: period = 1 } = driver;
  const waiting = base.namedState.find(({ name: called }) => called === 'accumulated')?.variable;
  /** How many batches have been seen: factors take in each of them, also those whose gradients wait for others. */
  const batches = (): Tensor => {
    const updates = base.iterations.value;
    return waiting === undefined ? updates : add(mul(updates, period), waiting.value);
  };
  const dampingAt = (): number => {
    if (typeof damping === 'number') return damping;
    const at = base.iterations.value.item();
    const found: unknown = damping(at);
    if (typeof found === 'number' && found > 0 && found < Infinity) return found;
    throw new ArgumentError(`${name}: the damping at step ${at} must be a number above 0, got ${describe(found)}.`);
  };

  return curvatureOptimizer(base, {
    build: meet,
    state: () =>
      [...layers.values()].flatMap(({ kernel, input, output }) => [
        { name: `${kernel.name}/inputFactor`, variable: input.moments },
        { name: `${kernel.name}/inputInverse`, variable: input.inverse },
        { name: `${kernel.name}/outputFactor`, variable: output.moments },
        { name: `${kernel.name}/outputInverse`, variable: output.inverse },
      ]),
    step(evaluate, parameters) {
      meet(parameters);
      const present = parameters.flatMap(({ variable }) => layers.get(variable) ?? []);
      if (present.length === 0) return base.step(evaluate, parameters);
      const observation = observe(name, evaluate, parameters);
      const seen = { layers: present, pass: neededPass(name, observation) };
      const past = batches();
      const isDue = (period: number): Tensor => equal(remainder(past, period), 0);

      const draw = { key: foldIn(random, past), likelihood, fromLogits, fisher };
      const factors = nextFactors(seen, draw, factorBeta, factorFrequency === 1 ? undefined : isDue(factorFrequency));
      const estimates = add(floorDivide(past, factorFrequency), 1);
      const old = present.map(({ input, output }): FactorPair => [input.inverse.value, output.inverse.value]);
      const inverses = conditional(
        isDue(preconditionFrequency),
        ({ moments, count }) =>
          present.map((layer, i) => {
            const [a, g] = moments[i] as FactorPair;
            const full = biasCorrection(factorBeta, cast(count, a.dtype));
            return dampedInverses(layer, [div(a, full), div(g, full)], hostScalar(dampingAt, { dtype: a.dtype }));
          }),
        old,
        { moments: factors, count: estimates },
      );

      const slopes = new Map(parameters.map(({ variable }, i) => [variable, observation.gradients[i] as Tensor]));
      const directions = present.map((layer, i) => preconditioned(layer, slopes, inverses[i] as FactorPair));
      const descent = directions.map((each) => each.descent).reduce((total, each) => add(total, each));
      const rate = hostScalar(() => base.learningRate, { dtype: descent.dtype });
      const share = minimum(1, sqrt(div(klClip, add(mul(square(rate), descent), 1e-30))));
      for (const { moves } of directions) for (const [target, move] of moves) slopes.set(target, mul(move, share));
      base.apply(
        parameters.map(({ variable }) => slopes.get(variable) as Tensor),
        parameters,
      );
      assign(
        present.flatMap(({ input, output }, i): [Variable, Tensor][] => {
          const [[a, g], [p, q]] = [factors[i], inverses[i]] as [FactorPair, FactorPair];
          return [
            [input.moments, a],
            [output.moments, g],
            [input.inverse, p],
            [output.inverse, q],
          ];
        }),
      );
    },
  });
}
