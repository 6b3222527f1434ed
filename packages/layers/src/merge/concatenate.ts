import {
  ArgumentError,
  concatenate as concatenateTensors,
  describe,
  equalShapes,
  formatShape,
  normalizeAxis,
  ones,
  type Shape,
  ShapeError,
  type Tensor,
} from '@gradkit/core';
import { checkLayerOptions, createLayer, type Layer, type LayerOptions } from '../layer.ts';
import { checkInputs, commonMask } from './elementwise.ts';

/** Options of {@link concatenate}. */
export interface ConcatenateOptions extends LayerOptions {
  /** The axis along which the inputs are joined, not the batch; negative from the end. Default -1. */
  readonly axis?: number | undefined;
}

/**
 * Puts its inputs one after the other along an axis: the join of a dense connection.
 *
 * ```text
 * [batch, …, n₁, …], [batch, …, n₂, …], … → [batch, …, n₁ + n₂ + …, …]
 * ```
 *
 * Masks are joined as well where the axis is that of the steps, 1; otherwise a step counts where it counts in all inputs
 * that have a mask.
 *
 * @throws ArgumentError when the axis is the batch, or does not exist
 * @throws ShapeError when other extents differ
 * @example
 * ```ts
 * import { tensor } from '@gradkit/core';
 * import { concatenate, connect, graphModel, input } from '@gradkit/layers';
 *
 * const [a, b] = [input({ shape: [2] }), input({ shape: [1] })];
 * const model = graphModel({ inputs: [a, b], outputs: connect(concatenate(), [a, b]) });
 * console.log(model.apply([tensor([[1, 2]]), tensor([[3]])]).toArray()); // [[1, 2, 3]]
 * ```
 */
export function concatenate(options: ConcatenateOptions = {}): Layer<readonly Tensor[]> {
  checkLayerOptions('concatenate', options, ['axis']);
  const { axis = -1 } = options;
  if (!Number.isInteger(axis)) throw new ArgumentError(`concatenate: axis is an integer, got ${describe(axis)}.`);

  return createLayer<readonly Tensor[]>(
    'concatenate',
    options,
    (_input, _key, name) => ({
      output(shapes) {
        checkInputs(name, shapes);
        return joinedShape(name, shapes, axis);
      },
      apply: (inputs) => concatenateTensors(inputs, { axis }),
    }),
    {
      outputMask(inputs, mask, masks = [mask]) {
        const rank = inputs[0]?.shape.length ?? 0;
        const ofSteps = (axis < 0 ? axis + rank : axis) === 1 && rank > 2;
        if (!ofSteps || masks.every((each) => each === undefined)) return commonMask(masks);
        const all = ({ shape }: Tensor): Tensor => ones(shape.slice(0, 2), { dtype: 'bool' });
        return concatenateTensors(
          inputs.map((x, i) => masks[i] ?? all(x)),
          { axis: 1 },
        );
      },
    },
  );
}

function joinedShape(name: string, shapes: readonly Shape[], axis: number): Shape {
  const [first = []] = shapes;
  const along = normalizeAxis(name, axis, first.length);
  if (along === 0) throw new ArgumentError(`${name}: axis 0 is the batch, and samples are not joined.`);
  const rest = (shape: Shape): Shape => shape.filter((_, i) => i !== along);
  const misfit = shapes.find((shape) => shape.length !== first.length || !equalShapes(rest(shape), rest(first)));
  if (misfit !== undefined) {
    throw new ShapeError(`${name}: inputs differ outside axis ${along}: ${shapes.map(formatShape).join(', ')}.`);
  }
  return first.map((extent, i) =>
    i === along ? shapes.reduce((sum, shape) => sum + (shape[i] as number), 0) : extent,
  );
}
