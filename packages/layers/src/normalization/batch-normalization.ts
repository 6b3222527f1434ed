import {
  ArgumentError,
  add,
  assign,
  describe,
  foldIn,
  formatShape,
  mul,
  neg,
  normalizeAxis,
  rsqrt,
  ShapeError,
  sub,
  type Tensor,
} from '@gradkit/core';
import { type Initializer, ones, zeros } from '@gradkit/initializers';
import { checkWeightOptions } from '../check-options.ts';
import { createLayer, keepMask, type Layer } from '../layer.ts';
import { checkInputDType, createVariable } from '../parameter.ts';
import { type BatchStatistics, momentsOf } from './batch-statistics.ts';
import {
  checkNormalizationOptions,
  createScaleAndShift,
  type NormalizationOptions,
  placeAlong,
} from './scale-and-shift.ts';

/** Options of {@link batchNormalization}. */
export interface BatchNormalizationOptions extends NormalizationOptions {
  /** The axis that keeps its features apart; all others are averaged over. Default -1. */
  readonly axis?: number | undefined;
  /** Share of the old value in each update of the moving statistics, 0 to 1; default 0.99. */
  readonly momentum?: number | undefined;
  /** Default `zeros()`. */
  readonly movingMeanInitializer?: Initializer | undefined;
  /** Default `ones()`. */
  readonly movingVarianceInitializer?: Initializer | undefined;
}

/**
 * Brings each feature to mean 0 and variance 1 over the batch, then scales and shifts it by learned amounts.
 *
 * ```text
 * training   μ = (1/m) Σ x,  σ² = (1/m) Σ (x − μ)²      over all axes but one: of images over batch, height and width
 *            y = γ · (x − μ) / √(σ² + ε) + β
 *            moving ← momentum · moving + (1 − momentum) · batch
 * otherwise  y = γ / √(σ² + ε) · x + (β − γ · μ / √(σ² + ε))      with the moving μ and σ²
 * ```
 *
 * The shape stays. γ, β and the moving statistics have the extent of the one axis. Steps that a mask excludes do not count. A
 * frozen layer uses its moving statistics also in training. They are an exponential average of batches:
 * {@link recalibrateBatchNorm} replaces them by those of the whole training set, {@link foldBatchNorm} by nothing at all.
 *
 * @throws ArgumentError when `momentum` or `epsilon` is out of range, or `axis` is not an axis of the input
 * @throws ShapeError when an input has another number of axes or features than the first input
 * @see Ioffe and Szegedy, Batch normalization: accelerating deep network training by reducing internal covariate shift, ICML 2015
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
  const own = ['axis', 'momentum', 'movingMeanInitializer', 'movingVarianceInitializer'];
  checkNormalizationOptions('batchNormalization', options, own);
  checkWeightOptions('batchNormalization', options, ['movingMean', 'movingVariance']);
  const { axis: chosen = -1, momentum = 0.99, epsilon = 1e-3 } = options;
  if (!(momentum >= 0 && momentum <= 1)) {
    throw new ArgumentError(`batchNormalization: momentum is between 0 and 1, got ${describe(momentum)}.`);
  }

  return createLayer(
    'batchNormalization',
    options,
    (input, key, name) => {
      const rank = input.length;
      const axis = normalizeAxis(name, chosen, rank);
      const features = input[axis] as number;
      const place = placeAlong([axis], rank);

      const learned = createScaleAndShift(name, [features], options, key);
      const create = (what: string, initializer: Initializer, index: number) =>
        createVariable(`${name}/${what}`, [features], initializer, foldIn(key, index));
      const movingMean = create('movingMean', options.movingMeanInitializer ?? zeros(), 2);
      const movingVariance = create('movingVariance', options.movingVarianceInitializer ?? ones(), 3);

      const factorFor = (variance: Tensor): Tensor => {
        const inverse = rsqrt(add(variance, epsilon));
        return learned.gamma === undefined ? inverse : mul(learned.gamma, inverse);
      };
      const statistics: BatchStatistics = {
        mean: movingMean,
        variance: movingVariance,
        axis,
        rank,
        momentsOf: (x, mask) => momentsOf(name, x, axis, place, mask),
        affine() {
          const factor = factorFor(movingVariance.value);
          const shift = neg(mul(movingMean.value, factor));
          return { factor, shift: learned.beta === undefined ? shift : add(shift, learned.beta) };
        },
      };

      return {
        parameters: learned.parameters,
        state: [movingMean, movingVariance],
        statistics,
        output(shape) {
          if (shape.length !== rank || shape[axis] !== features) {
            throw new ShapeError(
              `${name}: expected ${rank} axes with ${features} features along axis ${axis}, got ${formatShape(shape)}.`,
            );
          }
          return shape;
        },
        apply(x, { training, frozen, mask, observe }) {
          checkInputDType(name, x);
          observe?.(statistics, x, mask);
          if (!training || frozen === true) {
            return shifted(mul(sub(x, place(movingMean.value)), place(factorFor(movingVariance.value))));
          }
          const { mean, variance, centered } = statistics.momentsOf(x, mask);
          const moved = (old: Tensor, batch: Tensor): Tensor => add(mul(old, momentum), mul(batch, 1 - momentum));
          assign([
            [movingMean, moved(movingMean.value, mean)],
            [movingVariance, moved(movingVariance.value, variance)],
          ]);
          return shifted(mul(centered, place(factorFor(variance))));
        },
      };

      function shifted(x: Tensor): Tensor {
        return learned.beta === undefined ? x : add(x, place(learned.beta));
      }
    },
    { outputMask: keepMask },
  );
}
