import { ArgumentError, checkOptions, describe, jit, key, type Tensor } from '@gradkit/core';
import type { Model, ShapesOf, Values } from '@gradkit/layers';
import { type LrRangeTestOptions, lrRangeTest, type Optimizer, type Schedule } from '@gradkit/optimizers';
import { breath } from './breath.ts';
import type { AnyModel } from './callback.ts';
import { type ClassWeight, checkClassWeight } from './class-weight.ts';
import { close, drawFrom, useBatches } from './draw.ts';
import { checkCount, checkEvaluable, neededFields } from './evaluate.ts';
import { batchOf, inputFields, leavesOfBatch, outputFields } from './forward-pass.ts';
import { type ObjectiveOptions, objectiveOf } from './objective.ts';
import { firstBatch, inMemory, type TrainingData, toBatches, toDrawable, usedFields } from './samples.ts';
import { update } from './train-step.ts';

/** Options of {@link learningRateRangeTest}. */
export interface RangeTestOptions extends Pick<ObjectiveOptions, 'loss' | 'lossWeights'>, LrRangeTestOptions {
  /** Makes the optimizer with the learning rate that it is given: `(learningRate) => adam({ learningRate })`. */
  readonly optimizer: (learningRate: Schedule) => Optimizer;
  /** Samples per step, or `'full'`; default 32, or as the batches given. */
  readonly batchSize?: number | 'full' | undefined;
  /** How much the samples of each class count; default all alike. */
  readonly classWeight?: ClassWeight | undefined;
  /** Source of the order of samples, and of the weights if the model has none yet; a safe integer ≥ 0, default 0. */
  readonly seed?: number | undefined;
  /** Share of the past in the smoothed losses, in [0, 1); default 0.95. */
  readonly smoothing?: number | undefined;
  /** The test ends early when the smoothed loss is this many times its smallest value, above 1; default 4. */
  readonly divergence?: number | undefined;
}

/** What a range test saw. */
export interface RangeTest {
  /** The rate of every step that was made. */
  readonly learningRates: readonly number[];
  /** The loss of every step, before it. */
  readonly losses: readonly number[];
  /** The losses, smoothed over steps. */
  readonly smoothed: readonly number[];
  /** A tenth of the rate at which the smoothed loss is smallest; undefined when it never falls. */
  readonly suggestion: number | undefined;
}

const where = 'learningRateRangeTest';

const optionNames = [
  'optimizer',
  'loss',
  'lossWeights',
  'batchSize',
  'classWeight',
  'seed',
  'smoothing',
  'divergence',
  'minLearningRate',
  'maxLearningRate',
  'steps',
  'ramp',
];

/**
 * Looks for a learning rate: trains with one that grows from step to step, and sees where the loss falls and where it
 * explodes. Afterwards the model is as it was before.
 *
 * ```text
 * s ← β·s + (1 − β)·loss                  β = smoothing, s = 0 at first
 * smoothed loss = s / (1 − βⁿ)            after n steps
 * suggestion = (its rate where it is smallest) / 10
 * ```
 *
 * The rates are those of `lrRangeTest`. Beyond the rate at which the loss is smallest training begins to diverge; a tenth of
 * it is safe, and still fast. Look at the curve, too: it is noisy where batches are small.
 *
 * @param data as for `fit`; when it is used up, it begins anew
 * @throws ArgumentError, ShapeError, DataError when an option is missing or wrong, or the data does not fit
 * @see Smith, Cyclical learning rates for training neural networks, section 3.3, 2017
 * @see Howard and Gugger, fastai: A layered API for deep learning, 2020
 * @example
 * ```ts
 * import { iris } from '@gradkit/data/iris';
 * import { dense, sequential } from '@gradkit/layers';
 * import { sparseCategoricalCrossentropy } from '@gradkit/losses';
 * import { sgd } from '@gradkit/optimizers';
 * import { learningRateRangeTest } from '@gradkit/train';
 *
 * const model = sequential([dense({ units: 3 })]);
 * const { suggestion, learningRates, smoothed } = await learningRateRangeTest(model, iris(), {
 *   optimizer: (learningRate) => sgd({ learningRate }), loss: sparseCategoricalCrossentropy({ fromLogits: true }),
 *   minLearningRate: 1e-4, maxLearningRate: 10,
 * });
 * console.log(suggestion, learningRates.length === smoothed.length);
 * ```
 */
