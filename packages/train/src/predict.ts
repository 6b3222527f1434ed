import {
  checkOptions,
  formatShape,
  jit,
  type Shape,
  ShapeError,
  sizeOf,
  type Tensor,
  type TypedArray,
  tensor,
} from '@gradkit/core';
import { type Batches, type Dataset, dataset, type FieldData } from '@gradkit/data';
import { breath } from './breath.ts';
import { checkEvaluable, type Evaluable } from './evaluate.ts';
import { toBatchSize } from './samples.ts';

/** Options of {@link predict}. */
export interface PredictOptions {
  /** Samples per step, or `'full'`; default 32. */
  readonly batchSize?: number | 'full' | undefined;
}

/**
 * The outputs of a model for many samples, computed batch by batch.
 *
 * @param data inputs whose first axis counts samples, or a data set, of which `x` is used
 * @returns all outputs in the order of the samples, `[samples, …]`
 * @throws ArgumentError, ShapeError, DataError when an option is wrong, there are no samples, or shapes do not fit
 * @example
 * ```ts
 * import { dense, sequential } from '@gradkit/layers';
 * import { predict } from '@gradkit/train';
 *
 * const model = sequential([dense({ units: 2 })]);
 * console.log((await predict(model, [[1, 2, 3], [4, 5, 6]])).shape); // [2, 2]
 * ```
 */
export async function predict(
  model: Pick<Evaluable, 'apply'>,
  data: FieldData | Dataset<'x' | 'y'> | Dataset<'x'>,
  options: PredictOptions = {},
): Promise<Tensor> {
  checkOptions('predict', options, ['batchSize']);
  checkEvaluable('predict', model);
  const samples = toInputs(data);
  const batches: Batches<'x'> = samples.batch(toBatchSize('predict', options.batchSize ?? 32, samples.size));
  const step = jit((x: Tensor) => model.apply(x, { training: false }));

  const breathe = breath();
  const parts: Tensor[] = [];
  for (const { x } of batches) {
    const part = step(x);
    if (part.shape[0] !== x.shape[0]) {
      throw new ShapeError(
        `predict: the model made ${formatShape(part.shape)} of a batch of ${x.shape[0]}. Its first axis must count samples.`,
      );
    }
    parts.push(part);
    const pause = breathe();
    if (pause !== undefined) await pause;
  }
  return joined(parts, samples.size);
}

function toInputs(data: FieldData | Dataset<'x' | 'y'> | Dataset<'x'>): Dataset<'x'> {
  const isDataset = typeof data === 'object' && data !== null && 'batch' in data;
  return isDataset ? (data as Dataset<'x'>) : dataset({ x: data });
}

/** Outputs of all batches in one tensor. */
async function joined(parts: readonly Tensor[], samples: number): Promise<Tensor> {
  const [first] = parts as [Tensor];
  const shape: Shape = [samples, ...first.shape.slice(1)];
  let all: TypedArray | undefined;
  let at = 0;
  for (const part of parts) {
    const values = await part.data();
    all ??= new (values.constructor as new (length: number) => TypedArray)(sizeOf(shape));
    all.set(values, at);
    at += values.length;
  }
  return tensor(all as TypedArray, { shape, dtype: first.dtype });
}
