import type { Activation } from '@gradkit/activations';
import {
  ArgumentError,
  checkOptions,
  describe,
  equalShapes,
  formatShape,
  matmul,
  type Shape,
  ShapeError,
  slice,
  type Tensor,
} from '@gradkit/core';
import { glorotUniform } from '@gradkit/initializers';
import { activation } from '../activation.ts';
import { type GraphModel, wireGraph } from '../graph/graph-model.ts';
import { connect, input } from '../graph/symbolic.ts';
import { createLayer, type Layer } from '../layer.ts';
import { add } from '../merge/elementwise.ts';
import { checkInputDType, createParameter, createVariable } from '../parameter.ts';
import { sequential } from '../sequential.ts';

/** Options of {@link residual}. */
export interface ResidualOptions {
  /** What the input goes through on the way around the body. Default: nothing where shapes are equal, else a projection. */
  readonly shortcut?: Layer | undefined;
  /** Applied to the sum; default: nothing. The first residual networks had `relu` here. */
  readonly activation?: Activation | undefined;
  /** Default `residual`, numbered in its model. */
  readonly name?: string | undefined;
}

/**
 * Adds the input of a layer, or of several one after the other, to their output.
 *
 * ```text
 * y = activation(body(x) + shortcut(x))
 * ```
 *
 * The body learns what is to change in `x`, and gradients have a way around it: a network of many such blocks can be as
 * deep as one likes. Where the body changes the shape, the shortcut is a projection: a linear map of the last axis, at every
 * `s`-th place where the body has strides of `s` and pads its input (a convolution with a kernel of 1, and no bias).
 *
 * @param body a layer or model, or a list of layers that become a sequential model
 * @throws ArgumentError when something is not a layer
 * @throws ShapeError when no projection leads from the shape of the input to that of the body's output
 * @see He, Zhang, Ren and Sun, Deep residual learning for image recognition, CVPR 2016
 * @see He, Zhang, Ren and Sun, Identity mappings in deep residual networks, ECCV 2016
 * @example
 * ```ts
 * import { relu } from '@gradkit/activations';
 * import { zeros } from '@gradkit/core';
 * import { activation, batchNormalization, conv2d, residual, sequential } from '@gradkit/layers';
 *
 * const block = (filters: number, strides: number) =>
 *   residual([
 *     batchNormalization(),
 *     activation(relu),
 *     conv2d({ filters, kernelSize: 3, padding: 'same', strides }),
 *     batchNormalization(),
 *     activation(relu),
 *     conv2d({ filters, kernelSize: 3, padding: 'same' }),
 *   ]);
 * const model = sequential([block(16, 1), block(32, 2)]);
 * console.log(model.apply(zeros([1, 28, 28, 16])).shape); // [1, 14, 14, 32]
 * ```
 */
export function residual(body: Layer | readonly Layer[], options: ResidualOptions = {}): GraphModel {
  checkOptions('residual', options, ['shortcut', 'activation', 'name']);
  const { shortcut, activation: after, name } = options;
  if (after !== undefined && typeof after !== 'function') {
    throw new ArgumentError(`residual: activation is a function such as relu, got ${describe(after)}.`);
  }
  const x = input();
  const changed = connect(isList(body) ? sequential(body) : body, x);
  const around = shortcut === undefined ? connect(projection(), [x, changed]) : connect(shortcut, x);
  const sum = connect(add(), [changed, around]);
  return wireGraph('residual', {
    inputs: x,
    outputs: after === undefined ? sum : connect(activation(after), sum),
    name,
  });
}

const isList = (body: Layer | readonly Layer[]): body is readonly Layer[] => Array.isArray(body);

/** Brings its first input to the shape of its second. */
function projection(): Layer<readonly Tensor[]> {
  return createLayer<readonly Tensor[]>(
    'projection',
    {},
    ([from = [], to = []], key, name) => {
      const strides = stridesBetween(name, from, to);
      const [channels, filters] = [from.at(-1) as number, to.at(-1) as number];
      if (strides.every((stride) => stride === 1) && channels === filters) {
        return { output: ([shape = [], target = []]) => expectEqual(name, shape, target), apply: ([x]) => x as Tensor };
      }
      const kernel = createVariable(`${name}/kernel`, [channels, filters], glorotUniform(), key);
      return {
        parameters: [createParameter(kernel, undefined, undefined)],
        output: ([shape = [], target = []]) =>
          expectEqual(name, [...shape.slice(0, -1).map((n, i) => Math.ceil(n / (strides[i] ?? 1))), filters], target),
        apply([x]) {
          checkInputDType(name, x as Tensor);
          const places = strides.every((stride) => stride === 1) ? (x as Tensor) : slice(x as Tensor, [], [], strides);
          return matmul(places, kernel.value);
        },
      };
    },
    // The steps are those of the mask unless some were left out.
    { outputMask: ([from, to], mask) => (from?.shape[1] === to?.shape[1] ? mask : undefined) },
  );
}

/** Every how many places along each axis but the last, so that `⌈n / stride⌉` places are left. */
function stridesBetween(name: string, from: Shape, to: Shape): readonly number[] {
  if (from.length === to.length && from.length > 1) {
    const strides = from.slice(0, -1).map((n, i) => Math.max(1, Math.ceil(n / Math.max(1, to[i] as number))));
    if (strides.every((stride, i) => Math.ceil((from[i] as number) / stride) === to[i])) return strides;
  }
  throw new ShapeError(
    `${name}: no projection leads from ${formatShape(from)} to ${formatShape(to)}. Let the body keep places with padding: 'same', or give residual a shortcut.`,
  );
}

function expectEqual(name: string, shape: Shape, target: Shape): Shape {
  if (equalShapes(shape, target)) return shape;
  throw new ShapeError(`${name}: the shortcut gives ${formatShape(shape)}, and the body ${formatShape(target)}.`);
}
