import { gradients } from '@gradkit/autograd';
import { checkOptions, jit, type Parameter, type Tensor } from '@gradkit/core';
import type { Sample } from '@gradkit/data';
import type { LayerVisit, Values } from '@gradkit/layers';
import type { EvaluationObserver, EvaluationPass, Optimizer } from '@gradkit/optimizers';
import { type ClassWeight, checkClassWeight } from './class-weight.ts';
import { neededFields } from './evaluate.ts';
import { type Evaluable, forwardPass, outputFields, type Pass, totalLoss } from './forward-pass.ts';
import { type Objective, type ObjectiveOptions, objectiveOf } from './objective.ts';
import { usedFields } from './samples.ts';

/**
 * One step of training as graph: what someone sees who watches it. Tensors are handles of what the step computes, in the
 * program that it becomes; what nobody uses costs nothing. Whoever wants numbers assigns them to variables of their own, and
 * reads these between steps.
 */
export interface WatchedStep extends EvaluationPass {
  /** The layers that were applied, in the order in which they finished: a model after the layers in it. */
  readonly visits: readonly LayerVisit[];
  readonly parameters: readonly Parameter[];
  /** Of the loss, one for each parameter, at the contents before the update. */
  readonly gradients: readonly Tensor[];
  /** The contents of the parameters before the update; afterwards they have those of their variables. */
  readonly before: readonly Tensor[];
}

/** Looks at a step while it is made into a program; called once for each program, not at each step. */
export type Watch = (step: WatchedStep) => void;

/** Options of {@link trainStep}. */
export interface TrainStepOptions extends Pick<ObjectiveOptions, 'loss' | 'lossWeights'> {
  readonly optimizer: Optimizer;
  /** How much the samples of each class count; classes not named count 1. Default none. */
  readonly classWeight?: ClassWeight | undefined;
  /** Looks at the step, as the `watch` of a callback does; default nobody. */
  readonly watch?: Watch | undefined;
}

/**
 * One step of training as a function of a batch, compiled: what `fit` does at every step, for loops of your own.
 *
 * It predicts, adds losses and penalties, and lets the optimizer update the parameters that are not frozen. Batches have
 * the fields that `fit` takes: `x` and `y`, or those named as inputs and outputs, and maybe `sampleWeight`.
 *
 * @returns a function that makes one step and returns its loss, a scalar; it throws ShapeError and ArgumentError when the
 * batch does not fit the model or the loss
 * @throws ArgumentError when an option is missing or wrong
 * @example
 * ```ts
 * import { dataset } from '@gradkit/data';
 * import { dense, sequential } from '@gradkit/layers';
 * import { meanSquaredError } from '@gradkit/losses';
 * import { sgd } from '@gradkit/optimizers';
 * import { trainStep } from '@gradkit/train';
 *
 * const model = sequential([dense({ units: 1 })]);
 * const step = trainStep(model, { optimizer: sgd({ learningRate: 0.1 }), loss: meanSquaredError() });
 * const data = dataset({ x: [[-1], [0], [1], [2]], y: [[-3], [-1], [1], [3]] });
 * for (const batch of data.shuffle({ seed: 1 }).batch(2)) console.log(step(batch).item());
 * ```
 */
export function trainStep<I extends Values = Tensor, O extends Values = Tensor>(
  model: Evaluable<I, O>,
  options: TrainStepOptions,
): (batch: Sample<string>) => Tensor {
  checkOptions('trainStep', options, ['optimizer', 'loss', 'lossWeights', 'classWeight', 'watch']);
  const objective = objectiveOf('trainStep', options, outputFields(model));
  checkClassWeight('trainStep', options.classWeight, objective);
  const needed = neededFields(model, objective);
  return jit((batch: Sample<string>) => {
    usedFields('trainStep', batch, needed);
    return update('trainStep', model, objective, batch, options, options.watch && [options.watch]).loss;
  });
}

/** Updates the parameters of a model for one batch. Builds graph, to become part of a compiled step. */
export function update(
  where: string,
  model: Evaluable<never, Values>,
  objective: Objective,
  batch: Sample<string>,
  { optimizer, classWeight }: Pick<TrainStepOptions, 'optimizer' | 'classWeight'>,
  watches: readonly Watch[] = [],
): Pass {
  const visits: LayerVisit[] = [];
  const visit = watches.length > 0 ? (each: LayerVisit): void => void visits.push(each) : undefined;
  const forward = (): Pass => forwardPass(where, model, objective, batch, { training: true, classWeight, visit });
  // The first pass builds a model that has no variables yet. An optimizer that looks at several points still reports what
  // it saw at the first.
  const first = forward();
  const { parameters } = model;
  const watched = watches.length > 0 && {
    ...told(first),
    visits: [...visits],
    parameters,
    before: parameters.map(({ variable }) => variable.value),
  };
  let pass: Pass | undefined = first;
  let gradientsAtFirst: readonly Tensor[] = [];
  const evaluate = (observer?: EvaluationObserver): readonly Tensor[] => {
    const isFirst = pass !== undefined;
    const seen = pass ?? forward();
    pass = undefined;
    observer?.pass?.(told(seen));
    const found = gradients(seen.loss, parameters);
    if (isFirst) gradientsAtFirst = found;
    return found;
  };
  optimizer.step(evaluate, parameters);
  if (watched !== false) {
    for (const watch of watches) watch({ ...watched, gradients: gradientsAtFirst });
  }
  return first;
}

/** A pass as optimizers and watchers see it. */
function told({ loss, penalty, judged, linear }: Pass): EvaluationPass {
  const trained = judged.filter((each) => each.loss);
  const truths = trained.map(({ yTrue }) => yTrue);
  return {
    loss,
    penalty,
    linear,
    outputs: trained.map(({ yPred }) => yPred),
    truths,
    lossOf: (predictions, others = truths) =>
      totalLoss(trained, ({ lossOf }, i) => lossOf(predictions[i] as Tensor, others[i] as Tensor)),
  };
}
