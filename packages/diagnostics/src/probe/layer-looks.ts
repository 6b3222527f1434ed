import type { Activation } from '@gradkit/activations';
import { type TypedArray, tensor, type Variable } from '@gradkit/core';
import type { LayerMeasures } from '../training-record.ts';
import { type ActivationProfile, profileActivation } from './activation-facts.ts';
import { appliedActivation } from './applied-activation.ts';
import type { Arriving, MeasuredLayer } from './measured-step.ts';
import { lookAtOutput, type Moments, momentsOf, type OutputLook, shiftOf } from './output-look.ts';
import type { MovingStatistics } from './watched-layers.ts';

/** Looks at the layers of a step, one after the other. */
export interface LayerLooks {
  /** What an activation does; undefined where it does not act on each element. */
  profileOf(activation: Activation): ActivationProfile | undefined;
  /** What the layers gave in the step that ran last. */
  at(layers: readonly MeasuredLayer[]): readonly LayerMeasures[];
}

/** Measures layers from what a step has stored, and remembers what arrived at them, to tell how far it moves. */
export function layerLooks(bins: number): LayerLooks {
  const profiles = new Map<Activation, ActivationProfile | undefined>();
  const functions = new Map<Activation, ReturnType<typeof appliedActivation>>();
  /** Means of what arrived at layers when they were looked at before. */
  const means = new Map<string, Float64Array>();

  const applied = (activation: Activation): ReturnType<typeof appliedActivation> => {
    const known = functions.get(activation) ?? appliedActivation(activation);
    functions.set(activation, known);
    return known;
  };
  return {
    profileOf(activation) {
      if (!profiles.has(activation)) profiles.set(activation, profileActivation(activation));
      return profiles.get(activation);
    },
    at(layers) {
      const outputs = layers.map(({ stored, activated, batch }) => {
        const given = stored.value.dataSync();
        const made = activated && applied(activated.activation)(given, stored.dtype);
        const steepest = activated?.profile.steepest ?? 0;
        return {
          output: made?.values ?? given,
          batch,
          slopes: made && { values: made.slopes, steepest },
        };
      });
      const seen = outputs.map((each) => lookAtOutput(each, bins));
      const momentsOfOutput = (at: number): Moments => {
        const features = layers[at]?.stored.shape.at(-1) ?? 1;
        const units = seen[at]?.units as Moments;
        // Images and sequences have a feature at many places.
        return units.means.length === features ? units : momentsOf(outputs[at]?.output as TypedArray, features);
      };
      return layers.map(({ facts: { path }, arriving, active, statistics }, i) => {
        const moments = arriving && ('from' in arriving ? momentsOfOutput(arriving.from) : momentsOfSums(arriving));
        const before = means.get(path);
        if (moments !== undefined) means.set(path, moments.means);
        return {
          path,
          ...(seen[i] as OutputLook).measures,
          ...(active === undefined ? {} : { deadShare: deadShareOf(active) }),
          ...(moments === undefined || before === undefined ? {} : { inputShift: shiftOf(moments, before) }),
          ...(moments === undefined || statistics === undefined
            ? {}
            : { statisticsDrift: driftOf(moments.means, statistics) }),
        };
      });
    },
  };
}

function momentsOfSums({ sums, squares, center, count }: Exclude<Arriving, { readonly from: number }>): Moments {
  const [totals, ofSquares, around] = [sums, squares, center].map((each) => each.value.dataSync()) as [
    TypedArray,
    TypedArray,
    TypedArray,
  ];
  const distances = Float64Array.from(totals, (total) => total / count);
  const moments = {
    means: distances.map((distance, i) => (around[i] as number) + distance),
    deviations: distances.map((distance, i) =>
      Math.sqrt(Math.max(0, (ofSquares[i] as number) / count - distance * distance)),
    ),
  };
  // Sums around the mean lose no digits.
  center.assign(tensor(moments.means, { dtype: center.dtype }));
  return moments;
}

/** The moving statistics as the batch was measured against them: after the step, which has moved them towards it. */
function driftOf(means: Float64Array, { mean, variance }: MovingStatistics): number {
  const deviations = Float64Array.from(variance.value.dataSync(), Math.sqrt);
  return shiftOf({ means: Float64Array.from(mean.value.dataSync()), deviations }, means);
}

function deadShareOf([now, before]: readonly [Variable, Variable]): number {
  const [units, earlier] = [now.value.dataSync(), before.value.dataSync()];
  let dead = 0;
  for (let unit = 0; unit < units.length; unit++) if (units[unit] === 0 && earlier[unit] === 0) dead++;
  return dead / units.length;
}
