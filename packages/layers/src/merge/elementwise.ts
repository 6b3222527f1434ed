import {
  ArgumentError,
  add as addTensors,
  broadcastShapes,
  div,
  formatShape,
  maximum as larger,
  logicalAnd,
  mul,
  reshape,
  type Shape,
  ShapeError,
  minimum as smaller,
  sub,
  type Tensor,
} from '@gradkit/core';
import { checkLayerOptions, createLayer, type Layer, type LayerOptions } from '../layer.ts';
import { isShapeList } from '../values.ts';

/**
 * Adds its inputs, element by element: the join of a residual connection.
 *
 * ```text
 * y = x₁ + x₂ + … + xₙ
 * ```
 *
 * Shapes broadcast behind the batch: `[batch, 8]` and `[batch, 5, 8]` give `[batch, 5, 8]`. A step of a sequence counts
 * where it counts in all inputs that have a mask.
 *
 * @throws ShapeError when the inputs do not broadcast, or their batches differ
 * @example
 * ```ts
 * import { tensor } from '@gradkit/core';
 * import { add, connect, dense, graphModel, input } from '@gradkit/layers';
 *
 * const x = input({ shape: [2] });
 * const model = graphModel({ inputs: x, outputs: connect(add(), [x, connect(dense({ units: 2 }), x)]) });
 * console.log(model.apply(tensor([[1, 2]])).shape); // [1, 2]
 * ```
 */
export function add(options: LayerOptions = {}): Layer<readonly Tensor[]> {
  return merging('add', options, (inputs) => inputs.reduce((a, b) => addTensors(a, b)));
}

/**
 * Subtracts its second input from its first, element by element.
 *
 * ```text
 * y = x₁ − x₂
 * ```
 *
 * Shapes broadcast as those of {@link add} do.
 *
 * @throws ArgumentError when there are not two inputs
 * @throws ShapeError when the inputs do not broadcast, or their batches differ
 * @example
 * ```ts
 * import { tensor } from '@gradkit/core';
 * import { connect, graphModel, input, subtract } from '@gradkit/layers';
 *
 * const [a, b] = [input({ shape: [2] }), input({ shape: [2] })];
 * const model = graphModel({ inputs: [a, b], outputs: connect(subtract(), [a, b]) });
 * console.log(model.apply([tensor([[5, 5]]), tensor([[1, 2]])]).toArray()); // [[4, 3]]
 * ```
 */
export function subtract(options: LayerOptions = {}): Layer<readonly Tensor[]> {
  return merging('subtract', options, ([a, b]) => sub(a as Tensor, b as Tensor), 2);
}

/**
 * Multiplies its inputs, element by element: a gate, where one input is between 0 and 1.
 *
 * ```text
 * y = x₁ · x₂ · … · xₙ
 * ```
 *
 * Shapes broadcast as those of {@link add} do.
 *
 * @throws ShapeError when the inputs do not broadcast, or their batches differ
 * @example
 * ```ts
 * import { sigmoid, tensor } from '@gradkit/core';
 * import { connect, dense, graphModel, input, multiply } from '@gradkit/layers';
 *
 * const x = input({ shape: [3] });
 * const gate = connect(dense({ units: 3, activation: sigmoid }), x);
 * const model = graphModel({ inputs: x, outputs: connect(multiply(), [x, gate]) });
 * console.log(model.apply(tensor([[1, 2, 3]])).shape); // [1, 3]
 * ```
 */
export function multiply(options: LayerOptions = {}): Layer<readonly Tensor[]> {
  return merging('multiply', options, (inputs) => inputs.reduce((a, b) => mul(a, b)));
}

/**
 * The mean of its inputs, element by element: of the outputs of several networks, say.
 *
 * ```text
 * y = (x₁ + x₂ + … + xₙ) / n
 * ```
 *
 * Shapes broadcast as those of {@link add} do.
 *
 * @throws ShapeError when the inputs do not broadcast, or their batches differ
 * @example
 * ```ts
 * import { tensor } from '@gradkit/core';
 * import { average, connect, dense, graphModel, input } from '@gradkit/layers';
 *
 * const x = input({ shape: [2] });
 * const members = [1, 2, 3].map(() => connect(dense({ units: 1 }), x));
 * const model = graphModel({ inputs: x, outputs: connect(average(), members) });
 * console.log(model.apply(tensor([[1, 2]])).shape); // [1, 1]
 * ```
 */
