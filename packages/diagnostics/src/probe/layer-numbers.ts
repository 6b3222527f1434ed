import { gradients } from '@gradkit/autograd';
import {
  abs,
  cast,
  clip,
  div,
  floor,
  greater,
  isFinite as isFiniteTensor,
  less,
  max,
  maximum,
  mean,
  min,
  mul,
  ones,
  reshape,
  scatterAdd,
  sqrt,
  square,
  sub,
  sum,
  type Tensor,
  where,
  zeros,
} from '@gradkit/core';
import type { LayerMeasures } from '../training-record.ts';
import { flatShare } from './activation-facts.ts';
import { joined } from './joined.ts';
import type { WatchedLayer } from './watched-layers.ts';

/** What is measured of a layer is a row of numbers: these, then the counts of the histogram. */
const measures = ['mean', 'deviation', 'smallest', 'largest', 'overSamples', 'saturated', 'dead', 'shift'] as const;

/** How many numbers one layer has. */
export const lengthOf = (bins: number): number => measures.length + bins;

/** What measuring a layer begins with; undefined where there is none. */
export type LayerOperands = {
  /** The output, or what the activation is applied to. */
  readonly output: Tensor;
  readonly input: Tensor | undefined;
  /** Means of the input's features when they were looked at before, float64. */
  readonly means: Tensor | undefined;
  /** Which units were active so far, bool. */
  readonly active: Tensor | undefined;
};

/** The numbers of one layer, and the means of its input. */
export interface LayerNumbers {
  readonly numbers: Tensor;
  readonly means: Tensor | undefined;
}

const wide = (x: Tensor): Tensor => cast(x, 'float64');

/** Measures a layer: graph, of what is only computed when somebody looks. */
export function layerNumbers(
  { activated }: Pick<WatchedLayer, 'activated'>,
  { output: given, input, means, active }: LayerOperands,
  bins: number,
): LayerNumbers {
  const output = activated === undefined ? given : activated.activation(given);
  const y = wide(output);
  const center = mean(y);
  const perUnit = mean(y, { axis: 0, keepDims: true });
  const spread = mean(square(sub(y, perUnit)), { axis: 0 });
  const variance = mean(square(sub(y, center)));
  const [smallest, largest] = [min(output), max(output)];
  const arrived = input === undefined || means === undefined ? undefined : shifted(wide(input), means);
  return {
    numbers: joined([
      center,
      sqrt(variance),
      smallest,
      largest,
      mean(sqrt(spread)),
      activated === undefined ? zeros([]) : flat(activated, given),
      active === undefined ? zeros([]) : sub(1, mean(cast(active, 'float32'))),
      arrived?.shift ?? zeros([]),
      histogram(y, wide(smallest), wide(largest), bins),
    ]),
    means: arrived?.means,
  };
}

/** The share of elements at which the slope of an activation is far from its largest. */
function flat({ activation, profile }: NonNullable<WatchedLayer['activated']>, from: Tensor): Tensor {
  const [slopes] = gradients(sum(activation(from)), [from]);
  return mean(cast(less(abs(slopes), flatShare * profile.steepest), 'float32'));
}

/** How many elements lie in each of equal parts of an interval; the last one has its right end. */
function histogram(y: Tensor, from: Tensor, to: Tensor, bins: number): Tensor {
  const place = div(sub(y, from), sub(to, from));
  const bin = clip(floor(mul(where(isFiniteTensor(place), place, 0), bins)), 0, bins - 1);
  return scatterAdd(zeros([bins]), cast(reshape(bin, [y.size]), 'int32'), ones([y.size]));
}

/** The means of features, and how far they are from others, in standard deviations: a mean over features that vary. */
function shifted(x: Tensor, before: Tensor): { readonly shift: Tensor; readonly means: Tensor } {
  const axis = x.shape.slice(0, -1).map((_, i) => i);
  const means = mean(x, { axis });
  const deviation = sqrt(mean(square(sub(x, means)), { axis }));
  const varies = greater(deviation, 0);
  const moved = where(varies, div(abs(sub(means, before)), where(varies, deviation, 1)), 0);
  return { shift: div(sum(moved), maximum(sum(cast(varies, 'float64')), 1)), means };
}

/** What the numbers of a layer mean. */
export function readLayer(
  { facts, activated, input }: WatchedLayer,
  numbers: ArrayLike<number>,
  { bins, isFirst }: { readonly bins: number; readonly isFirst: boolean },
): LayerMeasures {
  const at = (name: (typeof measures)[number]): number => numbers[measures.indexOf(name)] as number;
  const [smallest, largest] = [at('smallest'), at('largest')];
  return {
    path: facts.path,
    mean: at('mean'),
    standardDeviation: at('deviation'),
    smallest,
    largest,
    histogram: {
      from: smallest,
      to: largest,
      counts: Array.from(numbers).slice(measures.length, measures.length + bins),
    },
    deviationOverSamples: at('overSamples'),
    ...(activated === undefined ? {} : { saturatedShare: at('saturated') }),
    ...(activated?.profile.dies === true ? { deadShare: at('dead') } : {}),
    ...(input === undefined || isFirst ? {} : { inputShift: at('shift') }),
  };
}
