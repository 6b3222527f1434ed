import {
  ArgumentError,
  cast,
  checkFlags,
  DTypeError,
  expandDims,
  greaterEqual,
  less,
  logicalAnd,
  notEqual,
  embedding as rowsOf,
  type Tensor,
  where,
} from '@gradkit/core';
import { type Initializer, randomUniform } from '@gradkit/initializers';
import type { Constraint, Regularizer } from '@gradkit/regularizers';
import { checkCount, checkWeightOptions } from '../check-options.ts';
import { checkLayerOptions, createLayer, type Layer, type LayerOptions } from '../layer.ts';
import { createParameter, createVariable } from '../parameter.ts';

/** Options of {@link embedding}. */
export interface EmbeddingOptions extends LayerOptions {
  /** How many ids there are: 0 to `inputDim − 1`. A positive integer. */
  readonly inputDim: number;
  /** The length of the vector of an id: a positive integer. */
  readonly outputDim: number;
  /** First content of the table `[inputDim, outputDim]`; default `randomUniform()`, between −0.05 and 0.05. */
  readonly embeddingsInitializer?: Initializer | undefined;
  /** Penalty of the table, added to the loss while training; default: none. */
  readonly embeddingsRegularizer?: Regularizer | undefined;
  /** Applied to the table after every update; default: none. */
  readonly embeddingsConstraint?: Constraint | undefined;
  /** Whether the id 0 stands for padding, which layers after this one leave out; default false. */
  readonly maskZero?: boolean | undefined;
}

/**
 * A learned vector for each id, as of words in a vocabulary.
 *
 * ```text
 * y = embeddings[x]
 * ```
 *
 * Ids `[batch, …]` become `[batch, …, outputDim]`. They are integers; float32 holds them too, as long as nothing stands
 * behind the point. The derivative of a row is the sum over all its uses.
 *
 * Ids outside the table throw where they are known when the layer is applied; inside a compiled function their vectors are
 * NaN, so that the mistake shows.
 *
 * @param options `inputDim`, `outputDim`, `embeddingsInitializer` (`randomUniform()`), `embeddingsRegularizer`,
 * `embeddingsConstraint`, `maskZero` (false), and those of every layer
 * @throws ArgumentError when an extent is not a positive integer, or a known id is not in the table
 * @throws DTypeError when ids are bool
 * @see Bengio, Ducharme, Vincent and Jauvin, A neural probabilistic language model, JMLR 3, 2003
 * @example
 * ```ts
 * import { tensor } from '@gradkit/core';
 * import { embedding, sequential } from '@gradkit/layers';
 *
 * const model = sequential([embedding({ inputDim: 100, outputDim: 8 })]);
 * console.log(model.apply(tensor([[4, 17, 99]], { dtype: 'int32' })).shape); // [1, 3, 8]
 * ```
 */
export function embedding(options: EmbeddingOptions): Layer {
  checkLayerOptions('embedding', options, [
    'inputDim',
    'outputDim',
    'embeddingsInitializer',
    'embeddingsRegularizer',
    'embeddingsConstraint',
    'maskZero',
  ]);
  const { inputDim, outputDim, embeddingsInitializer = randomUniform(), maskZero = false } = options ?? {};
  checkCount('embedding', 'inputDim', inputDim);
  checkCount('embedding', 'outputDim', outputDim);
  checkFlags('embedding', { maskZero });
  checkWeightOptions('embedding', options, ['embeddings']);

  return createLayer(
    'embedding',
    options,
    (_input, key, name) => {
      const table = createParameter(
        createVariable(`${name}/embeddings`, [inputDim, outputDim], embeddingsInitializer, key),
        options.embeddingsRegularizer,
        options.embeddingsConstraint,
      );
      return {
        parameters: [table],
        output: (shape) => [...shape, outputDim],
        apply(x) {
          checkIds(name, x, inputDim);
          const known = logicalAnd(greaterEqual(x, 0), less(x, inputDim));
          const rows = rowsOf(table.variable.value, cast(x, 'int32'));
          return where(expandDims(known, -1), rows, Number.NaN);
        },
      };
    },
    { outputMask: (x) => (maskZero ? notEqual(x, 0) : undefined) },
  );
}

/** Throws for ids that are not in the table, as far as they are known. */
function checkIds(name: string, x: Tensor, count: number): void {
  if (x.dtype === 'bool') throw new DTypeError(`${name}: ids are integers, got bool. Use cast().`);
  const wrong = x.node.values?.find((id) => !(Number.isInteger(id) && id >= 0 && id < count));
  if (wrong === undefined) return;
  throw new ArgumentError(`${name}: ids are integers from 0 to ${count - 1}, as inputDim says, got ${wrong}.`);
}
