import { foldIn, type Tensor, tensor, type Variable, variable } from '@gradkit/core';

/** Random keys, a new one at every use: `foldIn(key, step)`, with the step in a variable so that it can be saved. */
export interface RandomStream {
  readonly key: Tensor;
  /** How many keys were taken, `uint32`. */
  readonly step: Variable;
  /** The next key, `uint32[2]`; assigns the step. */
  next(): Tensor;
}

export function randomStream(key: Tensor, name: string): RandomStream {
  const step = variable(tensor(0, { dtype: 'uint32' }), { name: `${name}/step` });
  return {
    key,
    step,
    next() {
      const current = step.value;
      step.assign(current.add(1));
      return foldIn(key, current);
    },
  };
}
