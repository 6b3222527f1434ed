import {
  ArgumentError,
  describe,
  formatShape,
  matmul,
  maximum,
  moveAxis,
  mul,
  normalizeAxis,
  reshape,
  rsqrt,
  type Shape,
  ShapeError,
  sizeOf,
  square,
  sum,
  type Tensor,
} from '@gradkit/core';
import { checkLayerOptions, createLayer, type Layer, type LayerOptions } from '../layer.ts';
import { checkInputs } from './elementwise.ts';

/** Options of {@link dot}. */
export interface DotOptions extends LayerOptions {
  /** The axis over which both inputs are summed, or one axis of each; not the batch, negative from the end. Default -1. */
  readonly axes?: number | readonly [number, number] | undefined;
  /** Whether both are brought to length 1 along that axis first: the result is then the cosine. Default false. */
  readonly normalize?: boolean | undefined;
}

/**
 * Multiplies two inputs, sample by sample, and sums over an axis of each: the similarity of two vectors.
 *
 * ```text
 * [batch, …, k], [batch, k, …] → [batch, …, …]
 * ```
 *
 * The output has the axes of the first input, then those of the second, without the batch and the one that is summed over;
 * two vectors give `[batch, 1]`.
 *
 * @throws ArgumentError when there are not two inputs, or an axis is the batch or does not exist
 * @throws ShapeError when the extents of the two axes, or the batches, differ
 * @example
 * ```ts
 * import { tensor } from '@gradkit/core';
 * import { connect, dot, graphModel, input } from '@gradkit/layers';
 *
 * const [a, b] = [input({ shape: [2] }), input({ shape: [2] })];
 * const model = graphModel({ inputs: [a, b], outputs: connect(dot({ normalize: true }), [a, b]) });
 * console.log(model.apply([tensor([[3, 4]]), tensor([[4, 3]])]).toArray()); // [[0.96…]], the cosine
 * ```
 */
export function dot(options: DotOptions = {}): Layer<readonly Tensor[]> {
  checkLayerOptions('dot', options, ['axes', 'normalize']);
  const { axes = -1, normalize = false } = options;
  const pair: unknown = typeof axes === 'number' ? [axes, axes] : axes;
  if (!(Array.isArray(pair) && pair.length === 2 && pair.every(Number.isInteger))) {
    throw new ArgumentError(`dot: axes is an integer, or one for each of the two inputs, got ${describe(axes)}.`);
  }

  return createLayer<readonly Tensor[]>('dot', options, (_input, _key, name) => {
    /** The summed axes, counted from 0. */
    const summed = (shapes: readonly Shape[]): readonly number[] =>
      shapes.map((shape, i) => {
        const axis = normalizeAxis(name, pair[i] as number, shape.length);
        if (axis === 0) throw new ArgumentError(`${name}: axis 0 is the batch, and is not summed over.`);
        return axis;
      });
    const restOf = (shape: Shape, axis: number): Shape => shape.filter((_, i) => i !== 0 && i !== axis);

    return {
      output(shapes) {
        checkInputs(name, shapes, 2);
        const [a = [], b = []] = shapes;
        const [i = 0, j = 0] = summed(shapes);
        if (a[0] !== b[0] || a[i] !== b[j]) {
          throw new ShapeError(
            `${name}: batches, and the extents of axis ${i} and axis ${j}, are equal; got ${formatShape(a)} and ${formatShape(b)}.`,
          );
        }
        const rest = [...restOf(a, i), ...restOf(b, j)];
        return [a[0] as number, ...(rest.length === 0 ? [1] : rest)];
      },
      apply(inputs) {
        const axis = summed(inputs.map(({ shape }) => shape));
        const [a, b] = inputs.map((x, i) => (normalize ? ofLengthOne(x, axis[i] as number) : x)) as [Tensor, Tensor];
        const [i, j] = axis as [number, number];
        const [batch = 1, extent = 1] = [a.shape[0], a.shape[i]];
        const rows = restOf(a.shape, i);
        const columns = restOf(b.shape, j);
        const left = reshape(moveAxis(a, i, -1), [batch, sizeOf(rows), extent]);
        const right = reshape(moveAxis(b, j, 1), [batch, extent, sizeOf(columns)]);
        const rest = [...rows, ...columns];
        return reshape(matmul(left, right), [batch, ...(rest.length === 0 ? [1] : rest)]);
      },
    };
  });
}

/** Keras' `normalize`: below a length of 1e-7 a vector is not stretched further. */
function ofLengthOne(x: Tensor, axis: number): Tensor {
  return mul(x, rsqrt(maximum(sum(square(x), { axis, keepDims: true }), 1e-14)));
}
