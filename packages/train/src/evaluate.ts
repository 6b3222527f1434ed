import { ArgumentError, checkOptions, describe, jit, type Tensor } from '@gradkit/core';
import type { Batches } from '@gradkit/data';
import type { Layer } from '@gradkit/layers';
import type { Loss } from '@gradkit/losses';
import type { Metric } from '@gradkit/metrics';
import { breath } from './breath.ts';
import { checkTargets, type TrainingData, toBatchSize, toDataset } from './samples.ts';
import { addBatch, checkMetrics, initialTotals, readTotals, totalLoss } from './totals.ts';

/** What can be evaluated: a model, or anything else that maps batches to predictions. */
export type Evaluable = Pick<Layer, 'apply' | 'parameters'>;

/** Options of {@link evaluate}. */
export interface EvaluateOptions {
  /** The mean loss of a batch. */
  readonly loss: Loss;
  /** Default none. */
  readonly metrics?: readonly Metric[] | undefined;
  /** Samples per step, or `'full'`; default 32. The results do not depend on it. */
  readonly batchSize?: number | 'full' | undefined;
}

/** The loss, and the metrics by name. */
export type Evaluation = { readonly loss: number } & Readonly<Record<string, number>>;

/**
 * Measures a model on data, without changing it.
 *
 * Losses and metrics are means over all samples, however they are batched. As in training, the penalties of the
 * parameters are part of the loss, so that both can be compared.
 *
 * @param data a data set, or `{ x, y }` whose first axes count samples
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
export async function evaluate(model: Evaluable, data: TrainingData, options: EvaluateOptions): Promise<Evaluation> {
  checkOptions('evaluate', options, ['loss', 'metrics', 'batchSize']);
  const { loss, metrics = [], batchSize = 32 } = options ?? {};
  checkEvaluable('evaluate', model);
  checkLoss('evaluate', loss);
  checkMetrics('evaluate', metrics);
  const samples = toDataset('evaluate', data);
  const batches = samples.batch(toBatchSize('evaluate', batchSize, samples.size));
  const [probe] = batches;
  if (probe !== undefined) checkTargets(samples, model.apply(probe.x, { training: false }).shape, loss);
  return (await evaluator(model, loss, metrics)(batches, samples.size, false)) as Evaluation;
}

/** Measures the model again and again, with one compiled step. */
export function evaluator(
  model: Evaluable,
  loss: Loss,
  metrics: readonly Metric[],
): (batches: Batches, samples: number, validation: boolean) => Promise<Record<string, number>> {
  const step = jit((x: Tensor, y: Tensor, totals: ReturnType<typeof initialTotals>) => {
    const predicted = model.apply(x, { training: false });
    return addBatch(totals, metrics, totalLoss('evaluate', loss(y, predicted), model), y, predicted);
  });
  return async (batches, samples, validation) => {
    const breathe = breath();
    let totals = initialTotals(metrics);
    for (const { x, y } of batches) {
      totals = step(x, y, totals);
      const pause = breathe();
      if (pause !== undefined) await pause;
    }
    return readTotals(totals, metrics, samples, validation);
  };
}

export function checkEvaluable(where: string, model: unknown): void {
  if (typeof model !== 'object' || model === null || typeof (model as Partial<Evaluable>).apply !== 'function') {
    throw new ArgumentError(`${where}: expected a model such as sequential([…]), got ${describe(model)}.`);
  }
}

export function checkLoss(where: string, loss: unknown): void {
  if (typeof loss !== 'function') {
    throw new ArgumentError(
      `${where}: needs a loss such as meanSquaredError(), got ${describe(loss)}. Losses are imported from @gradkit/losses.`,
    );
  }
}
