import { gradients } from '@gradkit/autograd';
import { jit, type Tensor } from '@gradkit/core';
import type { Model } from '@gradkit/layers';
import { breath } from './breath.ts';
import type { Callback, Logs, TrainingContext } from './callback.ts';
import { evaluator } from './evaluate.ts';
import { type FitOptions, planFit } from './fit-plan.ts';
import { type History, recordHistory } from './history.ts';
import type { TrainingData } from './samples.ts';
import { addBatch, directionsOf, initialTotals, readTotals, type Totals, totalLoss } from './totals.ts';

/**
 * Trains a model: in every epoch one step for each batch, then the validation.
 *
 * One step is one compiled program: predictions, loss and penalties, gradients, the optimizer's update, moving
 * statistics and metrics. The logs of an epoch are means over its samples; those of training are measured while the
 * weights change, those of validation (`valLoss`, `valAccuracy`, …) afterwards. The same seed gives the same numbers.
 *
 * NaN in the data is not an error: `history.flags` tells about it, and the first step whose loss was not finite.
 *
 * @param model a model; if it has no variables yet, they are made from the seed
 * @param data a data set, or `{ x, y }` whose first axes count samples
 * @returns the loss and the metrics of every epoch
 * @throws ArgumentError, ShapeError, DataError before anything is trained: when an option is missing or wrong, the data is
 * empty, shapes do not fit, or a label is not a class
 * @example
 * ```ts
 * import { dense, sequential } from '@gradkit/layers';
 * import { meanSquaredError } from '@gradkit/losses';
 * import { sgd } from '@gradkit/optimizers';
 * import { fit } from '@gradkit/train';
 *
 * const model = sequential([dense({ units: 1 })]);
 * const data = { x: [[-1], [0], [1], [2]], y: [[-3], [-1], [1], [3]] };
 * const history = await fit(model, data, { optimizer: sgd({ learningRate: 0.1 }), loss: meanSquaredError(), epochs: 50 });
 * console.log(history.best('loss')); // close to 0: the model has found y = 2x − 1
 * ```
 */
export async function fit(model: Model, data: TrainingData, options: FitOptions): Promise<History> {
  const plan = planFit(model, data, options);
  const { optimizer, loss, metrics, callbacks, epochs, steps, batches, validation } = plan;
  const directions = {
    ...directionsOf(metrics, false),
    ...(validation === undefined ? {} : directionsOf(metrics, true)),
  };
  const { history, add: record } = recordHistory(directions);
  history.flags.nonFiniteInputs = plan.nonFiniteInputs;

  const step = jit((x: Tensor, y: Tensor, totals: Totals): Totals => {
    const predicted = model.apply(x, { training: true });
    const value = totalLoss('fit', loss(y, predicted), model);
    optimizer.apply(gradients(value, model.parameters), model.parameters);
    return addBatch(totals, metrics, value, y, predicted);
  });
  const validate = evaluator(model, loss, metrics);

  let epoch = plan.initialEpoch;
  let done = 0;
  let seen = 0;
  let totals = initialTotals(metrics);
  let logs: Logs | undefined;
  let stopped = false;
  const context: TrainingContext = {
    model,
    optimizer,
    epochs,
    steps,
    directions,
    get epoch() {
      return epoch;
    },
    get step() {
      return done;
    },
    get logs() {
      return logs ?? (done === 0 ? {} : readTotals(totals, metrics, seen, false));
    },
    stop() {
      stopped = true;
    },
  };
  const notify = async (moment: Exclude<keyof Callback, 'onBatchEnd'>): Promise<void> => {
    for (const callback of callbacks) await callback[moment]?.(context);
  };

  await notify('onTrainBegin');
  const breathe = breath();
  for (; epoch < epochs && !stopped; epoch++) {
    logs = undefined;
    totals = initialTotals(metrics);
    done = 0;
    seen = 0;
    await notify('onEpochBegin');
    const ofEpoch = batches.epoch(epoch);
    for (let index = 0; index < steps && !stopped; index++) {
      const { x, y } = ofEpoch.at(index);
      totals = step(x, y, totals);
      done++;
      seen += y.shape[0] ?? 0;
      for (const callback of callbacks) {
        const pending = callback.onBatchEnd?.(context);
        if (pending !== undefined) await pending;
      }
      const pause = breathe();
      if (pause !== undefined) await pause;
    }
    // Stopped before its first step: an epoch without results.
    if (done === 0) break;

    const nonFiniteStep = totals.nonFiniteStep.item();
    if (nonFiniteStep >= 0) history.flags.nonFiniteLoss ??= { epoch, step: nonFiniteStep };
    logs = {
      ...readTotals(totals, metrics, seen, false),
      ...(validation === undefined ? {} : await validate(validation, plan.validationSize, true)),
    };
    record(epoch, logs);
    await notify('onEpochEnd');
    if (stopped) history.stoppedEpoch = epoch;
  }
  await notify('onTrainEnd');
  return history;
}
