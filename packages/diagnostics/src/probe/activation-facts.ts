import type { Activation } from '@gradkit/activations';
import { gradients } from '@gradkit/autograd';
import { equalShapes, sum, tensor } from '@gradkit/core';
import type { ActivationFacts } from '../training-record.ts';

/** An activation as numbers showed it. */
export interface ActivationProfile extends ActivationFacts {
  /** Whether its slope is exactly zero somewhere: units there get no gradient at all. */
  readonly dies: boolean;
}

/** Slopes are looked at in [−8, 8]: beyond, known activations do not change their mind. */
const reach = 8;
const perUnit = 16;

/** |f′| below this share of the largest slope counts as flat. */
export const flatShare = 0.05;

/**
 * What an activation does, found by applying it to numbers; undefined when it does not act on each element by itself, as
 * softmax, gated units and functions that change the shape.
 */
export function profileActivation(activation: Activation): ActivationProfile | undefined {
  const count = 2 * reach * perUnit + 1;
  const points = Array.from({ length: count }, (_, i) => i / perUnit - reach);
  // Two columns with the same numbers in other rows show whether the elements of a row act on each other.
  const shifted = (row: number): number => (row + 7) % count;
  const x = tensor(points.map((z, row) => [z, points[shifted(row)] as number]));
  const measured = measure(activation, x);
  if (measured === undefined) return undefined;
  const { values, slopes } = measured;
  for (let row = 0; row < count; row++) {
    const [here, there] = [values[2 * shifted(row)] as number, values[2 * row + 1] as number];
    if (!Object.is(here, there) && !(Math.abs(here - there) <= 1e-5 * Math.max(1, Math.abs(here)))) return undefined;
  }
  const slopeAt = (row: number): number => slopes[2 * row] as number;
  const valueAt = (z: number): number => values[2 * (z + reach) * perUnit] as number;
  const all = points.map((_, row) => slopeAt(row));
  const steepest = all.reduce((most, slope) => Math.max(most, Math.abs(slope)), 0);
  const isFlat = (slope: number): boolean => Math.abs(slope) < flatShare * steepest;
  const flatSides = [slopeAt(0), slopeAt(count - 1)].filter(isFlat).length;
  const isLinear = all.every((slope) => Math.abs(slope - slopeAt(0)) <= 1e-5 * steepest);
  return {
    name: nameOf(valueAt),
    family:
      steepest === 0
        ? 'other'
        : isLinear
          ? 'linear'
          : ((['other', 'rectifier', 'bounded'] as const)[flatSides] ?? 'other'),
    steepest,
    dies: steepest > 0 && all.some((slope) => slope === 0),
  };
}

function measure(activation: Activation, x: ReturnType<typeof tensor>) {
  try {
    const y = activation(x);
    if (!equalShapes(y.shape, x.shape) || y.dtype !== x.dtype) return undefined;
    const [slopes] = gradients(sum(y), [x]);
    return { values: y.dataSync(), slopes: slopes.dataSync() };
  } catch {
    // A function of a layer of its own may take nothing but images, say: then it is no function of each element.
    return undefined;
  }
}

/** Activations by what they make of −2, −1/2, 1 and 4; a bundle keeps the numbers and not the functions. */
const known: readonly (readonly [name: string, ...values: readonly number[]])[] = [
  ['linear', -2, -0.5, 1, 4],
  ['relu', 0, 0, 1, 4],
  ['relu6', 0, 0, 1, 4],
  ['sigmoid', 0.1192029, 0.3775407, 0.7310586, 0.9820138],
  ['tanh', -0.9640276, -0.4621172, 0.7615942, 0.9993293],
  ['elu', -0.8646647, -0.3934693, 1, 4],
  ['selu', -1.5201665, -0.6917582, 1.050701, 4.202804],
  ['gelu', -0.0455003, -0.1542688, 0.8413447, 3.9998733],
  ['silu', -0.2384058, -0.1887703, 0.7310586, 3.9280551],
  ['mish', -0.2525015, -0.2207, 0.8650984, 3.997413],
  ['softplus', 0.126928, 0.474077, 1.3132617, 4.01815],
  ['softsign', -0.6666667, -0.3333333, 0.5, 0.8],
  ['hardSigmoid', 0.1666667, 0.4166667, 0.6666667, 1],
  ['hardTanh', -1, -0.5, 1, 1],
  ['hardSilu', -0.3333333, -0.2083333, 0.6666667, 4],
];

function nameOf(valueAt: (z: number) => number): string | undefined {
  const close = (a: number, b: number): boolean => Math.abs(a - b) < 1e-4;
  const found = known.find(([, ...values]) => [-2, -0.5, 1, 4].every((z, i) => close(valueAt(z), values[i] as number)));
  if (found === undefined) {
    // One slope below zero, whatever it is, and the identity above.
    const slope = valueAt(-2) / -2;
    const isLeaky =
      slope > 0 && slope < 1 && [-8, -1].every((z) => close(valueAt(z), slope * z)) && close(valueAt(8), 8);
    return isLeaky ? 'leakyRelu' : undefined;
  }
  return found[0] === 'relu' && close(valueAt(8), 6) ? 'relu6' : found[0];
}
