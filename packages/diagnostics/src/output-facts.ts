import type { Activation } from '@gradkit/activations';
import { tensor } from '@gradkit/core';
import type { PlacedLayer, Subject } from './subject.ts';

/** What the outputs of a function are like. */
type Ending = 'linear' | 'softmax' | 'sigmoid' | 'tanh' | 'rectifier' | 'other';

/** The layer that a model ends in, and what it makes of numbers. */
export interface OutputFacts {
  readonly path: string;
  readonly ending: Ending;
}

/** Layers that pass on what they are given, or put it in another order: an output looks as before them. */
const passing = [
  'dropout',
  'alphaDropout',
  'gaussianDropout',
  'gaussianNoise',
  'flatten',
  'reshape',
  'permute',
  'squeeze',
  'activityRegularization',
];

/** Layers whose outputs are sums of products unless they have an activation. */
const products = ['dense', 'conv1d', 'conv2d', 'conv3d', 'conv1dTranspose', 'conv2dTranspose', 'conv3dTranspose'];

/**
 * What a model with one output ends in, from the last layer that changes numbers.
 *
 * @returns undefined where the layer does not say what it does
 */
export function outputFactsOf({ layers, model }: Pick<Subject, 'layers' | 'model'>): OutputFacts | undefined {
  if (model.outputNames !== undefined) return undefined;
  const last = layers.findLast(({ layer }) => !passing.includes(layer.kind ?? ''));
  return last && endingOfLayer(last);
}

function endingOfLayer({ path, layer }: PlacedLayer): OutputFacts | undefined {
  if (layer.activation !== undefined) return { path, ending: endingOf(layer.activation) };
  return products.includes(layer.kind ?? '') ? { path, ending: 'linear' } : undefined;
}

/** What a function does, found out by applying it to numbers. */
function endingOf(activation: Activation): Ending {
  const row = [-8, -3, -1, -0.25, 0, 0.5, 2, 8];
  const at = (values: readonly number[]): number[] => [...activation(tensor([values])).dataSync()];
  try {
    const y = at(row);
    const close = (a: readonly number[], b: readonly number[]): boolean =>
      a.length === b.length && a.every((value, i) => Math.abs(value - (b[i] as number)) < 1e-4);
    const sum = y.reduce((total, value) => total + value, 0);
    if (close(y, row)) return 'linear';
    if (Math.abs(sum - 1) < 1e-4 && y.every((value) => value >= 0)) return 'softmax';
    if (y.every((value) => value >= 0) && close(y.slice(0, 3), [0, 0, 0])) return 'rectifier';
    if (y.every((value) => value >= 0 && value <= 1) && (y.at(-1) as number) > 0.9) return 'sigmoid';
    if (y.every((value) => Math.abs(value) <= 1) && (y[0] as number) < -0.8) return 'tanh';
  } catch {
    // A function that cannot be applied to a row of numbers is none of these.
  }
  return 'other';
}
