import { assign, mean, stack, std, type Tensor, type Variable, variable, zeros } from '@gradkit/core';
import type { AnyModel, Callback, WatchedStep } from '@gradkit/train';

/** A callback that records what goes into the activations while a network is trained. */
export interface ActivationMoments extends Callback {
  /** Of each step, for each activation from the input on. */
  readonly rows: readonly (readonly { readonly mean: number; readonly deviation: number }[])[];
}

/** Records mean and standard deviation of the input of each activation layer at each step. */
export function activationMoments(): ActivationMoments {
  const rows: { mean: number; deviation: number }[][] = [];
  let moments: Variable | undefined;
  return {
    rows,
    onTrainBegin({ model }: { readonly model: AnyModel }) {
      const count = model.layers.filter(({ kind }) => kind === 'activation').length;
      moments = variable(zeros([count, 2]));
    },
    watch({ visits }: WatchedStep) {
      const inputs = visits.filter(({ layer }) => layer.kind === 'activation').map(({ input }) => input as Tensor);
      assign([[moments as Variable, stack(inputs.map((x) => stack([mean(x), std(x)])))]]);
    },
    onBatchEnd() {
      const flat = (moments as Variable).value.dataSync();
      rows.push(
        Array.from({ length: flat.length / 2 }, (_, i) => ({
          mean: flat[2 * i] as number,
          deviation: flat[2 * i + 1] as number,
        })),
      );
    },
    onTrainEnd() {
      moments?.dispose();
    },
  };
}
