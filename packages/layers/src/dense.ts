import type { Activation } from '@gradkit/activations';
import { ArgumentError, add, describe, foldIn, formatShape, matmul, type Shape, ShapeError } from '@gradkit/core';
import { glorotUniform, type Initializer, zeros } from '@gradkit/initializers';
import type { Regularizer } from '@gradkit/regularizers';
import { checkLayerOptions, createLayer, keepMask, type Layer, type LayerOptions } from './layer.ts';
import { type Constraint, checkInputDType, createParameter, createVariable } from './parameter.ts';

/** Options of {@link dense}. */
export interface DenseOptions extends LayerOptions {
  /** Extent of the output's last axis: an integer of at least 1. */
  readonly units: number;
  /** Applied to the linear result; default: nothing. */
  readonly activation?: Activation | undefined;
  /** Whether to add a bias; default true. */
  readonly useBias?: boolean | undefined;
  /** First content of the kernel `[features, units]`; default `glorotUniform()`. */
  readonly kernelInitializer?: Initializer | undefined;
  /** First content of the bias `[units]`; default `zeros()`. */
  readonly biasInitializer?: Initializer | undefined;
  /** Penalty of the kernel, added to the loss while training; default: none. */
  readonly kernelRegularizer?: Regularizer | undefined;
  /** Penalty of the bias; default: none. */
  readonly biasRegularizer?: Regularizer | undefined;
  /** Applied to the kernel after every update; default: none. */
  readonly kernelConstraint?: Constraint | undefined;
  /** Applied to the bias after every update; default: none. */
  readonly biasConstraint?: Constraint | undefined;
}

const optionNames = [
  'units',
  'activation',
  'useBias',
  'kernelInitializer',
  'biasInitializer',
  'kernelRegularizer',
  'biasRegularizer',
  'kernelConstraint',
  'biasConstraint',
];

/**
 * A fully connected layer.
 *
 * `activation(x · kernel + bias)`, on the last axis: `[…, features]` becomes `[…, units]`.
 *
 * @throws ArgumentError when `units` is not a positive integer
 * @throws ShapeError when an input's last axis has another extent than the first input's
 * @example
 * ```ts
 * import { relu } from '@gradkit/activations';
 * import { key, tensor } from '@gradkit/core';
 * import { dense } from '@gradkit/layers';
 *
 * const layer = dense({ units: 4, activation: relu });
 * console.log(layer.build([2, 3], key(0))); // [2, 4]
 * console.log(layer.apply(tensor([[1, 2, 3], [4, 5, 6]]), { training: false }).shape); // [2, 4]
 * ```
 */
export function dense(options: DenseOptions): Layer {
  checkLayerOptions('dense', options, optionNames);
  const {
    units,
    activation,
    useBias = true,
    kernelInitializer = glorotUniform(),
    biasInitializer = zeros(),
  } = options ?? {};
  if (!Number.isInteger(units) || units < 1) {
    throw new ArgumentError(`dense: units is a positive integer, got ${describe(units)}.`);
  }

  return createLayer(
    'dense',
    options,
    (input, key, name) => {
      const features = featuresOf(name, input);
      const kernel = createParameter(
        createVariable(`${name}/kernel`, [features, units], kernelInitializer, foldIn(key, 0)),
        options.kernelRegularizer,
        options.kernelConstraint,
      );
      const bias = useBias
        ? createParameter(
            createVariable(`${name}/bias`, [units], biasInitializer, foldIn(key, 1)),
            options.biasRegularizer,
            options.biasConstraint,
          )
        : undefined;

      return {
        parameters: bias === undefined ? [kernel] : [kernel, bias],
        output(shape) {
          if (featuresOf(name, shape) !== features) {
            throw new ShapeError(`${name}: expected last axis ${features}, got ${formatShape(shape)}.`);
          }
          return [...shape.slice(0, -1), units];
        },
        apply(x) {
          checkInputDType(name, x);
          const product = matmul(x, kernel.variable.value);
          const linear = bias === undefined ? product : add(product, bias.variable.value);
          return activation === undefined ? linear : activation(linear);
        },
      };
    },
    { outputMask: keepMask },
  );
}

function featuresOf(name: string, shape: Shape): number {
  const features = shape.at(-1);
  if (features === undefined) throw new ShapeError(`${name}: expected at least one axis [features], got a scalar.`);
  if (features === 0) throw new ShapeError(`${name}: the last axis of ${formatShape(shape)} holds no features.`);
  return features;
}
