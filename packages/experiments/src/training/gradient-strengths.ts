import { assign, mean, type Parameter, sqrt, square, stack, type Variable, variable, zeros } from '@gradkit/core';
import type { AnyModel, Callback, WatchedStep } from '@gradkit/train';

/** A callback that records the gradients of all kernels while a network is trained. */
export interface GradientStrengths extends Callback {
  /** Of each step, for each kernel from the input on: the root mean square of its gradient, before any clipping. */
  readonly rows: readonly (readonly number[])[];
}

const isKernel = ({ name }: Pick<Parameter, 'name'>): boolean => /(^|\/)kernel$/.test(name);

/** Records the root mean square of the gradient of each kernel at each step. They are computed within the step. */
export function gradientStrengths(): GradientStrengths {
  const rows: number[][] = [];
  let strengths: Variable | undefined;
  return {
    rows,
    onTrainBegin({ model }: { readonly model: AnyModel }) {
      strengths = variable(zeros([model.parameters.filter(isKernel).length]));
    },
    watch({ parameters, gradients }: WatchedStep) {
      const found = gradients.filter((_, i) => isKernel(parameters[i] as Parameter));
      assign([[strengths as Variable, stack(found.map((gradient) => sqrt(mean(square(gradient)))))]]);
    },
    onBatchEnd() {
      rows.push([...(strengths as Variable).value.dataSync()]);
    },
    onTrainEnd() {
      strengths?.dispose();
    },
  };
}
