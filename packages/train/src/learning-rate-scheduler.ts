import { ArgumentError, describe } from '@gradkit/core';
import type { Optimizer } from '@gradkit/optimizers';
import type { Callback } from './callback.ts';

/**
 * Sets the learning rate at the beginning of every epoch.
 *
 * For a rate that changes from step to step give the optimizer a schedule instead, such as `cosineDecay`.
 *
 * @param schedule the rate of an epoch, given its number, from 0, and the rate before: a finite number of at least 0
 * @throws ArgumentError when it is no function; `fit` rejects when it returns something else
 * @see Keras, LearningRateScheduler, 2015
 * @example
 * ```ts
 * import { dense, sequential } from '@gradkit/layers';
 * import { meanSquaredError } from '@gradkit/losses';
 * import { sgd } from '@gradkit/optimizers';
 * import { fit, learningRateScheduler } from '@gradkit/train';
 *
 * const optimizer = sgd({ learningRate: 0.1 });
 * await fit(sequential([dense({ units: 1 })]), { x: [[0], [1]], y: [[1], [3]] }, {
 *   optimizer, loss: meanSquaredError(), epochs: 6,
 *   callbacks: [learningRateScheduler((epoch, rate) => (epoch < 3 ? rate : rate / 2))],
 * });
 * console.log(optimizer.learningRate); // 0.0125
 * ```
 */
export function learningRateScheduler(schedule: (epoch: number, learningRate: number) => number): Callback {
  if (typeof schedule !== 'function') {
    throw new ArgumentError(`learningRateScheduler: expected a function of the epoch, got ${describe(schedule)}.`);
  }
  let optimizer: Optimizer | undefined;
  let rate: number | undefined;
  return {
    onTrainBegin(context) {
      ({ optimizer } = context);
      rate = undefined;
    },
    onEpochBegin(context) {
      rate = schedule(context.epoch, context.optimizer.learningRate);
      if (typeof rate !== 'number') {
        throw new ArgumentError(
          `learningRateScheduler: the schedule gave ${describe(rate)} for epoch ${context.epoch}.`,
        );
      }
      context.optimizer.learningRate = rate;
    },
    state: {
      name: 'learningRateScheduler',
      save: () => ({ values: rate ?? null }),
      restore({ values }) {
        rate = (values as number | null) ?? undefined;
        if (rate !== undefined && optimizer !== undefined) optimizer.learningRate = rate;
      },
    },
  };
}
