import {
  add,
  checkFlags,
  foldIn,
  matmul,
  type Parameter,
  reshape,
  type Shape,
  sizeOf,
  type Tensor,
} from '@gradkit/core';
import { glorotUniform, type Initializer, zeros } from '@gradkit/initializers';
import type { Constraint, Regularizer } from '@gradkit/regularizers';
import type { ApplyContext } from '../layer.ts';
import { createParameter, createVariable } from '../parameter.ts';

/** Options of the projections of a layer, which all share them. */
export interface ProjectionOptions {
  /** Whether projections have a bias; default true. */
  readonly useBias?: boolean | undefined;
  /** First content of the kernels, as matrices from all inputs to all outputs; default `glorotUniform()`. */
  readonly kernelInitializer?: Initializer | undefined;
  /** First content of the biases; default `zeros()`. */
  readonly biasInitializer?: Initializer | undefined;
  /** Penalty of every kernel, added to the loss while training; default: none. */
  readonly kernelRegularizer?: Regularizer | undefined;
  /** Penalty of every bias; default: none. */
  readonly biasRegularizer?: Regularizer | undefined;
  /** Applied to every kernel after every update; default: none. */
  readonly kernelConstraint?: Constraint | undefined;
  /** Applied to every bias after every update; default: none. */
  readonly biasConstraint?: Constraint | undefined;
}

/** The names of {@link ProjectionOptions}, and of some more. */
export function projectionOptionNames(own: readonly string[]): readonly string[] {
  return [
    'useBias',
    'kernelInitializer',
    'biasInitializer',
    'kernelRegularizer',
    'biasRegularizer',
    'kernelConstraint',
    'biasConstraint',
  ].concat(own);
}

/** A linear map of the last axes, with a bias. */
export interface Projection {
  readonly parameters: readonly Parameter[];
  /** `[…, from…]` becomes `[…, to…]`. */
  apply(x: Tensor, context: ApplyContext): Tensor;
}

/** The map from arrays of one shape to arrays of another: its kernel is `[from…, to…]`, as Keras keeps it. */
export function createProjection(
  where: string,
  name: string,
  from: Shape,
  to: Shape,
  options: ProjectionOptions,
  key: Tensor,
): Projection {
  const { useBias = true, kernelInitializer = glorotUniform(), biasInitializer = zeros() } = options;
  checkFlags(where, { useBias });
  const [inputs, outputs] = [sizeOf(from), sizeOf(to)];
  const kernel = createParameter(
    // Fans are those of the matrix: axes of heads are no window.
    createVariable(
      `${name}/kernel`,
      [...from, ...to],
      (shape, dtype, own) => reshape(kernelInitializer([inputs, outputs], dtype, own), shape),
      foldIn(key, 0),
    ),
    options.kernelRegularizer,
    options.kernelConstraint,
  );
  const bias = useBias
    ? createParameter(
        createVariable(`${name}/bias`, to, biasInitializer, foldIn(key, 1)),
        options.biasRegularizer,
        options.biasConstraint,
      )
    : undefined;
  return {
    parameters: bias === undefined ? [kernel] : [kernel, bias],
    apply(x, { weight }) {
      const { variable } = kernel;
      const content = weight?.(variable.value, variable) ?? variable.value;
      const lead = x.shape.slice(0, x.shape.length - from.length);
      const product = matmul(reshape(x, [...lead, inputs]), reshape(content, [inputs, outputs]));
      const shifted = bias === undefined ? product : add(product, reshape(bias.variable.value, [outputs]));
      return reshape(shifted, [...lead, ...to]);
    },
  };
}
