import { gelu } from '@gradkit/activations';
import {
  assign,
  cast,
  jit,
  mean,
  notEqual,
  slice,
  softmax,
  stack,
  type Tensor,
  type Variable,
  variable,
} from '@gradkit/core';
import { dense, dropout, type LayerVisit, type Sequential, sequential } from '@gradkit/layers';
import type { WatchedStep } from '@gradkit/train';

/** Two hidden layers with dropout behind each, and the scores of ten digits. */
export function networkWith(rate: number, units: number, seed: number): Sequential {
  const hidden = () => [dense({ units, activation: gelu }), dropout({ rate })];
  return sequential([...hidden(), ...hidden(), dense({ units: 10 })], { seed });
}

const dropouts = (visits: readonly LayerVisit[]): readonly LayerVisit[] =>
  visits.filter(({ layer }) => layer.kind === 'dropout');

/** The sub-network that the first sample of a batch went through: 1 for each unit that was there, 0 for those dropped. */
export interface WatchedMasks {
  watch(step: WatchedStep): void;
  /** One list for each hidden layer. */
  read(): readonly ArrayLike<number>[];
}

/** Remembers, at each step, the masks of the first sample. */
export function watchMasks(units: number): WatchedMasks {
  const masks: readonly Variable[] = [
    variable(new Float32Array(units).fill(1)),
    variable(new Float32Array(units).fill(1)),
  ];
  return {
    watch({ visits }) {
      const pairs = dropouts(visits).map(({ output }, i) => {
        // GELU is 0 at 0 only, which no sample meets: what is 0 was dropped.
        const first = slice(output as Tensor, [0, 0], [1]).reshape([units]);
        return [masks[i] as Variable, cast(notEqual(first, 0), 'float32')] as const;
      });
      assign(pairs);
    },
    read: () => masks.map(({ value }) => value.dataSync()),
  };
}

/** The probabilities that a sub-network gives, another one for each sample and at each call. */
export function subNetwork(model: Sequential): (x: Tensor) => Tensor {
  return jit((x: Tensor) => softmax(model.apply(x, { training: true })));
}

/** The probabilities without dropout. */
export function wholeNetwork(model: Sequential): (x: Tensor) => Tensor {
  return jit((x: Tensor) => softmax(model.apply(x, { training: false })));
}

/** The first hidden outputs of copies of one sample: before dropout, and the mean behind it; `[2, units]`. */
export function expectation(model: Sequential): (copies: Tensor) => Tensor {
  return jit((copies: Tensor) => {
    const seen: LayerVisit[] = [];
    model.apply(copies, { training: true, visit: (visit) => void seen.push(visit) });
    const { input, output } = dropouts(seen)[0] as LayerVisit;
    return stack([mean(input as Tensor, { axis: 0 }), mean(output as Tensor, { axis: 0 })]);
  });
}
