import {
  ArgumentError,
  bernoulli,
  describe,
  formatShape,
  key,
  mul,
  type Shape,
  ShapeError,
  where,
} from '@gradkit/core';
import { checkLayerOptions, createLayer, keepMask, type Layer, type LayerOptions } from '../layer.ts';
import { randomStream } from '../random-stream.ts';

/** Options of {@link dropout}. */
export interface DropoutOptions extends LayerOptions {
  /** The share of inputs that is dropped: at least 0, less than 1. */
  readonly rate: number;
  /**
   * Shape of the mask, broadcast to the input: 1 drops along that axis together, `null` is the input's extent. Default:
   * the input's shape.
   */
  readonly noiseShape?: readonly (number | null)[] | undefined;
  /** Makes this layer's masks independent of the model's seed; default: derived from the model's. */
  readonly seed?: number | undefined;
}

/**
 * Drops a random share of its inputs at every step of training, and does nothing otherwise.
 *
 * In training each element is `0` with probability `rate`, else `x / (1 − rate)`, so that the mean stays. The mask
 * follows from the model's seed, the layer's place in the model and the count of steps. The shape stays.
 *
 * Source: Srivastava, Hinton, Krizhevsky, Sutskever, Salakhutdinov, "Dropout: a simple way to prevent neural networks
 * from overfitting", JMLR 15 (2014).
 *
 * @throws ArgumentError when `rate` is outside [0, 1)
 * @throws ShapeError when `noiseShape` does not broadcast to the input
 * @example
 * ```ts
 * import { ones } from '@gradkit/core';
 * import { dropout, sequential } from '@gradkit/layers';
 *
 * const model = sequential([dropout({ rate: 0.5 })], { seed: 1 });
 * console.log(model.apply(ones([1, 8]), { training: true }).toArray()); // zeros and twos
 * console.log(model.apply(ones([1, 8])).toArray()); // ones
 * ```
 */
export function dropout(options: DropoutOptions): Layer {
  checkLayerOptions('dropout', options, ['rate', 'noiseShape', 'seed']);
  const { rate, noiseShape, seed } = options ?? {};
  if (typeof rate !== 'number' || !(rate >= 0 && rate < 1)) {
    throw new ArgumentError(
      `dropout: rate is the share of inputs that is dropped, at least 0 and less than 1, got ${describe(rate)}.`,
    );
  }
  const needsModelKey = seed === undefined && rate > 0;

  return createLayer(
    'dropout',
    options,
    (_input, _key, name) => {
      const own = seed === undefined ? undefined : randomStream(key(seed), name);
      const maskShape = (input: Shape): Shape => {
        if (noiseShape === undefined) return input;
        const shape = noiseShape.map((extent, axis) => extent ?? input[axis] ?? 1);
        if (shape.length !== input.length || !shape.every((extent, axis) => extent === 1 || extent === input[axis])) {
          throw new ShapeError(
            `${name}: noiseShape [${noiseShape.join(', ')}] does not broadcast to the input ${formatShape(input)}.`,
          );
        }
        return shape;
      };
      return {
        state: own === undefined ? [] : [own.step],
        output(input) {
          maskShape(input);
          return input;
        },
        apply(x, context) {
          if (!context.training || rate === 0) return x;
          const maskKey = own?.next() ?? context.key;
          if (maskKey === undefined) {
            throw new ArgumentError(`${name}: training needs a random key. Put it into a model, or give it a seed.`);
          }
          const kept = bernoulli(maskKey, maskShape(x.shape), { p: 1 - rate });
          return where(kept, mul(x, 1 / (1 - rate)), 0);
        },
      };
    },
    { random: needsModelKey, outputMask: keepMask },
  );
}
