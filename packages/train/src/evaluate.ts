import { ArgumentError, checkOptions, describe, jit, type Tensor } from '@gradkit/core';
import type { BatchSource, Sample } from '@gradkit/data';
import type { Values } from '@gradkit/layers';
import { breath } from './breath.ts';
import { close, drawFrom, type Signal, throwIfAborted, useBatches } from './draw.ts';
import {
  batchOf,
  type Evaluable,
  forwardPass,
  inputFields,
  leavesOfBatch,
  outputFields,
  predictions,
  samplesOf,
} from './forward-pass.ts';
import { type Objective, type ObjectiveOptions, objectiveKeys, objectiveOf } from './objective.ts';
import { checkTargets, firstBatch, type TrainingData, toBatches, toDrawable, usedFields } from './samples.ts';
import { addBatch, leavesOf, totalsForm } from './totals.ts';

/** Options of {@link evaluate}. */
export interface EvaluateOptions extends ObjectiveOptions {
  /** Samples per step, or `'full'`; default 32, or as the batches given. The results do not depend on it. */
  readonly batchSize?: number | 'full' | undefined;
  /** Measures this many batches at most; default all. */
  readonly steps?: number | undefined;
  /** Ends the evaluation after the current step: it then rejects with the signal's reason. */
  readonly signal?: Signal | undefined;
}

/** The loss, and the metrics by name. */
export type Evaluation = { readonly loss: number } & Readonly<Record<string, number>>;

/**
 * Measures a model on data, without changing it.
 *
 * Losses and metrics are means over all samples, however they are batched. As in training, the penalties of the
 * parameters and of activities are part of the loss, so that both can be compared. Weights in a field `sampleWeight`, and
 * the mask of the model's output, count for the loss; weights also for `weightedMetrics`, the mask for all metrics.
 *
 * @param data a data set, a stream, batches, or `{ x, y }` whose first axes count samples
 * @throws ArgumentError, ShapeError, DataError when an option is missing or wrong, the data is empty, shapes do not fit,
 * or a label is not a class
 * @example
 * ```ts
 * import { dense, sequential } from '@gradkit/layers';
 * import { meanSquaredError } from '@gradkit/losses';
 * import { evaluate } from '@gradkit/train';
 *
 * const model = sequential([dense({ units: 1 })]);
 * const data = { x: [[0], [1]], y: [[0], [2]] };
 * console.log(await evaluate(model, data, { loss: meanSquaredError() })); // { loss: … }
 * ```
 */
export async function evaluate<I extends Values = Tensor, O extends Values = Tensor>(
  model: Evaluable<I, O>,
  data: TrainingData,
  options: EvaluateOptions,
): Promise<Evaluation> {
  checkOptions('evaluate', options, [...objectiveKeys, 'batchSize', 'steps', 'signal']);
  const { batchSize, steps, signal } = options ?? {};
  checkEvaluable('evaluate', model);
  throwIfAborted(signal);
  const objective = objectiveOf('evaluate', options ?? {}, outputFields(model));
  const needed = neededFields(model, objective);
  const drawable = toDrawable('evaluate', data, needed);
  const batches = toBatches('evaluate', drawable, batchSize);
  checkSteps('evaluate', 'steps', steps, batches);
  const probe = await firstBatch('evaluate', drawable, batches, signal);
  const fields = usedFields('evaluate', probe, needed);
  const { outputs } = predictions(model, probe, false);
  for (const { field, index, loss } of objective.outputs) {
    checkTargets(drawable, probe, field, (outputs[index] as Tensor).shape, loss);
  }
  const measure = evaluator(model, objective, fields);
  return (await measure(batches, { validation: false, steps, signal })) as Evaluation;
}

/** How a measurement runs. */
export interface Measurement {
  readonly validation: boolean;
  readonly steps?: number | undefined;
  readonly signal?: Signal | undefined;
}

/** Measures the model again and again, with one compiled step. */
export function evaluator(
  model: Evaluable<never, Values>,
  objective: Objective,
  fields: readonly string[],
): (batches: BatchSource<string>, how: Measurement) => Promise<Record<string, number>> {
  const form = totalsForm(objective);
  const step = jit((...leaves: readonly Tensor[]) => {
    const pass = forwardPass('evaluate', model, objective, batchOf(fields, leaves), { training: false });
    return leavesOf(addBatch(form.tree(leaves.slice(fields.length)), objective, pass));
  });
  return async (batches, { validation, steps = Infinity, signal }) => {
    let totals = form.initial;
    let samples = 0;
    let done = 0;
    const draw = drawFrom(batches);
    const use = (batch: Sample<string>): void => {
      totals = step(...leavesOfBatch(fields, batch), ...totals);
      samples += samplesOf(batch);
      done++;
    };
    try {
      await useBatches(draw, signal, breath(), () => done < steps, use);
    } finally {
      await close(draw, signal);
    }
    return form.read(totals, samples, validation);
  };
}

/** The fields that a model needs to be judged. */
export function neededFields(model: Evaluable<never, Values>, { outputs }: Objective): readonly string[] {
  return [...new Set([...inputFields(model), ...outputs.map(({ field }) => field)])];
}

export function checkEvaluable(where: string, model: unknown): void {
  if (typeof model !== 'object' || model === null || typeof (model as Partial<Evaluable>).apply !== 'function') {
    throw new ArgumentError(`${where}: expected a model such as sequential([…]), got ${describe(model)}.`);
  }
}

/** Throws unless it is an integer of at least `lowest`. */
export function checkCount(where: string, name: string, value: unknown, lowest = 1): void {
  if (!Number.isSafeInteger(value) || (value as number) < lowest) {
    throw new ArgumentError(`${where}: ${name} is an integer of at least ${lowest}, got ${describe(value)}.`);
  }
}

/** Throws unless it is a number of steps; batches that never end need one. */
export function checkSteps(where: string, name: string, steps: unknown, batches: BatchSource<string>): void {
  if (steps !== undefined) checkCount(where, name, steps);
  else if (batches.length === Infinity) throw new ArgumentError(`${where}: the batches never end. Give ${name}.`);
}
