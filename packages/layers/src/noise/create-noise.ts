import { ArgumentError, key as keyOf, type Shape, type Tensor } from '@gradkit/core';
import { createLayer, keepMask, type Layer, type LayerOptions } from '../layer.ts';
import { randomStream } from '../random-stream.ts';

/** Options of layers that draw random numbers while training. */
export interface RandomLayerOptions extends LayerOptions {
  /** Makes what this layer draws independent of the model's seed; default: derived from the model's. */
  readonly seed?: number | undefined;
}

/** What a random layer does. */
export interface Noise {
  /** Whether there is anything random; otherwise no key is drawn. */
  readonly active: boolean;
  /** What it gives in training. */
  disturb(x: Tensor, key: Tensor): Tensor;
  /** What it gives otherwise; default: the input. */
  calm?(x: Tensor): Tensor;
  /** Throws when an input does not fit; default: every input does. */
  check?(name: string, shape: Shape): void;
}

/**
 * A layer that keeps the shape of its input and is random in training: what it draws follows from the model's seed, the layer's
 * place in the model and the count of steps, or from a seed of its own.
 */
export function createNoise(kind: string, options: RandomLayerOptions, noise: Noise): Layer {
  const { active, disturb, calm = (x) => x, check } = noise;
  const { seed } = options;
  return createLayer(
    kind,
    options,
    (_input, _key, name) => {
      const own = seed === undefined || !active ? undefined : randomStream(keyOf(seed), name);
      return {
        state: own === undefined ? [] : [own.step],
        output(input) {
          check?.(name, input);
          return input;
        },
        apply(x, context) {
          if (!context.training || !active) return calm(x);
          const key = own?.next() ?? context.key;
          if (key === undefined) {
            throw new ArgumentError(`${name}: training needs a random key. Put it into a model, or give it a seed.`);
          }
          return disturb(x, key);
        },
      };
    },
    { random: active && seed === undefined, outputMask: keepMask },
  );
}
