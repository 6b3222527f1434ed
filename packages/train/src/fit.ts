import { DataError, jit, type Tensor } from '@gradkit/core';
import type { Sample } from '@gradkit/data';
import type { Model, Values } from '@gradkit/layers';
import { breath } from './breath.ts';
import type { AnyModel, Callback, RunState, TrainingContext } from './callback.ts';
import { close, type Draw, drawFrom, throwIfAborted, useBatches } from './draw.ts';
import { evaluator } from './evaluate.ts';
import { type FitOptions, planFit } from './fit-plan.ts';
import { batchOf, leavesOfBatch, samplesOf } from './forward-pass.ts';
import { type History, recordHistory } from './history.ts';
import type { TrainingData } from './samples.ts';
import { addBatch, leavesOf, totalsForm } from './totals.ts';
import { update } from './train-step.ts';

/**
 * Trains a model: in every epoch one step for each batch, then the validation.
 *
 * One step is one compiled program: predictions, loss and penalties, gradients, the optimizer's update, moving
 * statistics and metrics; `trainStep` makes such steps for loops of your own. The logs of an epoch are means over its
 * samples; those of training are measured while the weights change, those of validation (`valLoss`, `valAccuracy`, …)
 * afterwards. The same seed gives the same numbers. Frozen layers stay as they are.
 *
 * Data in memory is not waited for. Streams are read while the model trains; each epoch begins them anew, except those
 * that never end, of which every epoch takes the next `stepsPerEpoch` batches.
 *
 * NaN in the data is not an error: `history.flags` tells about it, and the first step whose loss was not finite.
 *
 * After an abort by `signal` the last step is complete, `onTrainEnd` of all callbacks has run, and the promise rejects with
 * the signal's reason: the model can be used, saved and trained on.
 *
 * @param model a model; if it has no variables yet, they are made from the seed
 * @param data a data set, a stream, batches, or `{ x, y }` whose first axes count samples. A model with several inputs or
 * outputs finds them in fields of their names; the field `sampleWeight` says how much samples count
 * @returns the loss and the metrics of every epoch
 * @throws ArgumentError, ShapeError, DataError before anything is trained: when an option is missing or wrong, the data is
 * empty, shapes do not fit, a label is not a class, or the checkpoint to resume from is that of another run
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
export async function fit<I extends Values = Tensor, O extends Values = Tensor>(
  model: Model<I, O>,
  data: TrainingData,
  options: FitOptions,
): Promise<History> {
  throwIfAborted(options?.signal);
  const trained = model as unknown as AnyModel;
  const plan = await planFit(trained, data, options);
  const { optimizer, objective, callbacks, epochs, batches, fields, validation, setup } = plan;
  const { signal, resume } = options;
  const form = totalsForm(objective);
  const directions = {
    ...form.directions(false),
    ...(validation === undefined ? {} : form.directions(true)),
  };
  const { history, add: record } = recordHistory(directions);
  history.flags.nonFiniteInputs = plan.nonFiniteInputs;

  const watches = callbacks.flatMap((each) => (each.watch ? [each.watch.bind(each)] : []));
  const step = jit((...leaves: readonly Tensor[]) => {
    const pass = update('fit', trained, objective, batchOf(fields, leaves), plan, watches);
    return leavesOf(addBatch(form.tree(leaves.slice(fields.length)), objective, pass));
  });
  const validate = validation && evaluator(trained, objective, validation.fields);

  const state: RunState = {
    epoch: plan.initialEpoch,
    step: 0,
    steps: plan.steps,
    samples: 0,
    totals: form.initial,
    logs: undefined,
    stopped: false,
  };
  const context: TrainingContext = {
    model: trained,
    optimizer,
    epochs,
    directions,
    history,
    setup,
    callbacks,
    state,
    get epoch() {
      return state.epoch;
    },
    get step() {
      return state.step;
    },
    get steps() {
      return state.steps;
    },
    get logs() {
      return state.logs ?? (state.step === 0 ? {} : form.read(state.totals, state.samples, false));
    },
    stop() {
      state.stopped = true;
    },
  };
  const notify = (moment: Moment): void | Promise<void> => inTurn(callbacks, moment, context);

  const restoreCallbacks = resume?.restore({ model: trained, optimizer, callbacks, setup, state, history });
  await notify('onTrainBegin');
  restoreCallbacks?.();

  const use = (batch: Sample<string>): void | Promise<void> => {
    state.totals = step(...leavesOfBatch(fields, batch), ...state.totals);
    state.step++;
    state.samples += samplesOf(batch);
    const pending = notify('onBatchEnd');
    return pending === undefined ? notify('onSettled') : pending.then(() => notify('onSettled'));
  };
  const breathe = breath();
  // Batches that never end go on from epoch to epoch.
  const isEndless = batches.length === Infinity;
  let isOpen = state.step > 0;
  let draw: Draw | undefined;
  try {
    for (; state.epoch < epochs && (isOpen || !state.stopped); state.epoch++) {
      const { epoch } = state;
      if (!isOpen) {
        Object.assign(state, { step: 0, samples: 0, totals: form.initial, logs: undefined });
        await notify('onEpochBegin');
      }
      isOpen = false;
      draw ??= isEndless
        ? drawFrom(batches, epoch * (plan.steps ?? 0) + state.step)
        : drawFrom(batches.epoch(epoch), state.step);
      await useBatches(draw, signal, breathe, () => !state.stopped && state.step < (plan.steps ?? Infinity), use);
      if (!isEndless) {
        await close(draw, signal);
        draw = undefined;
      }
      if (state.step === 0) {
        // Stopped before its first step: an epoch without results.
        if (state.stopped) break;
        throw new DataError(`fit: the data has no batches in epoch ${epoch}.`);
      }
      if (!state.stopped) state.steps ??= state.step;

      await notify('onEpochTrained');
      const nonFiniteStep = form.tree(state.totals).nonFiniteStep.item();
      if (nonFiniteStep >= 0) history.flags.nonFiniteLoss ??= { epoch, step: nonFiniteStep };
      const how = { validation: true, steps: validation?.steps, signal };
      state.logs = {
        ...form.read(state.totals, state.samples, false),
        ...(validation?.isDue(epoch) ? await validate?.(validation.batches, how) : {}),
      };
      record(epoch, state.logs);
      await notify('onEpochEnd');
      if (state.stopped) history.stoppedEpoch = epoch;
      await notify('onSettled');
      throwIfAborted(signal);
    }
  } catch (error) {
    if (signal?.aborted && error === signal.reason) await notify('onTrainEnd');
    throw error;
  } finally {
    if (draw !== undefined) await close(draw, signal);
  }
  await notify('onTrainEnd');
  return history;
}

type Moment = Exclude<keyof Callback, 'state' | 'watch'>;

/** Calls callbacks one after the other; gives a promise only if one of them does. */
function inTurn(
  callbacks: readonly Callback[],
  moment: Moment,
  context: TrainingContext,
  first = 0,
): void | Promise<void> {
  for (let i = first; i < callbacks.length; i++) {
    const pending = callbacks[i]?.[moment]?.(context);
    if (pending !== undefined) return pending.then(() => inTurn(callbacks, moment, context, i + 1));
  }
}
