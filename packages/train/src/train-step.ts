import { gradients } from '@gradkit/autograd';
import { checkOptions, jit, type Tensor } from '@gradkit/core';
import type { Sample } from '@gradkit/data';
import type { Values } from '@gradkit/layers';
import type { EvaluationObserver, Optimizer } from '@gradkit/optimizers';
import { type ClassWeight, checkClassWeight } from './class-weight.ts';
import { neededFields } from './evaluate.ts';
import { type Evaluable, forwardPass, outputFields, type Pass, totalLoss } from './forward-pass.ts';
import { type Objective, type ObjectiveOptions, objectiveOf } from './objective.ts';
import { usedFields } from './samples.ts';

/** Options of {@link trainStep}. */
export interface TrainStepOptions extends Pick<ObjectiveOptions, 'loss' | 'lossWeights'> {
  readonly optimizer: Optimizer;
  /** How much the samples of each class count; classes not named count 1. Default none. */
  readonly classWeight?: ClassWeight | undefined;
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
  checkOptions('trainStep', options, ['optimizer', 'loss', 'lossWeights', 'classWeight']);
  const objective = objectiveOf('trainStep', options, outputFields(model));
  checkClassWeight('trainStep', options.classWeight, objective);
  const needed = neededFields(model, objective);
  return jit((batch: Sample<string>) => {
    usedFields('trainStep', batch, needed);
    return update('trainStep', model, objective, batch, options).loss;
  });
}

/** Updates the parameters of a model for one batch. Builds graph, to become part of a compiled step. */
export function update(
  where: string,
  model: Evaluable<never, Values>,
  objective: Objective,
  batch: Sample<string>,
  { optimizer, classWeight }: Pick<TrainStepOptions, 'optimizer' | 'classWeight'>,
): Pass {
  const forward = (): Pass => forwardPass(where, model, objective, batch, { training: true, classWeight });
  // The first pass builds a model that has no variables yet. An optimizer that looks at several points still reports what
  // it saw at the first.
  const first = forward();
  const { parameters } = model;
  let pass: Pass | undefined = first;
  const evaluate = (observer?: EvaluationObserver): readonly Tensor[] => {
    const { loss, penalty, judged, linear } = pass ?? forward();
    pass = undefined;
    if (observer?.pass !== undefined) {
      const trained = judged.filter((each) => each.loss);
      const truths = trained.map(({ yTrue }) => yTrue);
      observer.pass({
        loss,
        penalty,
        linear,
        outputs: trained.map(({ yPred }) => yPred),
        truths,
        lossOf: (predictions, others = truths) =>
          totalLoss(trained, ({ lossOf }, i) => lossOf(predictions[i] as Tensor, others[i] as Tensor)),
      });
    }
    return gradients(loss, parameters);
  };
  optimizer.step(evaluate, parameters);
  return first;
}
