import { add, formatShape, ShapeError, slice } from '@gradkit/core';
import { glorotUniform, type Initializer } from '@gradkit/initializers';
import type { Constraint, Regularizer } from '@gradkit/regularizers';
import { checkCount, checkWeightOptions, weightOptions } from '../check-options.ts';
import { checkLayerOptions, createLayer, keepMask, type Layer, type LayerOptions } from '../layer.ts';
import { checkInputDType, createParameter, createVariable } from '../parameter.ts';

/** Options of {@link positionEmbedding}. */
export interface PositionEmbeddingOptions extends LayerOptions {
  /** The longest sequence that comes: a positive integer. */
  readonly sequenceLength: number;
  /** First content of the vectors `[sequenceLength, features]`; default `glorotUniform()`. */
  readonly embeddingsInitializer?: Initializer | undefined;
  /** Penalty of the vectors, added to the loss while training; default: none. */
  readonly embeddingsRegularizer?: Regularizer | undefined;
  /** Applied to the vectors after every update; default: none. */
  readonly embeddingsConstraint?: Constraint | undefined;
}

/**
 * Adds a learned vector to each step of sequences, so that attention knows where each stands.
 *
 * ```text
 * yₜ = xₜ + embeddingsₜ
 * ```
 *
 * `[batch, …, time, features]` stays; sequences may be shorter than `sequenceLength`.
 *
 * @param options `sequenceLength`, `embeddingsInitializer` (`glorotUniform()`), `embeddingsRegularizer`,
 * `embeddingsConstraint`, and those of every layer
 * @throws ArgumentError when `sequenceLength` is not a positive integer
 * @throws ShapeError when a sequence is longer, or has other features than the first
 * @see Gehring, Auli, Grangier, Yarats and Dauphin, Convolutional sequence to sequence learning, ICML 2017
 * @example
 * ```ts
 * import { zeros } from '@gradkit/core';
 * import { positionEmbedding, sequential } from '@gradkit/layers';
 *
 * const model = sequential([positionEmbedding({ sequenceLength: 16 })]);
 * console.log(model.apply(zeros([2, 5, 8])).shape); // [2, 5, 8]
 * ```
 */
export function positionEmbedding(options: PositionEmbeddingOptions): Layer {
  checkLayerOptions('positionEmbedding', options, ['sequenceLength', ...weightOptions(['embeddings'])]);
  const { sequenceLength, embeddingsInitializer = glorotUniform() } = options ?? {};
  checkCount('positionEmbedding', 'sequenceLength', sequenceLength);
  checkWeightOptions('positionEmbedding', options, ['embeddings']);
  return createLayer(
    'positionEmbedding',
    options,
    (input, key, name) => {
      const features = input.at(-1) ?? 0;
      const vectors = createParameter(
        createVariable(`${name}/embeddings`, [sequenceLength, features], embeddingsInitializer, key),
        options.embeddingsRegularizer,
        options.embeddingsConstraint,
      );
      return {
        parameters: [vectors],
        output(shape) {
          const time = shape.at(-2);
          if (shape.length < 3 || time === undefined || time > sequenceLength || shape.at(-1) !== features) {
            throw new ShapeError(
              `${name}: expected [batch, time, ${features}] with at most ${sequenceLength} steps, got ${formatShape(shape)}.`,
            );
          }
          return shape;
        },
        apply(x) {
          checkInputDType(name, x);
          return add(x, slice(vectors.variable.value, [0], [x.shape.at(-2)]));
        },
      };
    },
    { outputMask: keepMask },
  );
}
