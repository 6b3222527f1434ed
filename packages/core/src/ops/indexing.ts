import { equalShapes, type Shape } from '../shape.ts';
import { type ArrayType, anything, broughtWhole, type Misfit, numbers, type Operation } from './operation.ts';

/** Operations that read or write at computed positions, or compute them. */
export type IndexOp = 'gather' | 'scatterAdd' | 'argsort';

function gathered(
  { shape: from, dtype }: ArrayType,
  indices: ArrayType,
  { batch, axis }: { readonly batch: number; readonly axis: number },
): ArrayType | Misfit {
  if (indices.dtype !== 'int32') return 'dtype-mismatch';
  const shape: Shape = [...from.slice(0, axis), ...indices.shape.slice(batch), ...from.slice(axis + 1)];
  const fits =
    axis >= batch &&
    axis < from.length &&
    equalShapes(from.slice(0, batch), indices.shape.slice(0, batch)) &&
    // Of an empty axis there is nothing to index.
    (from[axis] !== 0 || shape.includes(0));
  return fits ? { shape, dtype } : 'shape-mismatch';
}

export const indexing: { readonly [O in IndexOp]: Operation<O> } = {
  gather: {
    family: 'index',
    dtypes: anything,
    infer: ([operand, indices], attributes) => gathered(operand as ArrayType, indices as ArrayType, attributes),
    cost: 4,
  },
  scatterAdd: {
    family: 'index',
    ownKernel: true,
    dtypes: numbers,
    infer: ([operand, indices, updates], attributes) => {
      const a = operand as ArrayType;
      const u = updates as ArrayType;
      const expected = gathered(a, indices as ArrayType, attributes);
      if (typeof expected === 'string') return expected;
      if (a.dtype !== u.dtype) return 'dtype-mismatch';
      return equalShapes(expected.shape, u.shape) ? a : 'shape-mismatch';
    },
    cost: 4,
  },
  argsort: broughtWhole('index', anything, 40),
};
