import type { Activation } from '@gradkit/activations';
import {
  ArgumentError,
  add,
  checkFlags,
  describe,
  foldIn,
  formatShape,
  mul,
  type Parameter,
  type Shape,
  ShapeError,
  type Tensor,
} from '@gradkit/core';
import { glorotUniform, type Initializer, zeros } from '@gradkit/initializers';
import type { Regularizer } from '@gradkit/regularizers';
import { checkWeightOptions, weightOptions } from './check-options.ts';
import {
  checkLayerOptions,
  createLayer,
  type Layer,
  type LayerOptions,
  type LayerTraits,
  type LinearWindows,
} from './layer.ts';
import { type Constraint, checkInputDType, createParameter, createVariable } from './parameter.ts';

/** Options of layers that give `activation(products + bias)`. */
export interface BiasOptions extends LayerOptions {
  /** Applied to the linear result; default: nothing. */
  readonly activation?: Activation | undefined;
  /** Whether to add a bias; default true. */
  readonly useBias?: boolean | undefined;
  /** First content of the bias; default `zeros()`. */
  readonly biasInitializer?: Initializer | undefined;
  /** Penalty of the bias; default: none. */
  readonly biasRegularizer?: Regularizer | undefined;
  /** Applied to the bias after every update; default: none. */
  readonly biasConstraint?: Constraint | undefined;
}

/** Options of layers with one kernel and a bias. */
export interface KernelOptions extends BiasOptions {
  /** First content of the kernel; default `glorotUniform()`. */
  readonly kernelInitializer?: Initializer | undefined;
  /** Penalty of the kernel, added to the loss while training; default: none. */
  readonly kernelRegularizer?: Regularizer | undefined;
  /** Applied to the kernel after every update; default: none. */
  readonly kernelConstraint?: Constraint | undefined;
}

/** Throws unless options are the weights' own, `activation`, `useBias`, or `own`, and functions where they must be. */
export function checkAffineOptions(
  where: string,
  options: BiasOptions | undefined,
  kernels: readonly string[],
  own: readonly string[],
): void {
  const weights = [...kernels, 'bias'];
  checkLayerOptions(where, options, [...own, 'activation', 'useBias', ...weightOptions(weights)]);
  const { useBias = true, activation } = options ?? {};
  checkFlags(where, { useBias });
  checkWeightOptions(where, options ?? {}, weights);
  if (activation !== undefined && typeof activation !== 'function') {
    throw new ArgumentError(`${where}: activation is a function such as relu, got ${describe(activation)}.`);
  }
}

/** The kernel of a layer that has one. */
export function createKernel(name: string, shape: Shape, options: KernelOptions, key: Tensor): Parameter {
  const { kernelInitializer = glorotUniform(), kernelRegularizer, kernelConstraint } = options;
  const variable = createVariable(`${name}/kernel`, shape, kernelInitializer, foldIn(key, 0));
  return createParameter(variable, kernelRegularizer, kernelConstraint);
}

/** The variables of a layer that gives products, and what it does with them; bias and activation come after. */
export interface Products {
  readonly kernels: readonly Parameter[];
  /** Extent of the last axis of the output. */
  readonly units: number;
  /** The shape this input would give. Throws a `ShapeError` for one that does not fit. */
  output(input: Shape): Shape;
  /** The products, where `content` tells what stands for a kernel. */
  product(x: Tensor, content: (kernel: Parameter) => Tensor): Tensor;
  /** Set where the products are one with one kernel: how its windows lie, or that there are none. */
  readonly linear?: { readonly windows: LinearWindows | undefined };
  /**
   * Initializers with which the layer's products are those of this one times `factor`, `[units]`, by their options. They are asked
   * only where there is no activation.
   */
  scaledBy?(factor: Tensor): Readonly<Record<string, Initializer>>;
}

/** A layer that gives `activation(products + bias)`, with its factory. */
export function createAffine<Options extends BiasOptions>(
  kind: string,
  options: Options,
  factory: (options: Options) => Layer,
  build: (input: Shape, key: Tensor, name: string) => Products,
  traits: LayerTraits = {},
): Layer {
  const { activation, useBias = true, biasInitializer = zeros() } = options;
  return createLayer(
    kind,
    options,
    (input, key, name) => {
      const { kernels, units, output, product, linear, scaledBy } = build(input, key, name);
      const biasKey = foldIn(key, kernels.length);
      const bias = useBias
        ? createParameter(
            createVariable(`${name}/bias`, [units], biasInitializer, biasKey),
            options.biasRegularizer,
            options.biasConstraint,
          )
        : undefined;
      return {
        parameters: [
          ...(linear === undefined ? kernels : kernels.map((each) => ({ ...each, linear: { bias: bias?.variable } }))),
          ...(bias === undefined ? [] : [bias]),
        ],
        output,
        apply(x, { weight, linear: tell }) {
          checkInputDType(name, x);
          const products = product(x, ({ variable }) => weight?.(variable.value, variable) ?? variable.value);
          const result = bias === undefined ? products : add(products, bias.variable.value);
          const [kernel] = kernels;
          if (linear !== undefined && kernel !== undefined) {
            tell?.({ kernel: kernel.variable, input: x, output: result, ...linear });
          }
          return activation === undefined ? result : activation(result);
        },
        ...(activation === undefined &&
          scaledBy !== undefined && {
            scaled(factor, shift) {
              const moved = bias === undefined ? shift : add(mul(bias.variable.value, factor), shift);
              return factory({ ...options, ...scaledBy(factor), name, useBias: true, biasInitializer: () => moved });
            },
          }),
      };
    },
    { ...traits, activation },
  );
}

/** The features of an input, along its last axis. */
export function featuresOf(name: string, shape: Shape): number {
  const features = shape.at(-1);
  if (features === undefined) throw new ShapeError(`${name}: expected at least one axis [features], got a scalar.`);
  if (features === 0) throw new ShapeError(`${name}: the last axis of ${formatShape(shape)} holds no features.`);
  return features;
}
