import { ArgumentError, assign } from '@gradkit/core';
import type { Callback, TrainingContext } from './callback.ts';

/**
 * Measures and ends with the averages of the weights that the optimizer keeps, instead of the weights themselves.
 *
 * ```text
 * average ← momentum · average + (1 − momentum) · weight    at every update, by the optimizer
 * ```
 *
 * After the last step of every epoch the model gets the averages: validation, early stopping and what callbacks save see
 * these. Before the next epoch it gets back the weights, so that training is as it would be without. In the end it keeps the
 * averages, and the optimizer begins anew from them.
 *
 * @throws ArgumentError, at the start of training, when the optimizer keeps no averages
 * @see Polyak and Juditsky, Acceleration of stochastic approximation by averaging, 1992
 * @see Keras, SwapEMAWeights, 2024
 * @example
 * ```ts
 * import { dense, sequential } from '@gradkit/layers';
 * import { meanSquaredError } from '@gradkit/losses';
 * import { sgd } from '@gradkit/optimizers';
 * import { fit, swapEmaWeights } from '@gradkit/train';
 *
 * const model = sequential([dense({ units: 1 })]);
 * const optimizer = sgd({ learningRate: 0.1, ema: { momentum: 0.9 } });
 * await fit(model, { x: [[0], [1]], y: [[1], [3]] }, {
 *   optimizer, loss: meanSquaredError(), epochs: 5, callbacks: [swapEmaWeights()],
 * });
 * console.log(model.getWeights()); // smoother than the last weights
 * ```
 */
export function swapEmaWeights(): Callback {
  let isSwapped = false;
  const swap = ({ model, optimizer }: TrainingContext): void => {
    optimizer.averages?.swap(model.parameters);
    isSwapped = !isSwapped;
  };
  return {
    onTrainBegin({ optimizer }) {
      if (optimizer.averages === undefined) {
        throw new ArgumentError(
          'swapEmaWeights: the optimizer keeps no averages. Give it the option ema, or wrap it in averageWeights().',
        );
      }
      isSwapped = false;
    },
    onEpochBegin(context) {
      if (isSwapped) swap(context);
    },
    onEpochTrained(context) {
      if (!isSwapped) swap(context);
    },
    onTrainEnd(context) {
      const { model, optimizer } = context;
      if (!isSwapped) {
        if (optimizer.iterations.value.item() === 0) return;
        swap(context);
      }
      assign(
        model.parameters.flatMap((parameter) => {
          const average = optimizer.averages?.of(parameter);
          return average === undefined ? [] : [[average, parameter.variable.value] as const];
        }),
      );
      isSwapped = false;
    },
    state: {
      name: 'swapEmaWeights',
      save: () => ({ values: isSwapped }),
      restore({ values }) {
        isSwapped = values === true;
      },
    },
  };
}
