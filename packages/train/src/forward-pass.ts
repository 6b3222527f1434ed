import { ArgumentError, add, cast, describe, formatShape, mul, ShapeError, type Tensor } from '@gradkit/core';
import type { Sample } from '@gradkit/data';
import {
  type ApplyContext,
  applyMasked,
  type Layer,
  type LayerVisit,
  type LinearProduct,
  penalty,
  type Values,
} from '@gradkit/layers';
import type { Loss, Weighting } from '@gradkit/losses';
import { alignedProduct, type ClassWeight, weightByClass } from './class-weight.ts';
import type { Objective, OutputObjective } from './objective.ts';

/** The field that holds the weight of every sample. */
export const weightField = 'sampleWeight';

/** What can be applied and judged: a model, or anything else that maps batches to predictions. */
export interface Evaluable<I extends Values = Tensor, O extends Values = Tensor>
  extends Pick<Layer<I, O>, 'apply' | 'parameters' | 'outputMask' | 'applyMasked'> {
  /** Names of the inputs, of a model that takes several. */
  readonly inputNames?: readonly string[] | undefined;
  /** Names of the outputs, of a model that gives several. */
  readonly outputNames?: readonly string[] | undefined;
}

/** The fields of data that a model takes as inputs. */
export const inputFields = ({ inputNames = ['x'] }: Pick<Evaluable<never, Values>, 'inputNames'>): readonly string[] =>
  inputNames;

/** The fields of data that hold the truth of its outputs. */
export const outputFields = ({
  outputNames = ['y'],
}: Pick<Evaluable<never, Values>, 'outputNames'>): readonly string[] => outputNames;

/** One output and what it should be. */
interface Judged {
  readonly output: OutputObjective;
  readonly yTrue: Tensor;
  readonly yPred: Tensor;
  readonly loss: Tensor | undefined;
  /** The loss that another prediction, or another truth, would have in this place. */
  readonly lossOf: (yPred: Tensor, yTrue: Tensor) => Tensor;
  /** How much samples count, by their weights and the mask; undefined when all count alike. */
  readonly sampleWeight: Tensor | undefined;
  /** How much samples count by the mask alone. */
  readonly counted: Tensor | undefined;
}

/** A batch that went through a model. */
export interface Pass {
  /** Losses and penalties: a scalar. */
  readonly loss: Tensor;
  /** The part of it that does not come from the outputs. */
  readonly penalty: Tensor;
  readonly samples: number;
  /** In the order of the objective's outputs. */
  readonly judged: readonly Judged[];
  /** What the layers multiplied. */
  readonly linear: readonly LinearProduct[];
}

/** How a batch goes through a model. */
export interface PassOptions {
  readonly training: boolean;
  readonly classWeight?: ClassWeight | undefined;
  /** Told of each layer that is applied. */
  readonly visit?: ((visit: LayerVisit) => void) | undefined;
}

/** Leaves of a compiled step, of which the first are the fields of a batch. */
export function batchOf(fields: readonly string[], leaves: readonly Tensor[]): Sample<string> {
  return Object.fromEntries(fields.map((field, i) => [field, leaves[i] as Tensor]));
}

/** The fields of a batch in order: arguments of a compiled step. */
export function leavesOfBatch(fields: readonly string[], batch: Sample<string>): readonly Tensor[] {
  return fields.map((field) => batch[field] as Tensor);
}

/** How many samples a batch has. */
export function samplesOf(batch: Sample<string>): number {
  return Object.values(batch)[0]?.shape[0] ?? 1;
}

/** What a model makes of the inputs in a batch: the outputs in order, and the mask of the first. */
export function predictions(
  model: Omit<Evaluable<never, Values>, 'parameters'>,
  batch: Sample<string>,
  training: boolean,
  told?: Pick<ApplyContext, 'addLoss' | 'linear' | 'visit'>,
): { readonly outputs: readonly Tensor[]; readonly mask: Tensor | undefined } {
  const inputs = inputFields(model).map((name) => batch[name] as Tensor);
  const x = model.inputNames === undefined ? (inputs[0] as Tensor) : inputs;
  const { output, mask } = applyMasked(model as unknown as Layer<Values, Values>, x, { training, ...told });
  return { outputs: 'node' in output ? [output] : output, mask };
}

/** Applies a model to a batch and judges what comes out. Builds graph and computes nothing. */
export function forwardPass(
  where: string,
  model: Evaluable<never, Values>,
  objective: Objective,
  batch: Sample<string>,
  { training, classWeight, visit }: PassOptions,
): Pass {
  const terms: Tensor[] = [];
  const linear: LinearProduct[] = [];
  const { outputs, mask } = predictions(model, batch, training, {
    addLoss: (term) => void terms.push(term),
    linear: (product) => void linear.push(product),
    ...(visit && { visit }),
  });

  const judged = objective.outputs.map((output): Judged => {
    const { field, index } = output;
    const [yTrue, yPred] = [batch[field] as Tensor, outputs[index] as Tensor];
    const byClass = classWeight && weightByClass(classWeight, yTrue, yPred);
    const sampleWeight = alignedProduct(batch[weightField], byClass);
    const ownMask = index === 0 ? mask : undefined;
    const lossOf = (prediction: Tensor, truth: Tensor): Tensor =>
      checkedLoss(where, output.loss as Loss, truth, prediction, { sampleWeight, mask: ownMask });
    const loss = output.loss && lossOf(yPred, yTrue);
    const counted = ownMask && cast(ownMask, 'float32');
    return { output, yTrue, yPred, loss, lossOf, counted, sampleWeight: alignedProduct(sampleWeight, counted) };
  });
  const own = totalLoss(judged, ({ loss }) => loss);
  const penalties = cast(
    terms.reduce((sum, term) => add(sum, cast(term, sum.dtype)), penalty(model)),
    own.dtype,
  );
  return { loss: add(own, penalties), penalty: penalties, samples: samplesOf(batch), judged, linear };
}

/** The losses of outputs with their weights. */
export function totalLoss(
  judged: readonly Judged[],
  lossOf: (each: Judged, index: number) => Tensor | undefined,
): Tensor {
  let total: Tensor | undefined;
  judged.forEach((each, i) => {
    const loss = lossOf(each, i);
    if (loss === undefined) return;
    const { weight } = each.output;
    const term = weight === 1 ? loss : mul(loss, weight);
    total = total === undefined ? term : add(total, cast(term, total.dtype));
  });
  return total as unknown as Tensor;
}

function checkedLoss(where: string, loss: Loss, yTrue: Tensor, yPred: Tensor, weighting: Weighting): Tensor {
  const isWeighted = weighting.sampleWeight !== undefined || weighting.mask !== undefined;
  if (isWeighted && loss.length < 3) {
    const what = weighting.sampleWeight === undefined ? 'a mask of steps' : 'weights of samples';
    throw new ArgumentError(`${where}: there are ${what}, but the loss does not take any. Make it with createLoss().`);
  }
  const value = isWeighted ? loss(yTrue, yPred, weighting) : loss(yTrue, yPred);
  if (value?.rank === undefined) {
    throw new ArgumentError(`${where}: the loss must give a tensor, got ${describe(value)}.`);
  }
  if (value.rank > 0) {
    throw new ShapeError(`${where}: the loss must be one number, got ${formatShape(value.shape)}. Take its mean.`);
  }
  return value;
}
