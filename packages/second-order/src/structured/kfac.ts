import { gradients } from '@gradkit/autograd';
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
  sub,
  type Tensor,
  type Variable,
} from '@gradkit/core';
import {
  createOptimizer,
  type LearningRate,
  type ObservedProduct,
  type Optimizer,
  type OptimizerOptions,
  type UpdateRule,
} from '@gradkit/optimizers';
import { checkChoice } from '../problem/options.ts';
import { curvatureOptimizer } from '../stochastic/curvature-optimizer.ts';
import { neededPass, observe } from '../stochastic/observation.ts';
import { type Likelihood, likelihoods, sampledTruths } from '../stochastic/sampled-truths.ts';
import { biasCorrection } from './bias-correction.ts';
import {
  dampedInverses,
  fansOf,
  inputRows,
  type KfacLayer,
  kfacLayer,
  moments,
  outputRows,
  preconditioned,
} from './kfac-layer.ts';
import { ownOptions } from './own-options.ts';
import { checkCount, checkRange } from './ranges.ts';

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
  /** What outputs stand for: `categorical` (default), `bernoulli` or `normal`. */
  readonly likelihood?: Likelihood | undefined;
  /** Whether outputs are logits, where truths are drawn; default `true`. */
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

type KfacSlots = {
  readonly momentum: Tensor;
  /** For parameters that Adam updates. */
  readonly velocity: Tensor | undefined;
};

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
 * It works by `step`, which `fit` and `trainStep` call: they tell what the layers multiply. The loss must be the negative logarithm of
 * the likelihood, a mean over the batch: `categorical` is a crossentropy over the last axis, `bernoulli` the binary crossentropy,
 * `normal` the mean squared error. Decay, clipping and accumulation of gradients act on `ν · D`.
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
  const { own, driver } = ownOptions<KfacOptions>(name, options, keys, 0.01);
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

  const base = createOptimizer(ruleOf({ momentum, factored, adamLearningRateRatio }), driver);
  const random = key(seed);
  const dampingAt = (): number => (typeof damping === 'function' ? damping(base.iterations.value.item()) : damping);

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
      const observation = observe(name, evaluate, parameters);
      const pass = neededPass(name, observation);
      const present = parameters.flatMap(({ variable }) => layers.get(variable) ?? []);
      const products = present.flatMap(({ kernel }) => productsOf(kernel, pass.linear));

      const step = add(base.iterations.value, 1);
      const due = (period: number): Tensor => equal(remainder(sub(step, 1), period), 0);

      const gradientsFor = (truths: readonly Tensor[]): readonly Tensor[] =>
        gradients(
          pass.lossOf(pass.outputs, truths),
          products.map(({ output }) => output),
        );
      const past = present.map(({ input, output }) => [input.moments.value, output.moments.value] as const);
      /** The factors with those of this batch in them. What the work begins with is handed in, to be done when it is due. */
      const moved = ({ drawn, inputs, cotangents }: FactorOperands): readonly (readonly [Tensor, Tensor])[] => {
        const { truths, count } = sampledTruths(pass, drawn, { likelihood, fromLogits });
        const slopesOf = fisher === 'sampled' ? gradientsFor(truths) : cotangents;
        const blend = (before: Tensor, now: Tensor): Tensor => add(before, mul(sub(now, before), 1 - factorBeta));
        return present.map((layer, i) => {
          const own = products.flatMap((each, at) => (each.kernel === layer.kernel.variable ? [at] : []));
          const seen = own.map((at) => ({ ...(products[at] as ObservedProduct), input: inputs[at] as Tensor }));
          const rows = inputRows(layer, seen);
          const slopes = outputRows(
            layer,
            own.map((at) => slopesOf[at] as Tensor),
          );
          const [a, g] = past[i] as readonly [Tensor, Tensor];
          return [
            blend(a, div(moments(rows, layer.input), rows.shape[0] as number)),
            blend(g, mul(moments(slopes, layer.output), count)),
          ];
        });
      };
      const operands: FactorOperands = {
        drawn: foldIn(random, base.iterations.value),
        inputs: products.map(({ input }) => input),
        cotangents: fisher === 'sampled' ? [] : gradientsFor(pass.truths),
      };
      const factors =
        factorFrequency === 1 ? moved(operands) : conditional(due(factorFrequency), moved, past, operands);

      const estimates = add(floorDivide(sub(step, 1), factorFrequency), 1);
      const old = present.map(({ input, output }) => [input.inverse.value, output.inverse.value] as const);
      const inverses = conditional(
        due(preconditionFrequency),
        ({ seen, count }) =>
          present.map((layer, i) => {
            const [a, g] = seen[i] as readonly [Tensor, Tensor];
            const share = biasCorrection(factorBeta, cast(count, a.dtype));
            const shift = hostScalar(dampingAt, { dtype: a.dtype });
            return dampedInverses(layer, [div(a, share), div(g, share)], shift);
          }),
        old,
        { seen: factors, count: estimates },
      );

      const indexOf = new Map(parameters.map(({ variable }, i) => [variable, i]));
      const slopes = [...observation.gradients];
      const at = (variable: Variable): number => indexOf.get(variable) ?? -1;
      const directions = present.map((layer, i) => {
        const kernel = slopes[at(layer.kernel.variable)] as Tensor;
        const bias = layer.bias && slopes[at(layer.bias)];
        return preconditioned(layer, [kernel, bias], inverses[i] as readonly [Tensor, Tensor]);
      });
      if (directions.length > 0) {
        const descent = directions.map((each) => each.descent).reduce((total, each) => add(total, each));
        const rate = hostScalar(() => base.learningRate, { dtype: descent.dtype });
        const share = minimum(1, sqrt(div(klClip, add(mul(square(rate), descent), 1e-30))));
        present.forEach((layer, i) => {
          const { kernel, bias } = directions[i] as (typeof directions)[number];
          slopes[at(layer.kernel.variable)] = mul(kernel, share);
          if (layer.bias !== undefined && bias !== undefined) slopes[at(layer.bias)] = mul(bias, share);
        });
      }
      const changes = present.flatMap(({ input, output }, i): [Variable, Tensor][] => [
        [input.moments, factors[i]?.[0] as Tensor],
        [output.moments, factors[i]?.[1] as Tensor],
        [input.inverse, inverses[i]?.[0] as Tensor],
        [output.inverse, inverses[i]?.[1] as Tensor],
      ]);
      base.apply(slopes, parameters);
      assign(changes);
    },
  });
}

