import {
  ArgumentError,
  add,
  cast,
  flattenTree,
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
import type { Metric } from '@gradkit/metrics';
import type { Direction } from './callback.ts';
import type { Pass } from './forward-pass.ts';
import { joined, type NamedMetric, type Objective } from './objective.ts';

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
  /** Σ loss · samples of each of several outputs, float64. */
  readonly outputs: readonly Tensor[];
  readonly metrics: readonly Tree<Tensor>[];
};

/** How totals become one list of tensors, which a compiled step takes faster than a tree, and come back. */
export interface TotalsForm {
  /** Of nothing. */
  readonly initial: readonly Tensor[];
  readonly tree: (leaves: readonly Tensor[]) => Totals;
  /** The means over all batches so far, by name. */
  read(leaves: readonly Tensor[], samples: number, validation: boolean): Record<string, number>;
  /** What a pass logs, in order, and which direction is better. */
  directions(validation: boolean): Record<string, Direction>;
}

const isTensor = (value: unknown): boolean => typeof value === 'object' && value !== null && 'node' in value;

export function leavesOf(totals: Totals): readonly Tensor[] {
  return flattenTree(totals, isTensor).leaves as Tensor[];
}

const metricsOf = ({ outputs }: Objective): readonly NamedMetric[] => outputs.flatMap(({ metrics }) => metrics);

/** The outputs whose losses are told apart. */
const reportedLosses = ({ outputs, several }: Objective) =>
  several ? outputs.filter(({ loss }) => loss !== undefined) : [];

export function totalsForm(objective: Objective): TotalsForm {
  const zero = (): Tensor => tensor(0, { dtype: 'float64' });
  const metrics = metricsOf(objective);
  const losses = reportedLosses(objective);
  const { leaves, structure } = flattenTree(
    {
      loss: zero(),
      step: tensor(0, { dtype: 'int32' }),
      nonFiniteStep: tensor(-1, { dtype: 'int32' }),
      outputs: losses.map(zero),
      metrics: metrics.map(({ metric }) => metric.initial()),
    },
    isTensor,
  );
  const tree = (values: readonly Tensor[]): Totals => structure.rebuild(values) as Totals;
  return {
    initial: leaves as Tensor[],
    tree,
    read(values, samples, validation) {
      const totals = tree(values);
      const logs: Record<string, number> = {};
      const log = (name: string, value: Tensor, count: number): void => {
        logs[logName(name, validation)] = value.item() / count;
      };
      log('loss', totals.loss, samples);
      for (const [i, { field }] of losses.entries()) {
        log(joined(field, 'loss'), totals.outputs[i] as Tensor, samples);
      }
      for (const [i, { name, metric }] of metrics.entries()) {
        log(name, metric.result(totals.metrics[i] as Tree<Tensor>), 1);
      }
      return logs;
    },
    directions(validation) {
      const directions: Record<string, Direction> = { [logName('loss', validation)]: 'min' };
      for (const { field } of losses) directions[logName(joined(field, 'loss'), validation)] = 'min';
      for (const { name, metric } of metrics) directions[logName(name, validation)] = metric.direction;
      return directions;
    },
  };
}

/** The totals with one more batch. The loss is taken as a mean over the batch. */
export function addBatch(totals: Totals, objective: Objective, pass: Pass): Totals {
  const { loss, samples, judged } = pass;
  const isFirst = logicalAnd(less(totals.nonFiniteStep, 0), logicalNot(isFiniteTensor(loss)));
  const sumUp = (total: Tensor, value: Tensor): Tensor => add(total, mul(cast(value, 'float64'), samples));
  const updates = judged.flatMap(({ output, yTrue, yPred, sampleWeight, counted }) =>
    output.metrics.map(
      ({ metric, weighted }) =>
        (state: Tree<Tensor>): Tree<Tensor> =>
          metric.update(state, yTrue, yPred, weighted ? sampleWeight : counted),
    ),
  );
  const reported = reportedLosses(objective).map(
    ({ index }) => judged.find(({ output }) => output.index === index)?.loss,
  );
  return {
    loss: sumUp(totals.loss, loss),
    step: add(totals.step, 1),
    nonFiniteStep: where(isFirst, totals.step, totals.nonFiniteStep),
    outputs: reported.map((value, i) => sumUp(totals.outputs[i] as Tensor, value as Tensor)),
    metrics: updates.map((update, i) => update(totals.metrics[i] as Tree<Tensor>)),
  };
}

/** `accuracy`, or in validation `valAccuracy`. */
function logName(name: string, validation: boolean): string {
  return validation ? joined('val', name) : name;
}

/** Throws unless every metric is one, and gives one number. */
export function checkMetrics(where: string, metrics: unknown): asserts metrics is readonly Metric[] {
  if (!Array.isArray(metrics)) throw new ArgumentError(`${where}: metrics is a list such as [accuracy()].`);
  for (const metric of metrics as readonly Metric[]) {
    if (typeof metric !== 'object' || metric === null || typeof metric.update !== 'function') {
      const hint = typeof metric === 'function' ? ' Call it: accuracy(), not accuracy.' : '';
      throw new ArgumentError(`${where}: metrics holds something that is not a metric.${hint}`);
    }
    const { shape } = metric.result(metric.initial());
    if (shape.length > 0) {
      throw new ShapeError(
        `${where}: metric "${metric.name}" gives ${formatShape(shape)}, not one number. Use computeMetric() on predict().`,
      );
    }
  }
}
