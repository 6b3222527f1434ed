import type { DType } from '../dtype.ts';
import { dropAxes } from '../shape.ts';
import { type ArrayType, anything, type DTypeList, type Misfit, numbers, type Operation } from './operation.ts';

/** Operations that fold axes away. */
export type ReduceOp = 'reduceSum' | 'reduceProd' | 'reduceMax' | 'reduceMin' | 'fold' | 'argmax';

function without({ shape }: ArrayType, axes: readonly number[], dtype: DType): ArrayType | Misfit {
  return axes.every((axis) => axis in shape) ? { shape: dropAxes(shape, axes), dtype } : 'shape-mismatch';
}

/** Reductions that repeat one binary operation. */
export type FoldOp = Exclude<ReduceOp, 'fold' | 'argmax'>;

const folding = <O extends FoldOp>(dtypes: DTypeList): Operation<O> => ({
  family: 'reduce',
  dtypes,
  infer: ([x], { axes }) => without(x as ArrayType, axes, (x as ArrayType).dtype),
  cost: 1,
});

export const reduce: { readonly [O in ReduceOp]: Operation<O> } = {
  reduceSum: folding(numbers),
  reduceProd: folding(numbers),
  reduceMax: folding(anything),
  reduceMin: folding(anything),
  fold: { family: 'reduce', dtypes: numbers, infer: (inputs, own) => own.code.fold(inputs, own), cost: 1 },
  argmax: {
    family: 'reduce',
    dtypes: anything,
    infer: ([x], { axis }) => without(x as ArrayType, [axis], 'int32'),
    cost: 2,
  },
};
