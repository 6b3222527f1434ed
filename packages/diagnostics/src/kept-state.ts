import { assign, type Tensor, tensor, type Variable } from '@gradkit/core';
import type { Optimizer } from '@gradkit/optimizers';
import type { AnyModel } from '@gradkit/train';

/**
 * Copies everything that training changes: weights, moving statistics and random streams of the model, slots, counters and
 * schedule of the optimizer. The model is built; slots that the optimizer has not made yet are made now, as its first update
 * would.
 *
 * @returns a function that puts it all back, bit by bit
 */
export function keepState(model: AnyModel, optimizer?: Optimizer): () => void {
  optimizer?.build(model.parameters);
  const kept = new Map<Variable, Tensor>();
  for (const { variable } of [...model.variables, ...(optimizer?.namedState ?? [])]) {
    const { shape, dtype } = variable;
    if (!kept.has(variable)) kept.set(variable, tensor(variable.value.dataSync(), { shape, dtype }));
  }
  const rate = optimizer && (optimizer.schedule ?? optimizer.learningRate);
  return () => {
    if (optimizer !== undefined && rate !== undefined) optimizer.learningRate = rate;
    assign([...kept]);
  };
}
