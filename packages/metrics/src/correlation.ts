import {
  checkOptions,
  formatShape,
  mean,
  mul,
  normalizeAxis,
  ShapeError,
  square,
  sub,
  sum,
  type Tensor,
  type Tree,
  tensor,
} from '@gradkit/core';
import { checkInteger } from './check-number.ts';
import type { Metric } from './metric.ts';
import { addMoments, type MomentState, noMoments } from './moments.ts';
import { alignOutputs } from './outputs.ts';
import { alignTarget } from './shapes.ts';
import { streamingMean } from './streaming-mean.ts';

/** Options of correlations. */
export interface CorrelationOptions {
  /**
   * What the correlation is taken along, negative from the end; default −1, the outputs of each sample, of which the mean is
   * taken. 0 means the samples of all batches together.
   */
  readonly axis?: number | undefined;
  /** With `axis: 0`, the number of outputs of a sample, of which the mean is taken; default 1. */
  readonly outputs?: number | undefined;
  /** Default: the name of the function. */
  readonly name?: string | undefined;
}

/** Means, and sums of products of distances from them. */
export type Moments = Pick<
  MomentState,
  'weight' | 'meanTrue' | 'meanPred' | 'varianceTrue' | 'variancePred' | 'covariance'
>;

/** A metric of the moments of truth and prediction. */
export function correlationMetric(
  where: string,
  options: CorrelationOptions,
  of: (moments: Moments) => Tensor,
): Metric<Tree<Tensor>> {
  checkOptions(where, options, ['axis', 'outputs', 'name']);
  const { axis = -1, outputs = 1, name = where } = options;
  checkInteger(where, 'outputs', outputs, 1);
  if (axis !== 0) {
    const values = (yTrue: Tensor, yPred: Tensor): Tensor => of(momentsAlong(name, axis, yTrue, yPred));
    return streamingMean({ name, direction: 'max', values }) as Metric<Tree<Tensor>>;
  }
  const metric: Metric<MomentState> = {
    name,
    direction: 'max',
    initial: () => noMoments(outputs),
    update: (state, yTrue, yPred, sampleWeight) =>
      addMoments(name, state, alignOutputs(name, yTrue, yPred, outputs), yPred, sampleWeight),
    result: (state) => mean(of(state)),
  };
  return metric as Metric<Tree<Tensor>>;
}

function momentsAlong(name: string, along: number, yTrue: Tensor, yPred: Tensor): Moments {
  const target = alignTarget(name, yTrue, yPred);
  const axis = normalizeAxis(name, along, yPred.rank);
  const count = yPred.shape[axis] as number;
  if (yPred.rank < 2 || count < 2) {
    throw new ShapeError(
      `${name}: predictions ${formatShape(yPred.shape)} have fewer than two outputs along axis ${axis} to correlate. ` +
        `Give ${name}({ axis: 0 }) to correlate samples.`,
    );
  }
  const [meanTrue, meanPred] = [mean(target, { axis, keepDims: true }), mean(yPred, { axis, keepDims: true })];
  const [dy, dp] = [sub(target, meanTrue), sub(yPred, meanPred)];
  return {
    weight: tensor(count, { dtype: yPred.dtype }),
    meanTrue: sum(meanTrue, { axis }),
    meanPred: sum(meanPred, { axis }),
    varianceTrue: sum(square(dy), { axis }),
    variancePred: sum(square(dp), { axis }),
    covariance: sum(mul(dy, dp), { axis }),
  };
}
