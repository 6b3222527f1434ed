import { add, type Parameter, type Tensor, zeros } from '@gradkit/core';

/**
 * The sum of the penalties that the parameters' regularizers ask for: a scalar to add to the loss, 0 when there are none.
 *
 * `Σ regularizer(parameter)`.
 *
 * @param model a model, a layer, or anything else with parameters
 * @example
 * ```ts
 * import { tensor } from '@gradkit/core';
 * import { ones } from '@gradkit/initializers';
 * import { dense, penalty, sequential } from '@gradkit/layers';
 * import { l2 } from '@gradkit/regularizers';
 *
 * const model = sequential([dense({ units: 2, kernelInitializer: ones(), kernelRegularizer: l2(0.5) })]);
 * model.apply(tensor([[1, 2, 3]]));
 * console.log(penalty(model).item()); // 3: half of the sum of six squares
 * ```
 */
export function penalty(model: { readonly parameters: readonly Parameter[] }): Tensor {
  let total: Tensor | undefined;
  for (const { variable, regularizer } of model.parameters) {
    if (regularizer === undefined) continue;
    const term = regularizer(variable.value);
    total = total === undefined ? term : add(total, term);
  }
  return total ?? zeros([]);
}
