import { type Activation, elu, gelu, leakyRelu, mish, relu, selu, sigmoid, silu, tanh } from '@gradkit/activations';
import { valueAndGrad } from '@gradkit/autograd';
import { jit, maximum, mul, sum, type Tensor, tensor } from '@gradkit/core';
import type { ComparedName } from './functions.ts';

const [low, high, perUnit] = [-8, 8, 250];

/** Where functions are looked at: −8 … 8 in steps of 1/250, so that 0 is among them. */
export const places: Float64Array = Float64Array.from(
  { length: (high - low) * perUnit + 1 },
  (_, i) => low + i / perUnit,
);

/** Weights of the places for the mean over z ~ N(0, 1), by the trapezoidal rule. */
export const weights: Float64Array = places.map((z) => Math.exp(-0.5 * z * z) / Math.sqrt(2 * Math.PI) / perUnit);

/** What a function does. */
export interface ActivationProfile {
  readonly values: Float64Array;
  readonly slopes: Float64Array;
  readonly largestSlope: number;
  readonly largestAt: number;
  readonly smallest: number;
  readonly smallestAt: number;
  /** Of f(z), z ~ N(0, 1). */
  readonly mean: number;
  readonly variance: number;
  /** √E[f′(z)²]: by which a layer whose weights have the variance 1/n changes the length of a gradient. */
  readonly typicalSlope: number;
}

/** The functions by name; `slope` is that of the leaky unit below 0. */
export function activationOf(name: ComparedName, slope: number): Activation {
  const functions: Readonly<Record<ComparedName, Activation>> = {
    sigmoid,
    tanh,
    relu: (x) => relu(x),
    leakyRelu: (x) => leakyRelu(x, { negativeSlope: slope }),
    elu: (x) => elu(x),
    selu,
    gelu: (x) => gelu(x),
    silu: (x) => silu(x),
    mish,
    // One unit of a maxout layer with one input and two pieces.
    maxout: (x) => maximum(x, mul(x, -0.5)),
  };
  return functions[name];
}

/** Values, and slopes by automatic differentiation, in float64. */
export function profileOf(activation: Activation): ActivationProfile {
  const look = jit(valueAndGrad((x: Tensor) => sum(activation(x)) as Tensor));
  const x = tensor(places);
  const slopes = Float64Array.from((look(x)[1] as Tensor).dataSync());
  const values = Float64Array.from(jit(activation)(x).dataSync());
  const mean = expectation(values, (value) => value);
  const [largest, smallest] = [placeOf(slopes, 1), placeOf(values, -1)];
  return {
    values,
    slopes,
    largestSlope: slopes[largest] as number,
    largestAt: places[largest] as number,
    smallest: values[smallest] as number,
    smallestAt: places[smallest] as number,
    mean,
    variance: expectation(values, (value) => (value - mean) ** 2),
    typicalSlope: Math.sqrt(expectation(slopes, (slope) => slope * slope)),
  };
}

function expectation(numbers: Float64Array, of: (value: number) => number): number {
  let total = 0;
  for (const [i, value] of numbers.entries()) total += (weights[i] as number) * of(value);
  return total;
}

/** Where the largest number is, or with −1 the smallest; of equal ones that nearest to 0. */
function placeOf(numbers: Float64Array, sign: 1 | -1): number {
  let best = 0;
  for (let i = 1; i < numbers.length; i++) {
    const [now, before] = [sign * (numbers[i] as number), sign * (numbers[best] as number)];
    const nearer = Math.abs(places[i] as number) < Math.abs(places[best] as number);
    if (now > before + 1e-12 || (nearer && now > before - 1e-12)) best = i;
  }
  return best;
}