/** What the factors of a batch are made from. */
interface FactorOperands {
  /** The key of the truths that are drawn. */
  readonly drawn: Tensor;
  /** What was multiplied, product by product. */
  readonly inputs: readonly Tensor[];
  /** Gradients by the products, where no truths are drawn. */
  readonly cotangents: readonly Tensor[];
}

/** Momentum for what comes preconditioned, Adam for all else. */
function ruleOf({
  momentum: share,
  factored,
  adamLearningRateRatio,
}: {
  readonly momentum: number;
  readonly factored: ReadonlySet<Variable>;
  readonly adamLearningRateRatio: number;
}): UpdateRule<KfacSlots> {
  const [beta1, beta2, epsilon] = [0.9, 0.999, 1e-7];
  return {
    name: 'kfac',
    slots: { momentum: 0, velocity: ({ variable }) => (factored.has(variable) ? undefined : 0) },
    update: ({ learningRate, step }) => {
      const correction = div(sqrt(biasCorrection(beta2, step)), biasCorrection(beta1, step));
      const alpha = mul(mul(learningRate, adamLearningRateRatio), correction);
      return (gradient, parameter, slots) => {
        if (slots.velocity === undefined) {
          const momentum = add(mul(slots.momentum, share), gradient);
          return { parameter: sub(parameter, mul(momentum, learningRate)), slots: { momentum, velocity: undefined } };
        }
        const momentum = add(slots.momentum, mul(sub(gradient, slots.momentum), 1 - beta1));
        const velocity = add(slots.velocity, mul(sub(square(gradient), slots.velocity), 1 - beta2));
        const descent = div(mul(momentum, alpha), add(sqrt(velocity), epsilon));
        return { parameter: sub(parameter, descent), slots: { momentum, velocity } };
      };
    },
  };
}

/** The products that were made with a kernel. */
function productsOf(kernel: Parameter, all: readonly ObservedProduct[] | undefined): readonly ObservedProduct[] {
  const found = all?.filter((product) => product.kernel === kernel.variable) ?? [];
  if (found.length > 0) return found;
  throw new ArgumentError(
    `kfac: nobody told what is multiplied by ${kernel.name}. Train with fit() or trainStep(), and let layers of your own hand on ` +
      'the context that they are applied with.',
  );
}
