import { foldIn, key, normal, type Tensor, uniform } from '@gradkit/core';
import { glorotUniform } from '@gradkit/initializers';
import type { StartArray } from './arrays.ts';
import { shapesAlong, type TrainingWork, type Work } from './work.ts';

const floats = (name: string, value: Tensor): StartArray => ({
  name,
  shape: value.shape,
  data: value.dataSync() as Float32Array,
});

const filled = (name: string, length: number, value: number): StartArray => ({
  name,
  shape: [length],
  data: new Float32Array(length).fill(value),
});

/** Names of a layer's arrays: its place, and what the array is. */
function weightsOf(work: TrainingWork, seed: Tensor): StartArray[] {
  const shapes = shapesAlong(work);
  return work.layers.flatMap((layer, i): StartArray[] => {
    const channels = shapes[i]?.at(-1) ?? 0;
    const kernel = (shape: readonly number[]): StartArray =>
      floats(`${i}/kernel`, glorotUniform()(shape, 'float32', foldIn(seed, i)));
    switch (layer.kind) {
      case 'dense':
        return [kernel([channels, layer.units]), filled(`${i}/bias`, layer.units, 0)];
      case 'convolution':
        return [kernel([layer.size, layer.size, channels, layer.filters]), filled(`${i}/bias`, layer.filters, 0)];
      case 'batchNormalization':
        return [filled(`${i}/gamma`, channels, 1), filled(`${i}/beta`, channels, 0)];
      default:
        return [];
    }
  });
}

const draw = (name: string, seed: number, shape: readonly number[]): StartArray =>
  floats(name, normal(key(seed), shape));

/** What every contestant starts from: data and first weights, the same numbers for all. */
export function startArrays(work: Work): StartArray[] {
  switch (work.kind) {
    case 'product': {
      const shape = [work.extent, work.extent];
      return [draw('left', 1, shape), draw('right', 2, shape)];
    }
    case 'elementwise':
    case 'function':
      return [draw('x', 1, [work.elements])];
    case 'convolution': {
      const [from, to] = work.channels;
      const images = [work.batch, ...work.image];
      return [
        draw('x', 1, [...images, from]),
        draw('kernel', 2, [3, 3, from, to]),
        draw('cotangent', 3, [...images, to]),
      ];
    }
    case 'recurrent': {
      const { steps, batch, units } = work;
      const small = (name: string, seed: number, shape: readonly number[]): StartArray =>
        floats(name, uniform(key(seed), shape, { min: -0.1, max: 0.1 }));
      return [
        small('weights', 1, [units, 4 * units]),
        small('inputs', 2, [units, 4 * units]),
        small('bias', 3, [4 * units]),
        small('xs', 4, [steps, batch, units]),
      ];
    }
    case 'training':
      return [...batchOf(work), ...weightsOf(work, key(5))];
  }
}

/** A batch of samples, with classes in turn or numbers to come close to. */
function batchOf(work: TrainingWork): StartArray[] {
  const last = shapesAlong(work).at(-1)?.[0] ?? 0;
  const y: StartArray =
    work.loss === 'crossEntropy'
      ? { name: 'y', shape: [work.batch], data: new Int32Array(work.batch).map((_, i) => i % last) }
      : draw('y', 4, [work.batch, last]);
  return [draw('x', 3, [work.batch, ...work.input]), y];
}
