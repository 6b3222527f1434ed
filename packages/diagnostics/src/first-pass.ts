import { assign, cast, sub, type Tensor, type Variable, variable, zeros } from '@gradkit/core';
import type { Sample } from '@gradkit/data';
import { sgd } from '@gradkit/optimizers';
import { trainStep } from '@gradkit/train';
import { rowsOf } from './excerpt.ts';
import type { Subject } from './subject.ts';

/** Samples of a pass: enough for means, few enough for large models. */
const passSize = 256;

/** What one step of training with the learning rate 0 saw. */
export interface FirstPass {
  /** The samples that went through. */
  readonly fields: Sample<string>;
  /** The loss of the outputs, without penalties. */
  readonly loss: number;
  readonly penalty: number;
  /** What came out in training, by position among the outputs that are judged. */
  readonly outputs: readonly Tensor[];
}

/** Sends some samples through the model and back. Moving statistics and random streams go on: keep the state before. */
export function firstPass({ model, outputs, excerpt, options }: Subject): FirstPass {
  const fields = rowsOf(excerpt.fields, 0, Math.min(passSize, excerpt.samples));
  const [loss, penalty] = [variable(0), variable(0)];
  const given: Variable[] = [];
  const step = trainStep(model, {
    ...options,
    optimizer: sgd({ learningRate: 0 }),
    watch(watched) {
      const changes: [Variable, Tensor][] = [
        [loss, cast(sub(watched.loss, watched.penalty), 'float32')],
        [penalty, cast(watched.penalty, 'float32')],
      ];
      watched.outputs.forEach((output, i) => {
        given[i] = variable(zeros(output.shape, { dtype: output.dtype }));
        changes.push([given[i] as Variable, output]);
      });
      assign(changes);
    },
  });
  step(fields);
  return {
    fields,
    loss: loss.value.item(),
    penalty: penalty.value.item(),
    outputs: outputs.map((_, i) => (given[i] as Variable).value),
  };
}
