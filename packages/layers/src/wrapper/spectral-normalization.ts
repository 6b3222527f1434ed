import {
  ArgumentError,
  assign,
  div,
  equal,
  foldIn,
  matmul,
  maximum,
  mul,
  type Parameter,
  reshape,
  rsqrt,
  square,
  stopGradient,
  sum,
  type Tensor,
  transpose,
  type Variable,
  where,
} from '@gradkit/core';
import { randomNormal } from '@gradkit/initializers';
import { checkCount } from '../check-options.ts';
import type { Layer } from '../layer.ts';
import { createVariable } from '../parameter.ts';
import { type WrapperOptions, wrapLayer } from './wrap.ts';

/** Options of {@link spectralNormalization}. */
export interface SpectralNormalizationOptions extends WrapperOptions {
  /** Steps of the power iteration at each step of training, at least 1; default 1. */
  readonly powerIterations?: number | undefined;
}

/**
 * Divides the kernels of a layer by their largest singular value, so that it never stretches its input.
 *
 * ```text
 * y = layer(x) with the kernel w / σ,  σ = vᵀ W u      W: the kernel as a matrix [inputs, outputs]
 * v = W u / ‖W u‖,  u ← Wᵀ v / ‖Wᵀ v‖                  repeated in training: u, v approach the singular vectors
 * ```
 *
 * `u` is state of the layer, one vector `[outputs]` per kernel. σ is differentiated with u and v held fixed. Outside training, and
 * where the layer is frozen, u stays as it is. Its weights are those before the division.
 *
 * @param layer a layer with kernels: `dense`, convolutions of all kinds, and models of such layers
 * @throws ArgumentError when the layer has no kernel, or `powerIterations` is not a positive integer
 * @see Miyato, Kataoka, Koyama and Yoshida, Spectral normalization for generative adversarial networks, ICLR 2018
 * @example
 * ```ts
 * import { tensor } from '@gradkit/core';
 * import { dense, sequential, spectralNormalization } from '@gradkit/layers';
 *
 * const inner = dense({ units: 2, useBias: false, kernelInitializer: () => tensor([[3, 0], [0, 1]]) });
 * const model = sequential([spectralNormalization(inner, { powerIterations: 20 })]);
 * console.log(model.apply(tensor([[3, 3]]), { training: true }).toArray()); // [[3, 1]], or nearly
 * ```
 */
export function spectralNormalization(layer: Layer, options: SpectralNormalizationOptions = {}): Layer {
  const { powerIterations = 1 } = options;
  checkCount('spectralNormalization', 'powerIterations', powerIterations);
  const vectors = new Map<Variable, Variable>();

  const normalized = (value: Tensor, vector: Variable, steps: number): Tensor => {
    const outputs = value.shape.at(-1) as number;
    const matrix = reshape(value, [-1, outputs]);
    const fixed = stopGradient(matrix);
    let u = reshape(vector.value, [outputs, 1]);
    let v = unit(matmul(fixed, u));
    for (let step = 0; step < steps; step++) {
      if (step > 0) v = unit(matmul(fixed, u));
      u = unit(matmul(transpose(fixed), v));
    }
    const sigma = sum(mul(v, matmul(matrix, u)));
    // A kernel of zeros stays, and so does its vector, which would never leave 0 again.
    const isZero = equal(sigma, 0);
    if (steps > 0) assign([[vector, where(isZero, vector.value, reshape(u, [outputs]))]]);
    return div(value, where(isZero, 1, sigma));
  };

  return wrapLayer('spectralNormalization', layer, options, ['powerIterations'], {
    build(name, key) {
      const kernels = variablesWithAxes(layer);
      if (kernels.length === 0) throw new ArgumentError(`${name}: ${layer.name} has no kernel to normalise.`);
      for (const [i, { variable }] of kernels.entries()) {
        const shape = [variable.shape.at(-1) as number];
        const path = `${name}/u${i === 0 ? '' : i}`;
        vectors.set(variable, createVariable(path, shape, randomNormal({ stddev: 1 }), foldIn(key, i)));
      }
    },
    state: () => [...vectors.values()].map((variable) => ({ name: variable.name, variable })),
    change({ training, frozen }) {
      const steps = training && frozen !== true ? powerIterations : 0;
      return (value, kernel) => {
        const vector = vectors.get(kernel);
        return vector === undefined ? value : normalized(value, vector, steps);
      };
    },
  });
}

/** Variables that are matrices, or can be seen as such: kernels, not biases. */
function variablesWithAxes(layer: Layer): readonly Pick<Parameter, 'variable'>[] {
  return (layer.variables ?? layer.parameters).filter(({ variable: { shape } }) => shape.length > 1);
}

/** A vector divided by its length; 0 stays 0. */
function unit(x: Tensor): Tensor {
  return mul(x, rsqrt(maximum(sum(square(x)), 1e-24)));
}