export async function learningRateRangeTest<I extends Values = Tensor, O extends Values = Tensor>(
  model: Model<I, O>,
  data: TrainingData,
  options: RangeTestOptions,
): Promise<RangeTest> {
  checkOptions(where, options, optionNames);
  const { optimizer: make, seed = 0, smoothing = 0.95, divergence = 4, classWeight, batchSize } = options ?? {};
  const { minLearningRate, maxLearningRate, steps = 100, ramp } = options ?? {};
  checkEvaluable(where, model);
  if (typeof make !== 'function') {
    throw new ArgumentError(
      `${where}: optimizer is a function such as (learningRate) => adam({ learningRate }), got ${describe(make)}.`,
    );
  }
  checkCount(where, 'seed', seed, 0);
  checkRange('smoothing', smoothing, 0, 1);
  checkRange('divergence', divergence, 1, Infinity);
  const rate = lrRangeTest({ minLearningRate, maxLearningRate, steps, ramp });
  const trained = model as unknown as AnyModel;
  const objective = objectiveOf(where, { loss: options.loss, lossWeights: options.lossWeights }, outputFields(model));
  checkClassWeight(where, classWeight, objective);
  const needed = neededFields(trained, objective);
  const drawable = toDrawable(where, data, needed);
  const batches = toBatches(where, inMemory(drawable)?.shuffle({ seed }) ?? drawable, batchSize);
  const probe = await firstBatch(where, drawable, batches, undefined);
  const fields = usedFields(where, probe, needed);
  const shapes = inputFields(model).map((name) => (probe[name] as Tensor).shape);
  trained.build((model.inputNames === undefined ? shapes[0] : shapes) as ShapesOf<Values>, key(seed));

  const optimizer = make(rate);
  const step = jit(
    (...leaves: readonly Tensor[]) =>
      update(where, trained, objective, batchOf(fields, leaves), { optimizer, classWeight }).loss,
  );
  const weights = trained.getWeights();
  const losses: number[] = [];
  const smoothed: number[] = [];
  let average = 0;
  let isOver = false;
  try {
    for (let epoch = 0; !isOver; epoch++) {
      const draw = drawFrom(batches.length === Infinity ? batches : batches.epoch(epoch));
      try {
        await useBatches(
          draw,
          undefined,
          breath(),
          () => !isOver,
          (batch) => {
            const loss = step(...leavesOfBatch(fields, batch)).item();
            average = smoothing * average + (1 - smoothing) * loss;
            losses.push(loss);
            smoothed.push(average / (1 - smoothing ** losses.length));
            const isDivergent = !((smoothed.at(-1) as number) <= divergence * Math.min(...smoothed));
            isOver = losses.length === steps || isDivergent;
          },
        );
      } finally {
        await close(draw, undefined);
      }
    }
  } finally {
    trained.setWeights(weights);
  }
  const learningRates = losses.map((_, i) => rate(i));
  const lowest = smoothed.indexOf(Math.min(...smoothed.filter(Number.isFinite)));
  return { learningRates, losses, smoothed, suggestion: lowest > 0 ? rate(lowest) / 10 : undefined };
}

function checkRange(name: string, value: number, lowest: number, highest: number): void {
  if (typeof value === 'number' && value >= lowest && value < highest) return;
  throw new ArgumentError(`${where}: ${name} is at least ${lowest} and below ${highest}, got ${describe(value)}.`);
}
