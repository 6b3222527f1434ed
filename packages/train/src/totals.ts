import {
  ArgumentError,
  add,
  cast,
  formatShape,
  isFinite as isFiniteTensor,
  less,
  logicalAnd,
  logicalNot,
  mul,
  ShapeError,
  type Tensor,
  type Tree,
  tensor,
  where,
} from '@gradkit/core';
import { penalty } from '@gradkit/layers';
import type { Metric } from '@gradkit/metrics';
import type { Direction } from './callback.ts';

/**
 * What a pass over data has added up so far. All tensors, so that a compiled step takes it and gives it back, and the
 * host reads it when it wants to and not at every step.
 */
export type Totals = {
  /** Σ loss · samples, float64. */
  readonly loss: Tensor;
  /** Batches so far, int32. */
  readonly step: Tensor;
  /** The first step whose loss was not finite, int32; -1 if none was. */
  readonly nonFiniteStep: Tensor;
  readonly metrics: readonly Tree<Tensor>[];
};

export function initialTotals(metrics: readonly Metric[]): Totals {
  return {
    loss: tensor(0, { dtype: 'float64' }),
    step: tensor(0, { dtype: 'int32' }),
    nonFiniteStep: tensor(-1, { dtype: 'int32' }),
    metrics: metrics.map((metric) => metric.initial()),
  };
}

/** What training makes small, and evaluation reports: the loss and the penalties of the parameters. */
export function totalLoss(where: string, loss: Tensor, model: Parameters<typeof penalty>[0]): Tensor {
  if (loss.rank > 0) {
    throw new ShapeError(`${where}: the loss must be one number, got ${formatShape(loss.shape)}. Take its mean.`);
  }
  return add(loss, cast(penalty(model), loss.dtype));
}

/** The totals with one more batch. The loss is taken as a mean over the batch. */
export function addBatch(
  totals: Totals,
  metrics: readonly Metric[],
  loss: Tensor,
  yTrue: Tensor,
  yPred: Tensor,
): Totals {
  const samples = yTrue.shape[0] ?? 1;
  const isFirst = logicalAnd(less(totals.nonFiniteStep, 0), logicalNot(isFiniteTensor(loss)));
  return {
    loss: add(totals.loss, mul(cast(loss, 'float64'), samples)),
    step: add(totals.step, 1),
    nonFiniteStep: where(isFirst, totals.step, totals.nonFiniteStep),
    metrics: metrics.map((metric, i) => metric.update(totals.metrics[i] as Tree<Tensor>, yTrue, yPred)),
  };
}

/** The means over all batches so far, by the names of {@link directionsOf}. */
export function readTotals(
  totals: Totals,
  metrics: readonly Metric[],
  samples: number,
  validation: boolean,
): Record<string, number> {
  const logs: Record<string, number> = {};
  logs[logName('loss', validation)] = totals.loss.item() / samples;
  for (const [i, metric] of metrics.entries()) {
    logs[logName(metric.name, validation)] = metric.result(totals.metrics[i] as Tree<Tensor>).item();
  }
  return logs;
}

/** `accuracy`, or in validation `valAccuracy`. */
function logName(name: string, validation: boolean): string {
  return validation ? `val${name.charAt(0).toUpperCase()}${name.slice(1)}` : name;
}

/** What a pass logs, in order, and which direction is better. */
export function directionsOf(metrics: readonly Metric[], validation: boolean): Record<string, Direction> {
  const directions: Record<string, Direction> = { [logName('loss', validation)]: 'min' };
  for (const { name, direction } of metrics) directions[logName(name, validation)] = direction;
  return directions;
}

/** Throws unless every metric is one, gives one number, and has a name of its own. */
export function checkMetrics(where: string, metrics: unknown): asserts metrics is readonly Metric[] {
  if (!Array.isArray(metrics)) throw new ArgumentError(`${where}: metrics is a list such as [accuracy()].`);
  const names = new Set(['loss']);
  for (const metric of metrics as readonly Metric[]) {
    if (typeof metric !== 'object' || metric === null || typeof metric.update !== 'function') {
      const hint = typeof metric === 'function' ? ' Call it: accuracy(), not accuracy.' : '';
      throw new ArgumentError(`${where}: metrics holds something that is not a metric.${hint}`);
    }
    if (names.has(metric.name)) throw new ArgumentError(`${where}: two results are called "${metric.name}".`);
    names.add(metric.name);
    const { shape } = metric.result(metric.initial());
    if (shape.length > 0) {
      throw new ShapeError(
        `${where}: metric "${metric.name}" gives ${formatShape(shape)}, not one number. Use computeMetric() on predict().`,
      );
    }
  }
}
