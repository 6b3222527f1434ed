import { add, type DType, matmul, type Tensor, tanh, tensor, type Variable, variable } from '@gradkit/core';

/** Numbers between −1 and 1 that are the same in every run. */
export function numbers(count: number, seed: number): Float64Array {
  return Float64Array.from({ length: count }, (_, i) => (43758.5453 * Math.sin(12.9898 * (i + 1) + 78.233 * seed)) % 1);
}

/** A network of one hidden layer, and data for it. */
export interface Network {
  readonly parameters: readonly [Variable, Variable, Variable, Variable];
  readonly x: Tensor;
  /** The outputs with the present parameters. */
  readonly outputs: () => Tensor;
  /** The same as a function of parameters. */
  readonly apply: (parameters: readonly Tensor[]) => Tensor;
}

export function network(samples: number, sizes: readonly [number, number, number], dtype: DType): Network {
  const [inputs, hidden, outputs] = sizes;
  const weight = (shape: readonly number[], seed: number): Variable => {
    const count = shape.reduce((product, extent) => product * extent, 1);
    return variable(tensor(numbers(count, seed), { shape, dtype }), { name: `weight ${seed}` });
  };
  const parameters = [
    weight([inputs, hidden], 1),
    weight([hidden], 2),
    weight([hidden, outputs], 3),
    weight([outputs], 4),
  ] as const;
  const x = tensor(numbers(samples * inputs, 5), { shape: [samples, inputs], dtype });
  const apply = ([w1, b1, w2, b2]: readonly Tensor[]): Tensor =>
    add(matmul(tanh(add(matmul(x, w1 as Tensor), b1 as Tensor)), w2 as Tensor), b2 as Tensor);
  return { parameters, x, apply, outputs: () => apply(parameters.map((each) => each.value)) };
}
