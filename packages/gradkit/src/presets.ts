/**
 * The settings of the documents that the project began with, by name, so that what they describe can be run as they
 * describe it. The defaults of all functions are those of today instead: compare before you copy.
 *
 * `presets.seed.sgd` and its like are options for the function of the same name: `sgd(presets.seed.sgd)`. Where the
 * documents give a range, there are its ends.
 *
 * @example
 * ```ts
 * import { presets, sgd } from 'gradkit';
 * console.log(sgd(presets.seed.sgd).learningRate); // 0.1
 * ```
 */
export const presets = {
  seed: {
    sgd: { learningRate: 0.1, momentum: 0.9 },
    adagrad: { learningRate: 0.1, epsilon: 1e-6, initialAccumulatorValue: 0 },
    rmsprop: { learningRate: 0.1 },
    /** The first of the documents; another has the learning rate 0.001, which is today's default. */
    adam: { learningRate: 0.01, beta1: 0.9, beta2: 0.999 },
    /** The decay that older optimizers had as an argument, here none: `inverseTimeDecay` is the schedule for it. */
    decay: { decayRate: 0, decaySteps: 1 },
    leakyRelu: { negativeSlope: 0.1 },
    l1: { least: { l1: 0.001 }, most: { l1: 0.005 } },
    l2: { least: { l2: 0.001 }, most: { l2: 0.005 } },
    dropout: { input: { rate: 0.2 }, hidden: { rate: 0.5 }, least: { rate: 0.1 }, most: { rate: 0.5 } },
    /** First weights of the figures: normal, of these deviations. */
    randomNormal: { large: { mean: 0, stddev: 1 }, small: { mean: 0, stddev: 0.01 } },
    /** What one document calls Xavier is known as LeCun's: variance 1 / fan-in. */
    xavier: { scale: 1, mode: 'fanIn', distribution: 'untruncatedNormal' },
    he: { scale: 2, mode: 'fanIn', distribution: 'untruncatedNormal' },
  },
} as const;
