import { abs, assign, cast, max, norm, slice, sub, type Tensor, type Variable, variable, zeros } from '@gradkit/core';
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
  /** Parameter by parameter. */
  readonly parameters: readonly FirstGradient[];
}

/** One parameter and its first gradient. */
export interface FirstGradient {
  readonly name: string;
  readonly gradientNorm: number;
  /** Largest difference between the weights of units, and between their gradients: of kernels with two units or more. */
  readonly unitDifference?: { readonly weights: number; readonly gradients: number } | undefined;
}

/** Sends some samples through the model and back. Moving statistics and random streams go on: keep the state before. */
export function firstPass({ model, outputs, excerpt, options }: Subject): FirstPass {
  const fields = rowsOf(excerpt.fields, 0, Math.min(passSize, excerpt.samples));
  const [loss, penalty] = [variable(0), variable(0)];
  const { parameters } = model;
  const measured = parameters.map((parameter) => {
    const { shape } = parameter.variable;
    const isKernel = shape.length >= 2 && (shape.at(-1) as number) >= 2;
    return {
      norm: variable(0),
      weights: isKernel ? variable(0) : undefined,
      gradients: isKernel ? variable(0) : undefined,
    };
  });
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
      measured.forEach((each, i) => {
        const [gradient, content] = [watched.gradients[i] as Tensor, watched.before[i] as Tensor];
        changes.push([each.norm, cast(norm(gradient), 'float32')]);
        if (each.weights !== undefined) changes.push([each.weights, betweenUnits(content)]);
        if (each.gradients !== undefined) changes.push([each.gradients, betweenUnits(gradient)]);
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
    parameters: parameters.map(({ name }, i) => {
      const { norm: gradientNorm, weights, gradients } = measured[i] as (typeof measured)[number];
      return {
        name,
        gradientNorm: gradientNorm.value.item(),
        unitDifference: weights && gradients && { weights: weights.value.item(), gradients: gradients.value.item() },
      };
    }),
  };
}

/** max |wᵢ − w₀| over the units i, which the last axis counts. */
function betweenUnits(content: Tensor): Tensor {
  const { shape } = content;
  const first = slice(
    content,
    shape.map(() => 0),
    shape.map((extent, i) => (i === shape.length - 1 ? 1 : extent)),
  );
  return cast(max(abs(sub(content, first))), 'float32');
}
