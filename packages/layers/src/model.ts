import { ArgumentError, assign, type Shape, type Tensor, type TypedArray, tensor } from '@gradkit/core';
import type { ApplyContext, Layer } from './layer.ts';

/** A network: itself a layer, so that models nest. */
export interface Model extends Layer {
  readonly layers: readonly Layer[];
  /** Whether the variables exist. They are made by `build`, or by the first `apply` for the shape of its input. */
  readonly built: boolean;
  /** Creates the variables, once. The key is the source of all randomness; a seed given to the model wins over it. */
  build(input: Shape, key?: Tensor): Shape;
  /** The output for a batch `[batch, …]`; `training` is false unless given. */
  apply(x: Tensor, context?: Partial<ApplyContext>): Tensor;
  /** A table of the layers with shapes and parameter counts. */
  summary(): string;
  /** Copies of all variables: the parameters, then the state. */
  getWeights(): TypedArray[];
  /**
   * Replaces all variables, all at once.
   * @throws ArgumentError when the number of arrays, or the length of one, is not that of `getWeights()`
   */
  setWeights(weights: readonly TypedArray[]): void;
}

type Weighted = Pick<Layer, 'name' | 'parameters' | 'state'>;

const variablesOf = ({ parameters, state }: Weighted) => [...parameters.map(({ variable }) => variable), ...state];

export function readWeights(model: Weighted): TypedArray[] {
  return variablesOf(model).map((variable) => variable.value.dataSync());
}

export function writeWeights(model: Weighted, weights: readonly TypedArray[]): void {
  const variables = variablesOf(model);
  if (weights.length !== variables.length) {
    throw new ArgumentError(
      `setWeights: ${model.name} has ${variables.length} variables, got ${weights.length} arrays.`,
    );
  }
  assign(
    variables.map((variable, i) => {
      const { name, shape, dtype } = variable;
      const values = weights[i] as TypedArray;
      const size = shape.reduce((product, extent) => product * extent, 1);
      if (values.length !== size) {
        throw new ArgumentError(`setWeights: ${name} has ${size} elements, got ${values.length}.`);
      }
      return [variable, tensor(values, { shape, dtype })];
    }),
  );
}
