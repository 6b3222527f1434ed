import { DTypeError, ShapeError } from '../errors.ts';
import { equalShapes, formatShape, type Shape } from '../shape.ts';
import { type ArrayType, anything, numbers, type Operation } from './operation.ts';

/** Operations that read or write at computed positions. */
export type IndexOp = 'gather' | 'scatterAdd';

function gatheredShape(
  op: IndexOp,
  operand: ArrayType,
  indices: ArrayType,
  { batch, axis }: { readonly batch: number; readonly axis: number },
): Shape {
  if (indices.dtype !== 'int32')
    throw new DTypeError(`${op}: indices must be int32, got ${indices.dtype}. Use cast().`);
  const fits =
    axis >= batch &&
    axis < operand.shape.length &&
    equalShapes(operand.shape.slice(0, batch), indices.shape.slice(0, batch));
  if (!fits) {
    throw new ShapeError(
      `${op}: indices ${formatShape(indices.shape)} do not fit axis ${axis} of ${formatShape(operand.shape)} ` +
        `with ${batch} batch axes.`,
    );
  }
  const shape = [...operand.shape.slice(0, axis), ...indices.shape.slice(batch), ...operand.shape.slice(axis + 1)];
  if (operand.shape[axis] === 0 && !shape.includes(0)) {
    throw new ShapeError(`${op}: axis ${axis} of ${formatShape(operand.shape)} is empty, there is nothing to index.`);
  }
  return shape;
}

export const indexing: { readonly [O in IndexOp]: Operation<O> } = {
  gather: {
    family: 'index',
    arity: 2,
    dtypes: anything,
    infer: ([operand, indices], attributes) => ({
      shape: gatheredShape('gather', operand as ArrayType, indices as ArrayType, attributes),
      dtype: (operand as ArrayType).dtype,
    }),
    cost: 4,
  },
  scatterAdd: {
    family: 'index',
    arity: 3,
    dtypes: numbers,
    infer: ([operand, indices, updates], attributes) => {
      const a = operand as ArrayType;
      const u = updates as ArrayType;
      const expected = gatheredShape('scatterAdd', a, indices as ArrayType, attributes);
      if (!equalShapes(expected, u.shape)) {
        throw new ShapeError(`scatterAdd: updates must be ${formatShape(expected)}, got ${formatShape(u.shape)}.`);
      }
      if (a.dtype !== u.dtype) throw new DTypeError(`scatterAdd: element types differ: ${a.dtype}, ${u.dtype}.`);
      return a;
    },
    cost: 4,
  },
};
