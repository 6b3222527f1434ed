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
import type { BatchSource, FieldData, Sample } from '@gradkit/data';
import type { Values } from '@gradkit/layers';
import { breath } from './breath.ts';
import { close, drawFrom, type Signal, throwIfAborted, useBatches } from './draw.ts';
import { checkEvaluable, checkSteps } from './evaluate.ts';
import { batchOf, type Evaluable, inputFields, leavesOfBatch, predictions, samplesOf } from './forward-pass.ts';
import { firstBatch, type SampleSet, toBatches, toDrawable, usedFields } from './samples.ts';

/** Options of {@link predict}. */
export interface PredictOptions {
  /** Samples per step, or `'full'`; default 32, or as the batches given. */
  readonly batchSize?: number | 'full' | undefined;
  /** Predicts this many batches at most; default all. */
  readonly steps?: number | undefined;
  /** Ends the prediction after the current step: it then rejects with the signal's reason. */
  readonly signal?: Signal | undefined;
}

/**
 * The outputs of a model for many samples, computed batch by batch.
 *
 * @param data inputs whose first axis counts samples, or a data set, a stream or batches, of which `x` is used. A model with
 * several inputs finds them in fields of their names
 * @returns all outputs in the order of the samples, `[samples, …]`; a list of them of a model with several outputs
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
export async function predict<I extends Values = Tensor, O extends Values = Tensor>(
  model: Omit<Evaluable<I, O>, 'parameters'>,
  data: FieldData | SampleSet | BatchSource<string> | { readonly [field: string]: FieldData },
  options: PredictOptions = {},
): Promise<O> {
  checkOptions('predict', options, ['batchSize', 'steps', 'signal']);
  const { batchSize, steps = Infinity, signal } = options;
  checkEvaluable('predict', model);
  throwIfAborted(signal);
  const inputs = inputFields(model);
  const drawable = toDrawable('predict', isOneField(data, inputs) ? { [inputs[0] as string]: data } : data, inputs);
  const batches = toBatches('predict', drawable, batchSize);
  checkSteps('predict', 'steps', options.steps, batches);
  const fields = usedFields('predict', await firstBatch('predict', drawable, batches, signal), inputs).slice(
    0,
    inputs.length,
  );

  const step = jit((...leaves: readonly Tensor[]) => {
    return predictions(model, batchOf(fields, leaves), false).outputs;
  });
  const parts: (readonly Tensor[])[] = [];
  const draw = drawFrom(batches);
  const use = (batch: Sample<string>): void => {
    const part = step(...leavesOfBatch(fields, batch));
    const samples = samplesOf(batch);
    for (const { shape } of part) {
      if (shape[0] === samples) continue;
      throw new ShapeError(
        `predict: the model made ${formatShape(shape)} of a batch of ${samples}. Its first axis must count samples.`,
      );
    }
    parts.push(part);
  };
  try {
    await useBatches(draw, signal, breath(), () => parts.length < steps, use);
  } finally {
    await close(draw, signal);
  }
  const outputs: Tensor[] = [];
  for (const index of (parts[0] as readonly Tensor[]).keys()) {
    outputs.push(await joined(parts.map((part) => part[index] as Tensor)));
  }
  return (model.outputNames === undefined ? outputs[0] : outputs) as O;
}

/** Whether the data is the inputs themselves. */
function isOneField(data: unknown, inputs: readonly string[]): data is FieldData {
  if (inputs.length > 1 || typeof data !== 'object' || data === null) return inputs.length === 1;
  return !('batch' in data || Symbol.asyncIterator in data || (inputs[0] as string) in data);
}

/** Outputs of all batches in one tensor. */
async function joined(parts: readonly Tensor[]): Promise<Tensor> {
  const [first] = parts as [Tensor];
  const samples = parts.reduce((sum, { shape }) => sum + (shape[0] as number), 0);
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