export function average(options: LayerOptions = {}): Layer<readonly Tensor[]> {
  return merging('average', options, (inputs) =>
    div(
      inputs.reduce((a, b) => addTensors(a, b)),
      inputs.length,
    ),
  );
}

/**
 * The largest of its inputs, element by element.
 *
 * ```text
 * y = max(x₁, x₂, …, xₙ)
 * ```
 *
 * Shapes broadcast as those of {@link add} do.
 *
 * @throws ShapeError when the inputs do not broadcast, or their batches differ
 * @example
 * ```ts
 * import { tensor } from '@gradkit/core';
 * import { connect, graphModel, input, maximum } from '@gradkit/layers';
 *
 * const [a, b] = [input({ shape: [2] }), input({ shape: [2] })];
 * const model = graphModel({ inputs: [a, b], outputs: connect(maximum(), [a, b]) });
 * console.log(model.apply([tensor([[1, 4]]), tensor([[3, 2]])]).toArray()); // [[3, 4]]
 * ```
 */
export function maximum(options: LayerOptions = {}): Layer<readonly Tensor[]> {
  return merging('maximum', options, (inputs) => inputs.reduce((a, b) => larger(a, b)));
}

/**
 * The smallest of its inputs, element by element.
 *
 * ```text
 * y = min(x₁, x₂, …, xₙ)
 * ```
 *
 * Shapes broadcast as those of {@link add} do.
 *
 * @throws ShapeError when the inputs do not broadcast, or their batches differ
 * @example
 * ```ts
 * import { tensor } from '@gradkit/core';
 * import { connect, graphModel, input, minimum } from '@gradkit/layers';
 *
 * const [a, b] = [input({ shape: [2] }), input({ shape: [2] })];
 * const model = graphModel({ inputs: [a, b], outputs: connect(minimum(), [a, b]) });
 * console.log(model.apply([tensor([[1, 4]]), tensor([[3, 2]])]).toArray()); // [[1, 2]]
 * ```
 */
export function minimum(options: LayerOptions = {}): Layer<readonly Tensor[]> {
  return merging('minimum', options, (inputs) => inputs.reduce((a, b) => smaller(a, b)));
}

function merging(
  kind: string,
  options: LayerOptions,
  merge: (inputs: readonly Tensor[]) => Tensor,
  count?: number,
): Layer<readonly Tensor[]> {
  checkLayerOptions(kind, options, []);
  return createLayer<readonly Tensor[]>(
    kind,
    options,
    (_input, _key, name) => ({
      output(shapes) {
        checkInputs(name, shapes, count);
        return mergedShape(name, shapes);
      },
      apply(inputs) {
        const rank = Math.max(...inputs.map(({ shape }) => shape.length));
        return merge(inputs.map((x) => (x.shape.length === rank ? x : reshape(x, alignedShape(x.shape, rank)))));
      },
    }),
    { outputMask: (_inputs, mask, masks) => commonMask(masks ?? [mask]) },
  );
}

/** Throws unless there are several inputs, or as many as `count` says. */
export function checkInputs(name: string, shapes: Shape | readonly Shape[], count?: number): void {
  if (!isShapeList(shapes)) {
    throw new ArgumentError(`${name}: takes a list of inputs, got one of shape ${formatShape(shapes)}.`);
  }
  if (count !== undefined && shapes.length !== count) {
    throw new ArgumentError(`${name}: takes ${count} inputs, got ${shapes.length}.`);
  }
}

/** Steps that count in all masks that there are. */
export function commonMask(masks: readonly (Tensor | undefined)[]): Tensor | undefined {
  const present = masks.filter((mask) => mask !== undefined);
  return present.length === 0 ? undefined : present.reduce((a, b) => logicalAnd(a, b));
}

/** Axes of extent 1 behind the batch, so that all inputs have as many axes. */
function alignedShape([batch = 1, ...rest]: Shape, rank: number): Shape {
  return [batch, ...new Array<number>(rank - 1 - rest.length).fill(1), ...rest];
}

function mergedShape(name: string, shapes: readonly Shape[]): Shape {
  const rank = Math.max(...shapes.map(({ length }) => length));
  const listed = shapes.map(formatShape).join(', ');
  if (shapes.some(({ length }) => length === 0)) {
    throw new ShapeError(`${name}: every input has a batch axis, got ${listed}.`);
  }
  if (new Set(shapes.map(([batch]) => batch)).size > 1) {
    throw new ShapeError(`${name}: the batches differ, got ${listed}.`);
  }
  return broadcastShapes(name, ...shapes.map((shape) => alignedShape(shape, rank)));
}
