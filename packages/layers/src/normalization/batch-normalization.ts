import {
  ArgumentError,
  add,
  assign,
  describe,
  foldIn,
  formatShape,
  mean,
  mul,
  normalizeAxis,
  reshape,
  rsqrt,
  type Shape,
  ShapeError,
  square,
  sub,
  type Tensor,
} from '@gradkit/core';
import { type Initializer, ones, zeros } from '@gradkit/initializers';
import type { Regularizer } from '@gradkit/regularizers';
import { checkLayerOptions, createLayer, keepMask, type Layer, type LayerOptions } from '../layer.ts';
import { type Constraint, checkInputDType, createParameter, createVariable } from '../parameter.ts';

/** Options of {@link batchNormalization}. */
export interface BatchNormalizationOptions extends LayerOptions {
  /** The axis that keeps its features apart; all others are averaged over. Default -1. */
  readonly axis?: number | undefined;
  /** Share of the old value in each update of the moving statistics, 0 to 1; default 0.99. */
  readonly momentum?: number | undefined;
  /** Added to the variance, greater than 0; default 1e-3. */
  readonly epsilon?: number | undefined;
  /** Whether to add the learned `beta`; default true. */
  readonly center?: boolean | undefined;
  /** Whether to multiply by the learned `gamma`; default true. */
  readonly scale?: boolean | undefined;
  /** Default `zeros()`. */
  readonly betaInitializer?: Initializer | undefined;
  /** Default `ones()`. */
  readonly gammaInitializer?: Initializer | undefined;
  /** Default `zeros()`. */
  readonly movingMeanInitializer?: Initializer | undefined;
  /** Default `ones()`. */
  readonly movingVarianceInitializer?: Initializer | undefined;
  /** Default: none. */
  readonly betaRegularizer?: Regularizer | undefined;
  /** Default: none. */
  readonly gammaRegularizer?: Regularizer | undefined;
  /** Default: none. */
  readonly betaConstraint?: Constraint | undefined;
  /** Default: none. */
  readonly gammaConstraint?: Constraint | undefined;
}

const optionNames = [
  'axis',
  'momentum',
  'epsilon',
  'center',
  'scale',
  'betaInitializer',
  'gammaInitializer',
  'movingMeanInitializer',
  'movingVarianceInitializer',
  'betaRegularizer',
  'gammaRegularizer',
  'betaConstraint',
  'gammaConstraint',
];

/**
 * Brings each feature to mean 0 and variance 1 over the batch, then scales and shifts it by learned amounts.
 *
 * `y = γ·(x − μ)/√(σ² + ε) + β`. In training μ and σ² are the mean and the biased variance of the batch, over all axes
 * but one, and the moving statistics follow: `moving ← momentum·moving + (1 − momentum)·batch`. Otherwise μ and σ² are
 * the moving statistics. The shape stays.
 *
 * Source: Ioffe, Szegedy, "Batch normalization: accelerating deep network training by reducing internal covariate
 * shift", ICML 2015.
 *
 * @throws ArgumentError when `momentum` or `epsilon` is out of range, or `axis` is not an axis of the input
 * @throws ShapeError when an input has another number of axes or features than the first input
 * @example
 * ```ts
 * import { tensor } from '@gradkit/core';
 * import { batchNormalization, sequential } from '@gradkit/layers';
 *
 * const model = sequential([batchNormalization({ epsilon: 1e-12 })]);
 * console.log(model.apply(tensor([[1, 10], [3, 30]]), { training: true }).toArray()); // [[-1, -1], [1, 1]]
 * ```
 */
export function batchNormalization(options: BatchNormalizationOptions = {}): Layer {
  checkLayerOptions('batchNormalization', options, optionNames);
  const { axis = -1, momentum = 0.99, epsilon = 1e-3, center = true, scale = true } = options;
  if (!(momentum >= 0 && momentum <= 1)) {
    throw new ArgumentError(`batchNormalization: momentum is between 0 and 1, got ${describe(momentum)}.`);
  }
  if (!(epsilon > 0))
    throw new ArgumentError(`batchNormalization: epsilon is greater than 0, got ${describe(epsilon)}.`);

  return createLayer(
    'batchNormalization',
    options,
    (input, key, name) => {
      const rank = input.length;
      const featureAxis = normalizeAxis(name, axis, rank);
      const features = input[featureAxis] as number;
      const averaged = input.map((_, i) => i).filter((i) => i !== featureAxis);

      const create = (what: string, initializer: Initializer, index: number) =>
        createVariable(`${name}/${what}`, [features], initializer, foldIn(key, index));
      const gamma = scale ? create('gamma', options.gammaInitializer ?? ones(), 0) : undefined;
      const beta = center ? create('beta', options.betaInitializer ?? zeros(), 1) : undefined;
      const movingMean = create('movingMean', options.movingMeanInitializer ?? zeros(), 2);
      const movingVariance = create('movingVariance', options.movingVarianceInitializer ?? ones(), 3);

      /** `[features]` as an array that broadcasts along the feature axis. */
      const alongFeatures = (x: Tensor): Tensor =>
        featureAxis === rank - 1 ? x : reshape(x, [features, ...new Array<number>(rank - 1 - featureAxis).fill(1)]);

      return {
        parameters: [
          ...(gamma === undefined ? [] : [createParameter(gamma, options.gammaRegularizer, options.gammaConstraint)]),
          ...(beta === undefined ? [] : [createParameter(beta, options.betaRegularizer, options.betaConstraint)]),
        ],
        state: [movingMean, movingVariance],
        output(shape: Shape) {
          if (shape.length !== rank || shape[featureAxis] !== features) {
            throw new ShapeError(
              `${name}: expected ${rank} axes with ${features} features along axis ${featureAxis}, got ${formatShape(shape)}.`,
            );
          }
          return shape;
        },
        apply(x, context) {
          checkInputDType(name, x);
          const training = context.training && context.frozen !== true;
          const average = training ? mean(x, { axis: averaged }) : movingMean.value;
          const centered = sub(x, alongFeatures(average));
          const spread = training ? mean(square(centered), { axis: averaged }) : movingVariance.value;
          if (training) {
            const moved = (old: Tensor, batch: Tensor): Tensor => add(mul(old, momentum), mul(batch, 1 - momentum));
            assign([
              [movingMean, moved(movingMean.value, average)],
              [movingVariance, moved(movingVariance.value, spread)],
            ]);
          }
          const inverse = rsqrt(add(spread, epsilon));
          const factor = gamma === undefined ? inverse : mul(gamma.value, inverse);
          const scaled = mul(centered, alongFeatures(factor));
          return beta === undefined ? scaled : add(scaled, alongFeatures(beta.value));
        },
      };
    },
    { outputMask: keepMask },
  );
}
